import { setTimeout as pause } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import type { Hub } from '#testkit/harness'
import type { Servers } from '../tools/servers/index.js'
import { appear, type Targets } from './backlog.js'
import { CpuMeter } from './cpu-time.js'
import type { Run } from './measure.js'
import type { Workload } from './workload.js'

const POLL_MS = 50
const DRAIN_MS_MAX = 240_000

/** All four stages at once: from the instant a backlog appears until every copy is in its inbox. */
export async function pipelineRun(
  servers: Servers,
  hub: Hub,
  workload: Workload,
  count: number,
): Promise<Run> {
  const pids = [...hub.apps.values()].map((app) => app.pid)
  const meter = new CpuMeter(servers, pids)
  const targets = await appear(hub.kafka, workload.facts(hub.topics, count), async () => meter.reset())
  const beganAt = performance.now()
  await passedThrough(hub, targets)
  const messagesPerSecond = (count * 1000) / (performance.now() - beganAt)
  return { messagesPerSecond, cpu: meter.per(count) }
}

/** Returns when the register has settled up to the targets and no stage behind it has anything left to do. */
export async function passedThrough(hub: Hub, targets: Targets): Promise<void> {
  const deadline = performance.now() + DRAIN_MS_MAX
  const admin = hub.kafka.producing.admin()
  await admin.connect()
  try {
    while (!(await isThrough(hub, admin, targets))) {
      if (performance.now() > deadline)
        throw new Error('The pipeline did not come to the end of its backlog.')
      await pause(POLL_MS)
    }
  } finally {
    await admin.disconnect()
  }
}

/** Asks for little, and from the front to the back: what has passed one stage cannot be before it again. */
async function isThrough(hub: Hub, admin: Admin, targets: Targets): Promise<boolean> {
  if (!reaches(await cursors(hub, 'register'), targets)) return false
  // Only transactions write to hub.linked, so the last offset of a partition is a commit's, and nobody reads that.
  const linked = await endsOf(admin, hub.topics.linked, 1)
  if (!reaches(await cursors(hub, 'reconciler'), linked)) return false
  if (!reaches(await cursors(hub, 'exchange'), linked)) return false
  const { rows } = await hub.pool.query<{ told: boolean; delivered: boolean }>(
    `select not exists (select from reconciler.outbox) as told,
       (select coalesce(sum(shared), 0) from exchange.ledger_head)
         = (select coalesce(sum(last_position), 0) from delivery.inbox_end) as delivered`,
  )
  if (!rows[0]!.told || !rows[0]!.delivered) return false
  const own = await endsOf(admin, hub.topics.facts('hub'), 0)
  return (
    reaches(await cursors(hub, 'register'), own) &&
    sameEnds(linked, await endsOf(admin, hub.topics.linked, 1))
  )
}

async function cursors(hub: Hub, schema: string): Promise<Targets> {
  const { rows } = await hub.pool.query<{ place: string; applied: number }>(
    `select topic || '/' || partition as place, applied from ${schema}.stage_cursor`,
  )
  return new Map(rows.map((row) => [row.place, row.applied]))
}

async function endsOf(admin: Admin, topic: string, unread: number): Promise<Targets> {
  const ends = await admin.fetchTopicOffsets(topic)
  return new Map(
    ends.map(({ partition, high }): [string, number] => [`${topic}/${partition}`, Number(high) - unread]),
  )
}

function reaches(cursor: Targets, targets: Targets): boolean {
  return [...targets].every(([place, next]) => (cursor.get(place) ?? 0) >= next)
}

function sameEnds(a: Targets, b: Targets): boolean {
  return reaches(a, b) && reaches(b, a)
}
