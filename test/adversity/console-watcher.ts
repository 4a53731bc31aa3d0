import { setTimeout as pause } from 'node:timers/promises'
import { ensurePeople } from '#platform/security'
import { CookieJar, signInWithPassword } from '#testkit/browser'
import type { Hub } from '#testkit/harness'
import { patiently } from './patiently.js'

/** Checks the hub, and sees every gap that there is. */
const POSITION = 'hub-auditor'
const PAGES = ['/', '/gaps?state=all', '/api/overview']
const PAGE_MS_MAX = 1_000
const BETWEEN_MS = 100
const ROWS = 200

/** What somebody saw who looked at the console all the while. */
export interface ConsoleOutcome {
  /** Pages that were asked for during faults, and those that came. */
  asked: number
  came: number
  /** Times that it named the gaps that there are, after a fault or at the end. */
  right: number
  /** What it should not have said, and after which fault. */
  wrong: string[]
  /** The gaps that it named at the end. */
  named: string[]
}

interface NamedGap {
  gapId: string
  rule: string
  isOpen: boolean
  closing: string | null
  dueAt: string
  rung: number
}

/** An auditor with one browser, who asks for pages while the hub is hurt, and afterwards whether the gaps are all there. */
export class ConsoleWatcher {
  private readonly seen: ConsoleOutcome = { asked: 0, came: 0, right: 0, wrong: [], named: [] }
  private jar = new CookieJar()

  private constructor(private readonly hub: Hub) {}

  static async signedIn(hub: Hub): Promise<ConsoleWatcher> {
    const watcher = new ConsoleWatcher(hub)
    await watcher.signIn()
    return watcher
  }

  get outcome(): ConsoleOutcome {
    return this.seen
  }

  /** Asks for one page after the other until the work is done. A page may fail to come; nobody may be turned away. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false
    const looking = (async () => {
      while (!isDone) {
        await this.look(PAGES[this.seen.asked++ % PAGES.length]!)
        await pause(BETWEEN_MS)
      }
    })()
    try {
      return await work
    } finally {
      isDone = true
      await looking
    }
  }

  /** Whoever was signed in is answered again, with the gaps that there are; and can sign in anew. */
  async check(after: string): Promise<void> {
    const named = await patiently(() => this.gaps())
    const { rows } = await this.hub.pool.query<{ gap: string }>(
      `select gap_id || ' ' || gap_open || ' ' || (announced->>'rung') as gap from reconciler.gap`,
    )
    const there = rows.map(({ gap }) => gap).sort()
    const said = named.map(({ gapId, isOpen, rung }) => `${gapId} ${isOpen} ${rung}`).sort()
    const differs = there.length !== said.length || there.some((gap, index) => gap !== said[index])
    if (differs) this.seen.wrong.push(`after ${after}: ${said.length} gaps of ${there.length}`)
    else this.seen.right += 1
    this.seen.named = named
      .map(({ rule, isOpen, closing, dueAt, rung }) => `${rule} ${dueAt} ${isOpen} ${closing} ${rung}`)
      .sort()
    this.jar = new CookieJar()
    await patiently(() => this.signIn())
  }

  private async signIn(): Promise<void> {
    const { hub } = this
    const person = ensurePeople(hub.home, hub.catalogue).find(({ position }) => position === POSITION)!
    const back = await signInWithPassword(this.jar, `${hub.urlOf('console')}/sign-in/start`, person)
    if (back.response?.status !== 200)
      throw new Error(`The sign-in ended with ${back.response?.status} at ${back.url}.`)
  }

  private async look(page: string): Promise<void> {
    const response = await this.ask(page, PAGE_MS_MAX).catch(() => undefined)
    if (response === undefined) return
    if (response.status === 200) this.seen.came += 1
    else if (response.status < 500) this.seen.wrong.push(`${page} was answered with ${response.status}`)
  }

  private async gaps(): Promise<NamedGap[]> {
    const named: NamedGap[] = []
    for (let cursor = ''; ;) {
      const response = await this.ask(`/api/gaps?state=all&limit=${ROWS}${cursor}`, 10 * PAGE_MS_MAX)
      if (response.status !== 200) throw new Error(`The console answered ${response.status}.`)
      const page = (await response.json()) as { gaps: NamedGap[]; cursor: string; more: boolean }
      named.push(...page.gaps)
      if (!page.more) return named
      cursor = `&cursor=${page.cursor}`
    }
  }

  private ask(page: string, withinMs: number): Promise<Response> {
    return this.jar.request(`${this.hub.urlOf('console')}${page}`, { signal: AbortSignal.timeout(withinMs) })
  }
}
