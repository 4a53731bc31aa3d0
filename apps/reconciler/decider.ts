import { LINKED_PARTITIONS, isAfter, type Tick } from '#core/messages'
import { derivedId, type Instant, isoInstant } from '#core/kernel'
import { inTransaction, type Client, type Pool } from '#platform/postgres'
import { lockDueCases } from './case-store.js'
import { judgeCases, type JudgingContext } from './judging.js'
import { putFacts } from './outbox.js'
import { noteEmitted, readTicks } from './reconciler-store.js'

/** Bounds the transaction: a day on which everything falls due is decided in parts. */
const CASES_PER_TRANSACTION_MAX = 500
/** Counts among the partitions, so that a crash between two parts forgets no fact that was emitted. */
const THE_DECIDER = -1

/** Work to be done at every decided tick before what is due is looked for. @returns facts put into the outbox */
export type AtTick = (client: Client, tick: Tick) => Promise<number>

/**
 * Decides what is due once every partition has passed a tick. Whoever holds the session's lock does it, in bounded parts;
 * a crash in between only delays, because the tick stays undecided and whoever looks next begins again.
 */
export class Decider {
  private running: Promise<boolean> | undefined
  private again = false

  constructor(
    private readonly pool: Pool,
    private readonly context: JudgingContext,
    private readonly atTick: AtTick,
    private readonly decided: () => void,
  ) {}

  /**
   * Decides if it is time. Any batch and the idle step may ask; a call while one runs makes it look once more, because the
   * partition that asks may be the last to pass the tick, and the next to ask would be the idle step, a second later.
   */
  async decide(): Promise<void> {
    if (this.running !== undefined) {
      this.again = true
      await this.running
      return
    }
    this.running = this.run().finally(() => (this.running = undefined))
    if (await this.running) this.decided()
    if (!this.again) return
    this.again = false
    await this.decide()
  }

  private async run(): Promise<boolean> {
    const ticks = await readTicks(this.pool, LINKED_PARTITIONS)
    if (ticks.passed === null || !isAfter(ticks.passed, ticks.decided ?? undefined)) return false
    const session = await this.pool.connect()
    try {
      const { rows } = await session.query<{ won: boolean }>(
        `select pg_try_advisory_lock(hashtext('reconciler decides')) as won`,
      )
      const { won } = rows[0]!
      if (won) {
        await this.decideAt()
        await session.query(`select pg_advisory_unlock(hashtext('reconciler decides'))`)
      }
      session.release()
      return won
    } catch (error) {
      session.release(true)
      throw error
    }
  }

  private async decideAt(): Promise<void> {
    const { passed, decided } = await readTicks(this.pool, LINKED_PARTITIONS)
    if (passed === null || !isAfter(passed, decided ?? undefined)) return
    await inTransaction(this.pool, async (client) => {
      // A comparison of large registers takes its time; a crash in it only delays.
      await client.query('set local transaction_timeout = 0')
      await noteEmitted(client, THE_DECIDER, await this.atTick(client, passed))
    })
    while ((await this.decidePart(passed.at)) > 0);
    await inTransaction(this.pool, (client) => this.conclude(client, passed))
  }

  private decidePart(at: Instant): Promise<number> {
    return inTransaction(this.pool, async (client) => {
      const due = await lockDueCases(client, at, CASES_PER_TRANSACTION_MAX)
      await noteEmitted(client, THE_DECIDER, await judgeCases(client, this.context, due, at, 'at a tick'))
      return due.length
    })
  }

  private async conclude(client: Client, tick: Tick): Promise<void> {
    const { emitted, emittedSince } = await readTicks(client, LINKED_PARTITIONS)
    const { rowCount } = await client.query(
      `update decided_tick set tick_at = $1, round = $2, emitted = $3
       where tick_at is null or (tick_at, round) < ($1, $2)`,
      [new Date(tick.at), tick.round, emitted],
    )
    if (rowCount === 0) return
    await putFacts(client, this.context.catalogue, [
      {
        type: 'hub.tick.decided',
        id: derivedId('tick decided', tick.at, tick.round),
        subject: 'unit:hub/reconciler',
        occurredAt: tick.at,
        data: { at: isoInstant(tick.at), round: tick.round, facts: emittedSince },
      },
    ])
  }
}
