import { traceOf } from '#platform/http'
import type { Pool } from '#platform/postgres'
import type { Logger } from '#platform/telemetry'
import { ATTEMPTS_DELETED_AT_ONCE, ATTEMPTS_KEPT_MS, WEBHOOK_POLL_MS } from '../bounds.js'
import { ReceiverRun, type RunParts } from './receiver-run.js'
import type { Receiver } from './webhook-store.js'

const TIDY_EVERY_MS = 60_000
const PAUSE_AFTER_ERROR_MS = 2_000

/** Keeps a run going for every receiver that is owed something which is due. Several processes may: lanes are leased. */
export class Dispatcher {
  private readonly runs = new Map<string, Promise<void>>()
  private readonly closing = new AbortController()
  private readonly timers: NodeJS.Timeout[] = []
  private looking: Promise<void> | undefined
  private again = false
  private quietUntil = 0
  private isAnybodyCalled = true

  constructor(
    private readonly pool: Pool,
    private readonly parts: Omit<RunParts, 'signal'>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timers.push(setInterval(() => this.nudge(), WEBHOOK_POLL_MS))
    this.timers.push(setInterval(() => void this.tidy().catch(() => undefined), TIDY_EVERY_MS))
    this.nudge()
  }

  /** Something may be due: look soon. */
  nudge(): void {
    if (this.closing.signal.aborted || performance.now() < this.quietUntil) return
    this.again = true
    this.looking ??= this.look().finally(() => {
      this.looking = undefined
    })
  }

  /** Copies were stored; who calls nobody need not look. */
  stored(): void {
    if (this.isAnybodyCalled) this.nudge()
  }

  /** Returns when nothing is due for anybody. */
  async work(): Promise<void> {
    for (;;) {
      await this.startRuns()
      if (this.runs.size === 0) return
      await Promise.all(this.runs.values())
    }
  }

  /** Requests under way are given up; they are sent again, under the same id. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    this.closing.abort()
    await this.looking
    await Promise.all(this.runs.values())
  }

  private async look(): Promise<void> {
    try {
      while (this.again && !this.closing.signal.aborted) {
        this.again = false
        await this.startRuns()
      }
    } catch (error) {
      this.failed(error)
    }
  }

  private async startRuns(): Promise<void> {
    const called = await this.parts.lanes.called(await this.parts.now())
    this.isAnybodyCalled = called.length > 0
    for (const { isReady, ...receiver } of called)
      if (isReady && !this.runs.has(receiver.receiver))
        this.runs.set(receiver.receiver, this.runFor(receiver))
  }

  private async runFor(receiver: Receiver): Promise<void> {
    try {
      await new ReceiverRun(receiver, { ...this.parts, signal: this.closing.signal }).run()
    } catch (error) {
      this.failed(error)
    } finally {
      this.runs.delete(receiver.receiver)
    }
  }

  /** PostgreSQL does not answer: what was not recorded is owed still. */
  private failed(error: unknown): void {
    this.quietUntil = performance.now() + PAUSE_AFTER_ERROR_MS
    this.logger.warn({ code: 'HUB_WEBHOOK_WAITS', ...traceOf(error) })
  }

  private async tidy(): Promise<void> {
    await this.pool.query(
      `delete from webhook_attempt where id in (
         select id from webhook_attempt where attempted_at < $1 order by id limit ${ATTEMPTS_DELETED_AT_ONCE})`,
      [new Date((await this.parts.now()) - ATTEMPTS_KEPT_MS)],
    )
  }
}
