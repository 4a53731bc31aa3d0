import { LINKED_PARTITIONS, isAfter, type Tick } from '#core/messages'
import { derivedId, type Instant, isoInstant } from '#core/kernel'
import { inTransaction, type Client, type Pool, type Writes } from '#platform/postgres'
import { loadEvidence, lockDueCases } from './case-store.js'
import { judgeCases, type JudgingContext } from './judging.js'
import { putFacts } from './outbox.js'
import { noteEmitted, readTicks, type Ticks } from './reconciler-store.js'

/** Bounds the transaction: a day on which everything falls due is decided in parts. */
const CASES_PER_TRANSACTION_MAX = 500
/** Counts among the partitions, so that a crash between two parts forgets no fact that was emitted. */
const THE_DECIDER = -1

/** Work to be done at every decided tick before what is due is looked for. @returns facts put into the outbox */
export type AtTick = (client: Client, tick: Tick) => Promise<number>

/**
 * Decides what is due once every partition has passed a tick, in bounded parts, each alone. A crash in between only
 * delays, because the tick stays undecided and whoever looks next begins again.
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

  /** @returns whether this process decided the tick whole */
  private async run(): Promise<boolean> {
    const ticks = await readTicks(this.pool, LINKED_PARTITIONS)
    if (!isUndecided(ticks)) return false
    const passed = await this.alone((client, writes) => this.begin(client, writes))
    if (passed === 'others' || passed === null) return false
    for (;;) {
      const judged = await this.alone((client, writes) => this.judgePart(client, writes, passed.at))
      if (judged === 'others') return false
      if (judged === 0) break
    }
    return (await this.alone((client, writes) => this.conclude(client, writes, passed))) !== 'others'
  }

  /**
   * A transaction that no other process decides beside. The lock is the transaction's, so that PostgreSQL takes it from a
   * process that froze, as it takes the transaction.
   */
  private alone<T>(work: (client: Client, writes: Writes) => Promise<T>): Promise<T | 'others'> {
    return inTransaction(this.pool, async (client, writes) => {
      const { rows } = await client.query<{ won: boolean }>(
        `select pg_try_advisory_xact_lock(hashtext('reconciler decides')) as won`,
      )
      return rows[0]!.won ? work(client, writes) : 'others'
    })
  }

  private async begin(client: Client, writes: Writes): Promise<Tick | null> {
    const ticks = await readTicks(client, LINKED_PARTITIONS)
    if (!isUndecided(ticks)) return null
    // A comparison of large registers takes its time; a crash in it only delays.
    await client.query(
      `select set_config('transaction_timeout', '0', true), set_config('statement_timeout', '0', true)`,
    )
    noteEmitted(writes, THE_DECIDER, await this.atTick(client, ticks.passed))
    return ticks.passed
  }

  private async judgePart(client: Client, writes: Writes, at: Instant): Promise<number> {
    const cases = await lockDueCases(client, at, CASES_PER_TRANSACTION_MAX)
    if (cases.length === 0) return 0
    const evidence = await loadEvidence(
      client,
      cases.map((each) => each.caseKey),
    )
    const judging = { cases, evidence }
    const told = await judgeCases({ client, writes }, this.context, judging, at, 'at a tick')
    noteEmitted(writes, THE_DECIDER, told)
    return cases.length
  }

  private async conclude(client: Client, writes: Writes, tick: Tick): Promise<void> {
    const { emitted, emittedSince } = await readTicks(client, LINKED_PARTITIONS)
    const { rowCount } = await client.query(
      `update decided_tick set tick_at = $1, round = $2, emitted = $3
       where tick_at is null or (tick_at, round) < ($1, $2)`,
      [new Date(tick.at), tick.round, emitted],
    )
    if (rowCount === 0) return
    putFacts(writes, this.context.catalogue, [
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

function isUndecided(ticks: Ticks): ticks is Ticks & { passed: Tick } {
  return ticks.passed !== null && isAfter(ticks.passed, ticks.decided ?? undefined)
}
