import { setTimeout as pause } from 'node:timers/promises'
import { randomBytes } from 'node:crypto'
import type { Consumer } from 'kafkajs'
import { headerText, tickFrom } from '#core/messages'
import { moveClock, readStreamTime } from '#platform/published'
import { anEventRecord, anOrderMade } from '#testkit/builders'
import { Hub } from '#testkit/harness'
import { median } from './measure.js'
import type { World } from './world.js'

export interface TickTimes {
  open: number
  nothingDueMs: number
  due: number
  dueMs: number
}

const QUIET_TICKS = 15
const ORDERS_DUE = 1_000
const TICK_MS_MAX = 60_000
const SETTLED_MS_MAX = 240_000
const DAY_MS = 86_400_000
const SECOND_MS = 1_000
/** The pool's sessions allow a statement twelve seconds, also on a machine that is busy. */
const ROWS_PER_STATEMENT = 25_000

/**
 * Milliseconds from a tick's publication to its decision being in `facts.hub`, by Kafka's timestamps: with nothing due, and
 * with a thousand obligations of real orders due at once, while `open` others wait for a day years ahead.
 */
export async function tickTimes({ servers, say }: World, sizes: readonly number[]): Promise<TickTimes[]> {
  const apps = ['register', 'reconciler']
  const hub = await Hub.start({ apps, servers: servers.test, ...servers.profiled })
  try {
    const watch = await TickWatch.begin(hub)
    const times: TickTimes[] = []
    for (const [index, open] of sizes.entries()) {
      await openObligations(hub, open)
      const monday = Date.UTC(2011, 9, 3, 12) + index * 28 * DAY_MS
      await moved(hub, monday)
      const quiet: number[] = []
      for (let tick = 1; tick <= QUIET_TICKS; tick += 1)
        quiet.push(await watch.timeOf(monday + tick * SECOND_MS))
      const dueAt = await publishOrders(hub, monday)
      const due = await dueBy(hub, dueAt)
      times.push({ open, nothingDueMs: median(quiet), due, dueMs: await watch.timeOf(dueAt) })
      await moved(hub, dueAt)
      await forgetOrders(hub)
      say(`tick with ${open} open: ${JSON.stringify(times.at(-1))}`)
    }
    await watch.end()
    return times
  } finally {
    await hub.stop()
  }
}

/** Moves the clock, and returns when everything due by then has been decided, what that caused included. */
async function moved(hub: Hub, at: number): Promise<void> {
  await moveClock(hub.pool, at)
  const deadline = performance.now() + SETTLED_MS_MAX
  for (;;) {
    const clock = await readStreamTime(hub.pool)
    if (clock.tickAt !== null && clock.tickAt >= at && clock.isQuiet) return
    if (performance.now() > deadline) throw new Error('The clock did not settle.')
    await pause(20)
  }
}

/** Rows as many as `open`, of which nothing falls due while the bench runs. */
async function openObligations(hub: Hub, open: number): Promise<void> {
  const { rows } = await hub.pool.query<{ count: number }>('select count(*) from reconciler.obligation_case')
  for (let from = rows[0]!.count; from < open; from += ROWS_PER_STATEMENT)
    await hub.pool.query(
      `insert into reconciler.obligation_case (case_key, rule, status, person, due_at)
       select 'RR-02 bench/' || n, 'RR-02', 'open', 'bench-' || n, timestamptz '2030-01-01' + n * interval '1 second'
       from generate_series($1::int, $2::int) n`,
      [from, Math.min(from + ROWS_PER_STATEMENT, open) - 1],
    )
  await hub.pool.query('analyze reconciler.obligation_case')
}

/** @returns when the first obligation of the orders falls due */
async function publishOrders(hub: Hub, madeAt: number): Promise<number> {
  const madeOn = new Date(madeAt).toISOString().slice(0, 10)
  const producer = hub.kafka.producing.producer({ idempotent: true })
  await producer.connect()
  const messages = Array.from({ length: ORDERS_DUE }, (_, n) =>
    anEventRecord(anOrderMade({ orderId: `${madeOn}-${n}`, madeOn })),
  )
  await producer.send({ topic: hub.topics.facts('courts'), acks: -1, messages })
  await producer.disconnect()
  // The tick waits until all that was published before it has been linked; a moment later the cases are there.
  await moved(hub, madeAt + DAY_MS / 2)
  const { rows } = await hub.pool.query<{ at: number }>(
    `select min(due_at) as at from reconciler.obligation_case where case_key not like 'RR-02 bench/%' and due_at > $1`,
    [new Date(madeAt + DAY_MS / 2)],
  )
  return rows[0]!.at
}

/** So that what the orders would still lead to is no part of the next measure. */
async function forgetOrders(hub: Hub): Promise<void> {
  await hub.pool.query('truncate reconciler.evidence')
  await hub.pool.query(`delete from reconciler.obligation_case where case_key not like 'RR-02 bench/%'`)
}

async function dueBy(hub: Hub, at: number): Promise<number> {
  const { rows } = await hub.pool.query<{ count: number }>(
    'select count(*) from reconciler.obligation_case where due_at <= $1',
    [new Date(at)],
  )
  return rows[0]!.count
}

/** Reads when ticks were published and when they were decided. */
class TickWatch {
  private readonly published = new Map<number, number>()
  private readonly decided = new Map<number, number>()

  private constructor(
    private readonly hub: Hub,
    private readonly consumer: Consumer,
  ) {}

  static async begin(hub: Hub): Promise<TickWatch> {
    const consumer = hub.kafka.consuming.consumer({
      groupId: `${hub.prefix}ticks-${randomBytes(4).toString('hex')}`,
      readUncommitted: false,
      maxWaitTimeInMs: 100,
    })
    const watch = new TickWatch(hub, consumer)
    await consumer.connect()
    await consumer.subscribe({ topics: [hub.topics.linked, hub.topics.facts('hub')], fromBeginning: true })
    await consumer.run({
      eachBatch: async ({ batch }) => {
        for (const { headers, value, timestamp } of batch.messages) {
          const tick = batch.topic === hub.topics.linked ? tickFrom(headers) : undefined
          if (tick?.round === 1 && !watch.published.has(tick.at))
            watch.published.set(tick.at, Number(timestamp))
          if (batch.topic === hub.topics.linked || headerText(headers, 'ce_type') !== 'hub.tick.decided')
            continue
          const { at, round } = JSON.parse(value!.toString()) as { at: string; round: number }
          if (round === 1) watch.decided.set(Date.parse(at), Number(timestamp))
        }
      },
    })
    return watch
  }

  /** Moves the clock there. @returns milliseconds from the tick to its decision, first round */
  async timeOf(at: number): Promise<number> {
    await moveClock(this.hub.pool, at)
    const deadline = performance.now() + TICK_MS_MAX
    for (;;) {
      const [published, decided] = [this.published.get(at), this.decided.get(at)]
      if (published !== undefined && decided !== undefined) return decided - published
      if (performance.now() > deadline) throw new Error('A tick was not decided.')
      await pause(5)
    }
  }

  async end(): Promise<void> {
    await this.consumer.disconnect()
  }
}
