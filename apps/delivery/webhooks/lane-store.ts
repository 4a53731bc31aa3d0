import { randomUUID } from 'node:crypto'
import type { Instant } from '#core/kernel'
import { inTransaction, type Pool } from '#platform/postgres'
import { LANE_COPIES_MAX, WEBHOOK_FEED_COPIES, WEBHOOK_FEED_POSITIONS, WEBHOOK_LEASE_MS } from '../bounds.js'
import { type CopyJson, copyJson } from '../inbox/inbox-store.js'
import { FAILING_LANES_MAX } from './retry-plan.js'
import type { Receiver } from './webhook-store.js'

export interface LaneCopy {
  position: number
  copy: CopyJson
  /** Its recipient has acknowledged it on another way: it needs no sending. */
  isAcknowledged: boolean
}

/** The first copies of one person for one receiver, held by this process until the lease ends. */
export interface Lane {
  lane: string
  lease: string
  /** By `performance.now()`. */
  leasedUntil: number
  attempts: number
  failingSince: Instant | null
  copies: LaneCopy[]
}

interface ClaimedRow {
  lane: string
  attempts: number
  failing_since: Instant | null
}

interface CopyRow {
  lane: string
  position: number
  state: string
  headers: Record<string, string>
  data: Buffer | null
}

/** What is owed to receivers, by what is due. */
export class LaneStore {
  constructor(private readonly pool: Pool) {}

  /** Those who are called, and whether there is something to do now: a lane that is due, or copies that are not in lanes yet. */
  async called(now: Instant): Promise<(Receiver & { isReady: boolean })[]> {
    const { rows } = await this.pool.query<Receiver & { isReady: boolean }>(
      `select w.receiver, w.organisation, w.unit, (w.paused_until is null or w.paused_until <= $1) and (
         exists (select from webhook_lane l where l.receiver = w.receiver and l.state = 'due' and l.due_at <= $1
           and (l.leased_until is null or l.leased_until < clock_timestamp()))
         or w.fed_position < (select e.last_position from inbox_end e where e.organisation = w.organisation)) as "isReady"
       from webhook w where w.state = 'active' order by w.receiver`,
      [new Date(now)],
    )
    return rows
  }

  /**
   * Puts copies that arrived since into lanes, in the order of the inbox. The webhook's row is locked, as it is where results are
   * recorded: a lane must not end while work is added to it.
   * @returns whether there may be more
   */
  async feed({ receiver, organisation, unit }: Receiver, now: Instant): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ fed_position: number; last_position: number }>(
        `select w.fed_position, e.last_position from webhook w join inbox_end e using (organisation)
         where w.receiver = $1 and w.state = 'active' and (w.paused_until is null or w.paused_until <= $2) for update of w`,
        [receiver, new Date(now)],
      )
      const [row] = rows
      if (row === undefined || row.fed_position >= row.last_position) return false
      const until = Math.min(row.last_position, row.fed_position + WEBHOOK_FEED_POSITIONS)
      const fed = await client.query<{ count: number; last: number | null }>(
        `with page as (
           select position, coalesce(headers->>'ce_lane', headers->>'ce_subject', '') as lane, state from copy
           where organisation = $2 and position > $3 and position <= $4 and ($5::text is null or recipient = $5)
           order by position limit $6),
         owed as (select * from page where state <> 'acknowledged'),
         work as (insert into webhook_work select $1, lane, position from owed on conflict do nothing),
         lanes as (insert into webhook_lane (receiver, lane, state, due_at) select distinct $1, lane, 'due', $7::timestamptz
           from owed on conflict do nothing)
         select count(*), max(position) as last from page`,
        [
          receiver,
          organisation,
          row.fed_position,
          row.last_position,
          unit,
          WEBHOOK_FEED_COPIES,
          new Date(now),
        ],
      )
      const { count, last } = fed.rows[0]!
      const isFull = count === WEBHOOK_FEED_COPIES
      await client.query('update webhook set fed_position = $2 where receiver = $1', [
        receiver,
        isFull ? last : until,
      ])
      return isFull || until < row.last_position
    })
  }

  /**
   * Takes lanes that are due, those longest due first, and the first copies of each. While a receiver as a whole does not answer,
   * one lane at a time finds out whether it does again.
   */
  async claim({ receiver, organisation }: Receiver, now: Instant, lanesMax: number): Promise<Lane[]> {
    const lease = randomUUID()
    const leasedUntil = performance.now() + WEBHOOK_LEASE_MS
    const { rows } = await this.pool.query<ClaimedRow>(
      `with due as (
         select l.receiver, l.lane from webhook_lane l
         where l.receiver = $1 and l.state = 'due' and l.due_at <= $2
           and (l.leased_until is null or l.leased_until < clock_timestamp())
         order by l.due_at, l.lane
         limit (select case when w.state <> 'active' or w.paused_until > $2 then 0 when w.failing_lanes >= $6 then 1 else $3 end
           from webhook w where w.receiver = $1)
         for update skip locked)
       update webhook_lane l set lease = $4, leased_until = clock_timestamp() + $5 * interval '1 ms'
       from due where l.receiver = due.receiver and l.lane = due.lane returning l.lane, l.attempts, l.failing_since`,
      [receiver, new Date(now), lanesMax, lease, WEBHOOK_LEASE_MS, FAILING_LANES_MAX],
    )
    if (rows.length === 0) return []
    const copies = await this.copiesOf(
      receiver,
      organisation,
      rows.map(({ lane }) => lane),
    )
    return rows.map(({ lane, attempts, failing_since: failingSince }) => ({
      lane,
      lease,
      leasedUntil,
      attempts,
      failingSince,
      copies: copies.get(lane) ?? [],
    }))
  }

  private async copiesOf(
    receiver: string,
    organisation: string,
    lanes: readonly string[],
  ): Promise<Map<string, LaneCopy[]>> {
    const { rows } = await this.pool.query<CopyRow>(
      `select l.lane, c.position, c.state, c.headers, c.data from unnest($3::text[]) l (lane)
       cross join lateral (select k.position from webhook_work k where k.receiver = $1 and k.lane = l.lane
         order by k.position limit $4) w
       join copy c on c.organisation = $2 and c.position = w.position order by l.lane, c.position`,
      [receiver, organisation, lanes, LANE_COPIES_MAX],
    )
    const copies = new Map<string, LaneCopy[]>()
    for (const { lane, position, state, ...stored } of rows) {
      const list = copies.get(lane) ?? []
      list.push({ position, copy: copyJson(stored), isAcknowledged: state === 'acknowledged' })
      copies.set(lane, list)
    }
    return copies
  }
}
