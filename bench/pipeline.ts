import { setTimeout as pause } from 'node:timers/promises'
import { readStageProgress } from '#platform/published'
import type { Hub } from '#testkit/harness'
import type { Servers } from '../tools/servers/index.js'
import { appear, type Targets } from './backlog.js'
import { CpuMeter } from './cpu-time.js'
import type { Run } from './measure.js'
import type { Workload } from './workload.js'

const POLL_MS = 100
const DRAIN_MS_MAX = 240_000

/** All four stages at once: from the instant a backlog appears until every copy is in its inbox. */
export async function pipelineRun(
  servers: Servers,
  hub: Hub,
  workload: Workload,
  count: number,
): Promise<Run> {
  const meter = new CpuMeter(
    servers,
    [...hub.apps.values()].map((app) => app.pid),
  )
  const targets = await appear(hub.kafka, workload.facts(hub.topics, count), async () => meter.reset())
  const beganAt = performance.now()
  await passedThrough(hub, targets)
  const messagesPerSecond = (count * 1000) / (performance.now() - beganAt)
  return { messagesPerSecond, cpu: meter.per(count) }
}

/** Returns when the register has settled up to the targets and no stage behind it is behind. */
export async function passedThrough(hub: Hub, targets: Targets): Promise<void> {
  const deadline = performance.now() + DRAIN_MS_MAX
  let isLinked = false
  for (;;) {
    isLinked ||= await hasSettled(hub, targets)
    if (isLinked && (await isThrough(hub))) return
    if (performance.now() > deadline) throw new Error('The pipeline did not come to the end of its backlog.')
    await pause(POLL_MS)
  }
}

async function hasSettled(hub: Hub, targets: Targets): Promise<boolean> {
  const { rows } = await hub.pool.query<{ place: string; applied: number }>(
    `select topic || '/' || partition as place, applied from register.stage_cursor`,
  )
  const applied = new Map(rows.map((row) => [row.place, row.applied]))
  return [...targets].every(([place, next]) => (applied.get(place) ?? 0) >= next)
}

async function isThrough(hub: Hub): Promise<boolean> {
  const progress = await readStageProgress(hub.pool)
  const { exchangeBehind, reconcilerBehind, deliveryBehind, outbox } = progress
  return exchangeBehind === 0 && reconcilerBehind === 0 && deliveryBehind === 0 && outbox === 0
}
