import type { Pool } from '#platform/postgres'
import { INBOX_POLL_MS } from '../bounds.js'

interface Inbox {
  end: number
  /** Grows with every arrival, so that whoever reads before waiting misses none. */
  version: number
  sleepers: Set<() => void>
}

/**
 * Tells who waits for copies that there may be some: at once for what this process stored, and within a second for what
 * another did. One query a second serves everybody; none while nobody waits.
 */
export class InboxWatch {
  private readonly inboxes = new Map<string, Inbox>()
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly pool: Pool) {}

  start(): void {
    this.timer = setInterval(() => void this.look().catch(() => undefined), INBOX_POLL_MS)
  }

  stop(): void {
    clearInterval(this.timer)
    for (const { sleepers } of this.inboxes.values()) for (const wake of sleepers) wake()
  }

  /** Read this first, then the inbox, and wait with it. */
  version(organisation: string): number {
    return this.inboxOf(organisation).version
  }

  /** Copies of the organisation were stored. */
  arrived(organisation: string): void {
    const inbox = this.inboxOf(organisation)
    inbox.version += 1
    for (const wake of inbox.sleepers) wake()
  }

  /** Resolves when something arrived since `version` was read, after `ms`, or when the signal aborts. */
  async after(organisation: string, version: number, ms: number, signal: AbortSignal): Promise<void> {
    const inbox = this.inboxOf(organisation)
    if (inbox.version !== version || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    inbox.sleepers.add(resolve)
    const wake = (): void => resolve()
    signal.addEventListener('abort', wake)
    await promise
    signal.removeEventListener('abort', wake)
    clearTimeout(timer)
    inbox.sleepers.delete(resolve)
  }

  private inboxOf(organisation: string): Inbox {
    const known = this.inboxes.get(organisation)
    if (known !== undefined) return known
    const inbox = { end: -1, version: 0, sleepers: new Set<() => void>() }
    this.inboxes.set(organisation, inbox)
    return inbox
  }

  private async look(): Promise<void> {
    if (![...this.inboxes.values()].some(({ sleepers }) => sleepers.size > 0)) return
    const { rows } = await this.pool.query<{ organisation: string; end: number }>(
      'select organisation, last_position as end from inbox_end',
    )
    for (const { organisation, end } of rows) {
      const inbox = this.inboxOf(organisation)
      if (inbox.end === end) continue
      inbox.end = end
      this.arrived(organisation)
    }
  }
}
