import { randomBytes } from 'node:crypto'
import { LINKED_PARTITIONS, topicsOf } from '#core/messages'
import { compileRules } from '#core/obligations'
import { compileSharing } from '#core/sharing'
import { loadContracts } from '#platform/contracts'
import { createKafka, FreshProducer, type StageBatch } from '#platform/kafka'
import { createPool, migrate, type Migration, type Pool } from '#platform/postgres'
import { adminSettings, createDatabase, dropDatabase } from '#testkit/harness'
import { ExchangeStage } from '../apps/exchange/exchange-stage.js'
import { migrations as exchangeTables } from '../apps/exchange/migrations/index.js'
import { Decider } from '../apps/reconciler/decider.js'
import { rulesReadingProfiles } from '../apps/reconciler/judging.js'
import { migrations as reconcilerTables } from '../apps/reconciler/migrations/index.js'
import { Outbox } from '../apps/reconciler/outbox.js'
import { ReconcilerStage } from '../apps/reconciler/reconciler-stage.js'
import { establishClock } from '../apps/register/metronome/clock-store.js'
import { migrations as registerTables } from '../apps/register/migrations/index.js'
import { RegisterStage } from '../apps/register/register-stage.js'
import { CpuMeter, type CpuTime } from './cpu-time.js'
import { type BenchRecord, Workload } from './workload.js'
import type { World } from './world.js'

/** CPU of a stage that applies batches of one size; Kafka takes no part. */
export interface BatchCost {
  stage: string
  batch: number
  cpu: CpuTime
}

interface Applied {
  stage: { apply(batches: readonly StageBatch[]): Promise<unknown> }
  records(count: number): BenchRecord[]
}

const STAGES = ['register', 'exchange', 'reconciler'] as const
const TABLES: Record<(typeof STAGES)[number], readonly Migration[]> = {
  register: registerTables,
  exchange: exchangeTables,
  reconciler: reconcilerTables,
}
const BATCHES = [100, 3]
const topics = topicsOf('bench.')

/**
 * What a stage's own work costs in large and in small batches: its `apply` in this process, against PostgreSQL alone. The
 * difference between the two is what every batch costs, however little is in it.
 */
export async function batchCosts(
  world: World,
  size: { persons: number; count: number },
): Promise<BatchCost[]> {
  const costs: BatchCost[] = []
  for (const name of STAGES) {
    const database = `bench_${randomBytes(4).toString('hex')}`
    const url = await createDatabase(world.servers.test.databaseUrl, database)
    await migrate(url, name, TABLES[name])
    const pool = createPool(url, { application: 'bench', schema: name })
    const offsets = new Map<string, number>()
    try {
      const applied = await stageOn(world, pool, name, size.persons)
      await applyAll(applied.stage, batchesOf(applied.records(size.persons), 100, offsets))
      for (const batch of BATCHES) {
        const batches = batchesOf(applied.records(size.count), batch, offsets)
        const meter = new CpuMeter(world.servers.handles, [process.pid])
        await applyAll(applied.stage, batches)
        costs.push({ stage: name, batch, cpu: meter.per(size.count) })
        world.say(`${name}, batches of ${batch}: ${JSON.stringify(costs.at(-1)!.cpu)}`)
      }
    } finally {
      await pool.end()
      await dropDatabase(world.servers.test.databaseUrl, database)
    }
  }
  return costs
}

async function stageOn(world: World, pool: Pool, name: string, persons: number): Promise<Applied> {
  const catalogue = loadContracts('contracts')
  const workload = new Workload(name, persons)
  const linked = (count: number): BenchRecord[] => workload.linked(topics, count)
  if (name === 'register') {
    await establishClock(pool, 'simulated', LINKED_PARTITIONS)
    const stage = new RegisterStage(pool, catalogue, topics.linked, () => undefined)
    return { stage, records: (count) => workload.facts(topics, count) }
  }
  if (name === 'exchange') {
    const secret = Buffer.from('a secret of the bench')
    const policy = compileSharing(catalogue)
    return { stage: new ExchangeStage(pool, { catalogue, policy, topics, secret }), records: linked }
  }
  const context = {
    catalogue,
    calendar: [...catalogue.calendars.values()][0]!,
    rules: compileRules(catalogue),
    rulesReadingProfiles: rulesReadingProfiles(catalogue),
  }
  const stopped = (error: Error): never => {
    throw error
  }
  const { producing } = createKafka(adminSettings(world.servers.test), 'bench')
  const outbox = new Outbox(pool, new FreshProducer(producing), topics.facts('hub'), stopped)
  const decider = new Decider(
    pool,
    context,
    () => Promise.resolve(0),
    () => undefined,
  )
  const stage = new ReconcilerStage(pool, context, topics.linked, decider, outbox, stopped)
  return { stage, records: linked }
}

/** As a stage gets them from the broker: by partition, in order, headers as bytes. */
function batchesOf(
  records: readonly BenchRecord[],
  size: number,
  offsets: Map<string, number>,
): StageBatch[] {
  const batches: StageBatch[] = []
  for (const [place, list] of Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`))
    for (let from = 0; from < list.length; from += size) {
      const first = offsets.get(place) ?? 0
      const messages = list.slice(from, from + size).map((record, index) => received(record, first + index))
      const nextOffset = first + messages.length
      offsets.set(place, nextOffset)
      const { topic, partition } = list[0]!
      batches.push({ topic, partition, messages, nextOffset, published: first, seenApplied: first })
    }
  return batches
}

function received({ key, value, headers }: BenchRecord, offset: number): StageBatch['messages'][number] {
  return {
    key: Buffer.from(key),
    value,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    timestamp: String(Date.UTC(2011, 9, 3)),
    attributes: 0,
    offset: String(offset),
  }
}

/** The partitions beside each other, each in its order. */
async function applyAll(stage: Applied['stage'], batches: readonly StageBatch[]): Promise<void> {
  const places = Map.groupBy(batches, ({ topic, partition }) => `${topic}/${partition}`)
  await Promise.all(
    [...places.values()].map(async (list) => {
      for (const batch of list) await stage.apply([batch])
    }),
  )
}
