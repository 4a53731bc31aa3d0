import { setTimeout as pause } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import type { KafkaClients } from '#platform/kafka'
import type { Servers } from '../tools/servers/index.js'
import { appear, type Targets } from './backlog.js'
import { CpuMeter, type CpuTime } from './cpu-time.js'
import type { BenchRecord } from './workload.js'

/** Somebody who works off a backlog: a stage of the hub, or a floor that it is compared with. */
export interface Contender {
  name: string
  /** The consumer group whose committed offsets tell how far it is. */
  group: string
  records(count: number): BenchRecord[]
  /** Starts its process. @returns its process id */
  start(): Promise<number>
  stop(): Promise<void>
}

export interface Run {
  messagesPerSecond: number
  cpu: CpuTime
}

const POLL_MS = 10
const DRAIN_MS_MAX = 180_000

/**
 * One measured backlog: a fresh process reads `warmUp` records so that it has joined, connected and compiled, then `count`
 * appear at once, and the clock runs until the offsets of the last are committed.
 */
export async function measure(
  servers: Servers,
  kafka: KafkaClients,
  contender: Contender,
  size: { warmUp: number; count: number },
): Promise<Run> {
  const pid = await contender.start()
  const admin = kafka.producing.admin()
  await admin.connect()
  try {
    await committed(admin, contender.group, await appear(kafka, contender.records(size.warmUp)))
    const meter = new CpuMeter(servers, [pid])
    const targets = await appear(kafka, contender.records(size.count), async () => meter.reset())
    const beganAt = performance.now()
    await committed(admin, contender.group, targets)
    const seconds = (performance.now() - beganAt) / 1000
    return { messagesPerSecond: size.count / seconds, cpu: meter.per(size.count) }
  } finally {
    await admin.disconnect()
    await contender.stop()
  }
}

/** Returns when the group has committed everything up to the targets. */
export async function committed(admin: Admin, group: string, targets: Targets): Promise<void> {
  const topics = [...new Set([...targets.keys()].map((place) => place.slice(0, place.lastIndexOf('/'))))]
  const deadline = performance.now() + DRAIN_MS_MAX
  for (;;) {
    const answer = await admin.fetchOffsets({ groupId: group, topics })
    const reached = new Map<string, number>(
      answer.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }): [string, number] => [
          `${topic}/${partition}`,
          Number(offset),
        ]),
      ),
    )
    if ([...targets].every(([place, next]) => (reached.get(place) ?? -1) >= next)) return
    if (performance.now() > deadline) throw new Error(`${group} did not come to the end of its backlog.`)
    await pause(POLL_MS)
  }
}

export function inShort({ messagesPerSecond, cpu: { own, postgres, kafka } }: Run): string {
  const cpu = [own, postgres, kafka].map((ms) => ms.toFixed(0)).join(' / ')
  return `${messagesPerSecond.toFixed(0)} a second, CPU ${cpu} ms per 1,000`
}

/** Each figure's own median. */
export function medianOf(runs: readonly Run[]): Run {
  const of = (value: (run: Run) => number): number => median(runs.map(value))
  return {
    messagesPerSecond: of((run) => run.messagesPerSecond),
    cpu: {
      own: of((run) => run.cpu.own),
      postgres: of((run) => run.cpu.postgres),
      kafka: of((run) => run.cpu.kafka),
    },
  }
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value that a share of the values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN
}
