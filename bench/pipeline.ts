import { setTimeout as pause } from 'node:timers/promises'
import { readStageProgress } from '#platform/published'
import type { Hub } from '#testkit/harness'
import { appear, type Targets } from './backlog.js'
import type { Workload } from './workload.js'

const POLL_MS = 100
const DRAIN_MS_MAX = 240_000

/** Messages a second through all four stages: from the instant a backlog appears until every copy is in its inbox. */
export async function pipelineRate(hub: Hub, workload: Workload, count: number): Promise<number> {
  const targets = await appear(hub.kafka, workload.facts(hub.topics, count))
  const beganAt = performance.now()
  await passedThrough(hub, targets)
  return (count * 1000) / (performance.now() - beganAt)
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
