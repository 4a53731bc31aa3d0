import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { topicPlans } from '#core/catalogue'
import { topicsOf } from '#core/messages'
import { provisionTopics, type TopicPlan } from '#platform/kafka'
import { migrate, type Migration } from '#platform/postgres'
import type { Hub } from '#testkit/harness'
import { migrations as exchangeTables } from '../apps/exchange/migrations/index.js'
import { migrations as registerTables } from '../apps/register/migrations/index.js'
import { BARE_TABLES } from './floor/bare.js'
import type { FloorOrder } from './floor/main.js'
import type { Contender } from './measure.js'
import { Workload } from './workload.js'

const BARE_PARTITIONS = 6

/** The stage itself: the app's process, alone with its input. */
export function stageOf(hub: Hub, app: 'register' | 'exchange', persons: number): Contender {
  const workload = new Workload(app, persons)
  const process = hub.app(app)
  return {
    name: app,
    group: `${hub.prefix}${app}`,
    records: (count) =>
      app === 'register' ? workload.facts(hub.topics, count) : workload.linked(hub.topics, count),
    async start() {
      process.start()
      await process.ready()
      return process.pid!
    },
    stop: () => process.stop(),
  }
}

/** The same rows in tables of the same shape, the same bytes in topics of its own. */
export async function floorOf(hub: Hub, app: 'register' | 'exchange', persons: number): Promise<Contender> {
  const prefix = `${hub.prefix}floor.`
  const topics = topicsOf(prefix)
  const workload = new Workload(`f-${app}`, persons)
  // What the app publishes stands in a schema that all share, and is the app's alone.
  const tables = (app === 'register' ? registerTables : exchangeTables).filter(isOwn)
  await migrate(hub.databaseUrl, `floor_${app}`, tables)
  await provision(hub, topicPlans(hub.catalogue, prefix))
  const inputs = app === 'register' ? [topics.facts('courts'), topics.facts('police')] : [topics.linked]
  return {
    name: `${app} floor`,
    group: `${prefix}${app}`,
    records: (count) => (app === 'register' ? workload.facts(topics, count) : workload.linked(topics, count)),
    ...floorProcess({
      ...common(hub, prefix),
      floor: app,
      schema: `floor_${app}`,
      group: `${prefix}${app}`,
      inputs,
    }),
  }
}

export async function bareFloorOf(hub: Hub, persons: number): Promise<Contender> {
  const prefix = `${hub.prefix}floor.`
  const group = `${prefix}bare`
  const [input, output] = [`${prefix}bare.in`, `${prefix}bare.out`]
  const workload = new Workload('bare', persons)
  await hub.pool.query(BARE_TABLES)
  await provision(
    hub,
    [input, output].map((topic) => ({ topic, partitions: BARE_PARTITIONS, config: {} })),
  )
  return {
    name: 'bare floor',
    group,
    records: (count) => workload.structured(input, BARE_PARTITIONS, count),
    ...floorProcess({ ...common(hub, prefix), floor: 'bare', schema: 'public', group, inputs: [input] }),
  }
}

function common(hub: Hub, prefix: string) {
  return { kafka: hub.kafkaSettings, databaseUrl: hub.databaseUrl, outputPrefix: prefix }
}

const isOwn = ({ name }: Migration): boolean => !/^(Published|ConsoleReads)/.test(name)

async function provision(hub: Hub, plans: readonly TopicPlan[]): Promise<void> {
  const admin = hub.kafka.producing.admin()
  await admin.connect()
  await provisionTopics(admin, plans)
  await admin.disconnect()
}

function floorProcess(order: FloorOrder): Pick<Contender, 'start' | 'stop'> {
  let child: ChildProcess | undefined
  return {
    async start() {
      const started = fork(join('dist', 'bench', 'floor', 'main.js'), [JSON.stringify(order)])
      child = started
      await new Promise<void>((resolve, reject) => {
        started.once('message', () => resolve())
        started.once('exit', () => reject(new Error(`The ${order.floor} floor ended before it began.`)))
      })
      return started.pid!
    },
    async stop() {
      const ending = child
      if (ending === undefined || ending.exitCode !== null) return
      await new Promise<void>((resolve) => {
        ending.once('exit', () => resolve())
        ending.kill('SIGTERM')
      })
    },
  }
}
