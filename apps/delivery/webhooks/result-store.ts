import type { Instant } from '#core/kernel'
import { type Client, inTransaction, type Pool } from '#platform/postgres'
import type { Acknowledge, CopyRow } from '../acknowledgements/acknowledge.js'
import { isGone, type LaneResult } from './lane-result.js'
import { FAILING_LANES_MAX, isSpent, retryDelayMs } from './retry-plan.js'
import type { Receiver } from './webhook-store.js'

interface Health {
  state: string
  code: string | null
  failing_lanes: number
  probes: number
  failing_since: Instant | null
  paused_until: Instant | null
}

export interface ResultParts {
  pool: Pool
  acknowledge: Pick<Acknowledge, 'settle'>
  /** In [0, 1). */
  chance: () => number
}

/**
 * Writes what came of requests: the copies taken as acknowledged, with the facts that say so; the work done; when each lane is due
 * again; the attempts. One transaction, so a process that is killed has either sent nothing that counts, or has it counted.
 */
export class ResultStore {
  constructor(private readonly parts: ResultParts) {}

  async record(receiver: Receiver, results: readonly LaneResult[], now: Instant): Promise<void> {
    await inTransaction(this.parts.pool, async (client) => {
      await keepAttempts(client, receiver.receiver, results)
      const health = await lockHealth(client, receiver.receiver)
      if (health === undefined) return
      const held = await stillHeld(client, receiver.receiver, results)
      await this.acknowledgeTaken(client, receiver, held, now)
      await finishWork(client, receiver.receiver, held)
      await this.moveLanes(client, receiver.receiver, held, now)
      await this.judge(client, receiver.receiver, health, held, now)
    })
  }

  private async acknowledgeTaken(
    client: Client,
    { organisation }: Receiver,
    results: readonly LaneResult[],
    now: Instant,
  ): Promise<void> {
    const positions = results.flatMap(({ taken }) => taken)
    if (positions.length === 0) return
    const { rows } = await client.query<CopyRow>(
      `select position, source, event_id, recipient, occasion, outcome, headers->>'ce_traceparent' as trace_parent from copy
       where organisation = $1 and position = any($2::bigint[]) order by position for update`,
      [organisation, positions],
    )
    await this.parts.acknowledge.settle(client, organisation, rows, { outcome: 'received' }, now)
  }

  /** Lanes with nothing left end; the others are due now, or after a failure when the schedule says, or parked. */
  private async moveLanes(
    client: Client,
    receiver: string,
    results: readonly LaneResult[],
    now: Instant,
  ): Promise<void> {
    const next = results.map((result) => ({ lane: result.lane.lane, ...this.nextOf(result, now) }))
    await client.query(
      `with next as (
         select * from unnest($2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::timestamptz[], $7::text[])
           as n (lane, state, due_at, attempts, failing_since, code)),
       ended as (delete from webhook_lane l using next n where l.receiver = $1 and l.lane = n.lane
         and not exists (select from webhook_work k where k.receiver = $1 and k.lane = n.lane))
       update webhook_lane l set state = n.state, due_at = n.due_at, attempts = n.attempts, failing_since = n.failing_since,
         code = n.code, lease = null, leased_until = null
       from next n where l.receiver = $1 and l.lane = n.lane
         and exists (select from webhook_work k where k.receiver = $1 and k.lane = n.lane)`,
      [
        receiver,
        next.map(({ lane }) => lane),
        next.map(({ state }) => state),
        next.map(({ dueAt }) => new Date(dueAt)),
        next.map(({ attempts }) => attempts),
        next.map(({ failingSince }) => (failingSince === null ? null : new Date(failingSince))),
        next.map(({ code }) => code),
      ],
    )
  }

  private nextOf(
    { lane, taken, failure }: LaneResult,
    now: Instant,
  ): { state: string; dueAt: Instant; attempts: number; failingSince: Instant | null; code: string | null } {
    const before = taken.length > 0 ? { attempts: 0, failingSince: null } : lane
    const { attempts, failingSince } = before
    if (failure === undefined) return { state: 'due', dueAt: now, attempts, failingSince, code: null }
    const since = failingSince ?? now
    return {
      state: isSpent(since, now) ? 'parked' : 'due',
      dueAt: now + retryDelayMs(attempts + 1, this.parts.chance(), failure.retryAfterMs),
      attempts: attempts + 1,
      failingSince: since,
      code: failure.code,
    }
  }

  /** Whether it is the receiver that fails, and not a copy; and whether it failed for so long that it is parked as a whole. */
  private async judge(
    client: Client,
    receiver: string,
    health: Health,
    results: readonly LaneResult[],
    now: Instant,
  ): Promise<void> {
    const after = { ...health }
    const hasRecovered = results.some(({ taken }) => taken.length > 0)
    for (const result of results) this.weigh(after, result, now)
    if (results.some(isGone)) Object.assign(after, { state: 'disabled', code: 'HUB_WEBHOOK_GONE' })
    if (hasRecovered && health.failing_lanes >= FAILING_LANES_MAX)
      await client.query(
        `update webhook_lane set due_at = $2 where receiver = $1 and state = 'due' and due_at > $2`,
        [receiver, new Date(now)],
      )
    await client.query(
      `update webhook set state = $2, code = $3, failing_lanes = $4, probes = $5, failing_since = $6, paused_until = $7
       where receiver = $1`,
      [
        receiver,
        after.state,
        after.code,
        after.failing_lanes,
        after.probes,
        after.failing_since === null ? null : new Date(after.failing_since),
        after.paused_until === null ? null : new Date(after.paused_until),
      ],
    )
  }

  private weigh(health: Health, { lane, taken, failure }: LaneResult, now: Instant): void {
    if (taken.length > 0)
      Object.assign(health, { failing_lanes: 0, probes: 0, failing_since: null, paused_until: null })
    if (failure === undefined) return
    health.failing_since ??= now
    if (lane.attempts === 0 || taken.length > 0) health.failing_lanes += 1
    if (health.failing_lanes < FAILING_LANES_MAX) return
    health.probes += 1
    health.paused_until = now + retryDelayMs(health.probes, this.parts.chance(), failure.retryAfterMs)
    if (health.state === 'active' && isSpent(health.failing_since, now))
      Object.assign(health, { state: 'parked', code: failure.code })
  }
}

async function lockHealth(client: Client, receiver: string): Promise<Health | undefined> {
  const { rows } = await client.query<Health>(
    `select state, code, failing_lanes, probes, failing_since, paused_until from webhook where receiver = $1 for update`,
    [receiver],
  )
  return rows[0]
}

/** A lane whose lease ended may be with another process by now; what this one did there is sent again, under the same id. */
async function stillHeld(
  client: Client,
  receiver: string,
  results: readonly LaneResult[],
): Promise<LaneResult[]> {
  const { rows } = await client.query<{ lane: string; lease: string }>(
    'select lane, lease from webhook_lane where receiver = $1 and lane = any($2) order by lane for update',
    [receiver, results.map(({ lane }) => lane.lane)],
  )
  const leases = new Map(rows.map(({ lane, lease }) => [lane, lease]))
  return results.filter(({ lane }) => leases.get(lane.lane) === lane.lease)
}

async function finishWork(client: Client, receiver: string, results: readonly LaneResult[]): Promise<void> {
  const done = results.flatMap(({ lane, taken, needless }) =>
    [...taken, ...needless].map((position) => ({ lane: lane.lane, position })),
  )
  if (done.length === 0) return
  await client.query(
    `delete from webhook_work k using unnest($2::text[], $3::bigint[]) d (lane, position)
     where k.receiver = $1 and k.lane = d.lane and k.position = d.position`,
    [receiver, done.map(({ lane }) => lane), done.map(({ position }) => position)],
  )
}

async function keepAttempts(client: Client, receiver: string, results: readonly LaneResult[]): Promise<void> {
  const sent = results.flatMap((result) => result.sent)
  if (sent.length === 0) return
  await client.query(
    `insert into webhook_attempt (receiver, webhook_id, position, attempt, attempted_at, code, status, took_ms)
     select $1, s.* from unnest($2::text[], $3::bigint[], $4::int[], $5::timestamptz[], $6::text[], $7::int[], $8::int[]) s`,
    [
      receiver,
      sent.map(({ webhookId }) => webhookId),
      sent.map(({ position }) => position),
      sent.map(({ attempt }) => attempt),
      sent.map(({ at }) => new Date(at)),
      sent.map(({ code }) => code),
      sent.map(({ status }) => status),
      sent.map(({ tookMs }) => tookMs),
    ],
  )
}
