import type { Queryable } from '../queryable.js'
import { windowEnd } from './laws-broken.js'
import type { StageName, Window } from './law.js'

/** What one stage counts, in the order in which a message meets it. */
export interface StageCounts {
  stage: StageName
  counts: Record<string, number>
}

const COUNTS: readonly { stage: StageName; sql: string }[] = [
  {
    stage: 'register',
    sql: `select count(*) as received, count(*) filter (where outcome = 'linked') as linked,
        count(*) filter (where outcome = 'duplicate') as duplicate, count(*) filter (where outcome = 'refused') as refused,
        count(*) filter (where outcome = 'parked') as parked
      from published.register_outcome where ($1::timestamptz is null or decided_at >= $1) and ($2::timestamptz is null or decided_at < $2)`,
  },
  {
    stage: 'exchange',
    sql: `select count(*) filter (where d.occasion = 'published') as decided, count(*) filter (where d.occasion <> 'published') as "offered again",
        count(*) filter (where d.outcome = 'parked') as parked, coalesce(sum(d.concerned), 0)::bigint as concerned,
        coalesce(sum(d.shared), 0)::bigint as shared, coalesce(sum(d.withheld), 0)::bigint as withheld
      from published.exchange_fact_decision d left join published.register_fact f on f.id = d.event_id and f.source = d.source
      where ($1::timestamptz is null or f.received_at >= $1) and ($2::timestamptz is null or f.received_at < $2)`,
  },
  {
    stage: 'reconciler',
    sql: `select count(*) as considered, count(*) filter (where o.outcome = 'judged') as judged,
        count(*) filter (where o.outcome = 'not-concerned') as "not concerned", count(*) filter (where o.outcome = 'parked') as parked
      from published.reconciler_fact_outcome o left join published.register_fact f on f.id = o.event_id and f.source = o.source
      where ($1::timestamptz is null or f.received_at >= $1) and ($2::timestamptz is null or f.received_at < $2)`,
  },
  {
    stage: 'delivery',
    sql: `select count(*) as copies, count(*) filter (where c.state = 'waiting') as waiting,
        count(*) filter (where c.state = 'delivered') as delivered, count(*) filter (where c.state = 'acknowledged') as acknowledged
      from published.delivery_copy c left join published.register_fact f on f.id = c.event_id and f.source = c.source
      where ($1::timestamptz is null or f.received_at >= $1) and ($2::timestamptz is null or f.received_at < $2)`,
  },
]

export async function stageCounts(db: Queryable, window: Window): Promise<StageCounts[]> {
  const counted: StageCounts[] = []
  for (const { stage, sql } of COUNTS) {
    const { rows } = await db.query<Record<string, number>>(sql, [
      windowEnd(window.fromAt),
      windowEnd(window.toAt),
    ])
    counted.push({ stage, counts: rows[0]! })
  }
  return counted
}
