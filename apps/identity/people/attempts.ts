const WRONG_MAX = 10
const WINDOW_MS = 15 * 60_000
const USERNAMES_MAX = 10_000

/** Wrong passwords by username: after ten in a quarter of an hour no password is looked at until it has passed. */
export class Attempts {
  private readonly wrong = new Map<string, { count: number; sinceAt: number }>()

  constructor(private readonly now: () => number = Date.now) {}

  mayTry(username: string): boolean {
    const held = this.wrong.get(username)
    return held === undefined || held.count < WRONG_MAX || this.now() - held.sinceAt >= WINDOW_MS
  }

  failed(username: string): void {
    const held = this.wrong.get(username)
    if (held !== undefined && this.now() - held.sinceAt < WINDOW_MS) held.count += 1
    else {
      this.wrong.delete(username)
      if (this.wrong.size >= USERNAMES_MAX) this.wrong.delete(this.wrong.keys().next().value!)
      this.wrong.set(username, { count: 1, sinceAt: this.now() })
    }
  }

  succeeded(username: string): void {
    this.wrong.delete(username)
  }
}
