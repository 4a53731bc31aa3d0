import { setTimeout as pause } from 'node:timers/promises'
import { randomBytes } from 'node:crypto'
import type { Consumer, RecordMetadata } from 'kafkajs'
import { headerText } from '#core/messages'
import type { Hub } from '#testkit/harness'
import type { Targets } from './backlog.js'
import type { Servers } from '../tools/servers/index.js'
import { CpuMeter, type CpuTime } from './cpu-time.js'
import { percentile } from './measure.js'
import { passedThrough } from './pipeline.js'
import type { Workload } from './workload.js'

export interface Latency {
  eventsPerSecond: number
  copies: number
  p50Ms: number
  p99Ms: number
  /** Of the four stages and the two servers, which share the machine with the publisher and the reader. */
  cpu: CpuTime
  /** Each stage's own, in the order of the flow. */
  cpuOfStages: ReadonlyMap<string, number>
  /** Events of which no copy was seen; a publisher's marker may concern nobody. */
  withoutCopy: number
}

/** The first events find cold code and empty caches. */
const WARM_UP_SECONDS = 5
/** Once every copy is in its inbox, a reader has it within one fetch. */
const LAST_COPIES_MS = 500

/**
 * From just before a fact is sent to `facts.*` until a reader of committed records has its copy from `inbox.*`, both by
 * the clock of this process; so the publisher's and the reader's own round trips are part of it.
 */
export async function latencyAt(
  servers: Servers,
  hub: Hub,
  workload: Workload,
  load: { eventsPerSecond: number; seconds: number },
): Promise<Latency> {
  const sentAt = new Map<string, number>()
  const measured: number[] = []
  const seen = new Set<string>()
  const reader = await readCopies(hub, (id, at) => {
    const sent = sentAt.get(id)
    if (sent === undefined) return
    measured.push(at - sent)
    seen.add(id)
  })
  const warmUp = WARM_UP_SECONDS * load.eventsPerSecond
  const records = workload.facts(hub.topics, warmUp + load.seconds * load.eventsPerSecond)
  const producer = hub.kafka.producing.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  const acknowledged: Promise<RecordMetadata[]>[] = []
  const beganAt = performance.now()
  const meter = new CpuMeter(
    servers,
    [...hub.apps.values()].map(({ pid }) => pid),
  )
  const stages = [...hub.apps].map(([name, { pid }]) => [name, new CpuMeter(servers, [pid])] as const)
  for (const [index, { topic, ...message }] of records.entries()) {
    const dueAt = beganAt + (index * 1000) / load.eventsPerSecond
    const early = dueAt - performance.now()
    if (early > 0) await pause(early)
    if (index >= warmUp) sentAt.set(message.headers['ce_id']!, performance.now())
    acknowledged.push(producer.send({ topic, acks: -1, messages: [message] }))
  }
  const ends = (await Promise.all(acknowledged)).flat()
  await passedThrough(hub, targetsOf(ends))
  const cpu = meter.per(records.length)
  const cpuOfStages = new Map(stages.map(([name, each]) => [name, each.per(records.length).own]))
  await pause(LAST_COPIES_MS)
  await Promise.all([producer.disconnect(), reader.disconnect()])
  return {
    eventsPerSecond: load.eventsPerSecond,
    copies: measured.length,
    p50Ms: percentile(measured, 0.5),
    p99Ms: percentile(measured, 0.99),
    cpu,
    cpuOfStages,
    withoutCopy: sentAt.size - seen.size,
  }
}

/** An agency's reader, which begins at the end of every inbox. */
async function readCopies(hub: Hub, onCopy: (id: string, at: number) => void): Promise<Consumer> {
  const consumer = hub.kafka.consuming.consumer({
    groupId: `${hub.prefix}reader-${randomBytes(4).toString('hex')}`,
    readUncommitted: false,
    maxWaitTimeInMs: 100,
  })
  const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
  await consumer.connect()
  await consumer.subscribe({ topics: [...hub.catalogue.organisations.keys()].map(hub.topics.inbox) })
  await consumer.run({
    partitionsConsumedConcurrently: 6,
    eachBatch: async ({ batch }) => {
      const at = performance.now()
      for (const { headers } of batch.messages) onCopy(headerText(headers, 'ce_id') ?? '', at)
    },
  })
  await joined
  return consumer
}

function targetsOf(ends: readonly RecordMetadata[]): Targets {
  const targets = new Map<string, number>()
  for (const { topicName, partition, baseOffset } of ends) {
    const place = `${topicName}/${partition}`
    targets.set(place, Math.max(targets.get(place) ?? 0, Number(baseOffset) + 1))
  }
  return targets
}
