import type { Instant } from '#core/kernel'
import type { Queryable } from './queryable.js'

/** How far each stage has come. What is behind may be on its way. */
export interface StageProgress {
  /** Next offset of each partition of `facts.*` that the register has settled. */
  registerCursors: { topic: string; partition: number; applied: number }[]
  /** Facts linked that the stage has not decided, considered or stored. */
  exchangeBehind: number
  reconcilerBehind: number
  deliveryBehind: number
  /** The least tick that each has passed. */
  exchangeTickAt: Instant | null
  reconcilerTickAt: Instant | null
  /** Facts of the reconciler and of delivery that Kafka does not have yet. */
  outbox: number
  parked: { stage: string; count: number }[]
  /** Webhooks that somebody has to look at: tried no more, or with copies that are tried no more. */
  webhooks: {
    receiver: string
    organisation: string
    state: string
    code: string | null
    parkedLanes: number
  }[]
  /** Cases that cannot be judged, with the first fault; null: none. */
  unjudged: string | null
  /** Roles or units that facts named and nobody bears; null: none. */
  nobody: string | null
}

export async function readStageProgress(db: Queryable): Promise<StageProgress> {
  const cursors = await db.query<StageProgress['registerCursors'][number]>(
    `select topic, partition, applied from published.register_stage_cursor order by topic, partition`,
  )
  const { rows } = await db.query<{
    linked: number
    decided: number
    considered: number
    shared: number
    copies: number
    decided_at: Instant | null
    outbox: number
    unjudged: string | null
    nobody: string | null
  }>(
    `select (select count(*) from published.register_fact_identity) as linked,
       (select count(*) from published.exchange_fact_decision d join published.register_fact_identity i on i.source = d.source and i.id = d.event_id
         where d.ordinal = 0) as decided,
       (select count(*) from published.reconciler_fact_outcome o join published.register_fact_identity i on i.source = o.source and i.id = o.event_id) as considered,
       (select coalesce(sum(shared), 0) from published.exchange_ledger_head)::bigint as shared,
       (select count(*) from published.delivery_copy) as copies,
       (select tick_at from published.reconciler_decided_tick) as decided_at,
       (select count(*) from published.reconciler_outbox) + (select count(*) from published.delivery_outbox) as outbox,
       (select count(*) || ', the first: ' || min(fault) from published.reconciler_obligation_case where status = 'unjudged' having count(*) > 0) as unjudged,
       (select string_agg(distinct unfound, ' ') from published.exchange_fact_decision where unfound is not null) as nobody`,
  )
  const parked = await db.query<{ stage: string; count: number }>(
    ['register', 'exchange', 'reconciler', 'delivery']
      .map(
        (stage) =>
          `select '${stage}' as stage, count(*) as count from published.${stage}_parked_message where state = 'parked'`,
      )
      .join(' union all '),
  )
  const webhooks = await db.query<StageProgress['webhooks'][number]>(
    `select receiver, organisation, state, code, parked_lanes as "parkedLanes" from published.delivery_webhook_state
     where state in ('parked', 'disabled') or parked_lanes > 0 order by receiver`,
  )
  const row = rows[0]!
  const passed = await db.query<{ at: Instant | null }>(
    `select case when count(*) filter (where coalesce(c.applied, 0) <= t.tick_offset::bigint) = 0 then max(k.tick_at) end as at
     from published.register_clock k cross join lateral jsonb_each_text(k.tick_offsets) t(partition, tick_offset)
     left join published.exchange_stage_cursor c on c.partition = t.partition::int`,
  )
  return {
    registerCursors: cursors.rows,
    exchangeBehind: Math.max(0, row.linked - row.decided),
    reconcilerBehind: Math.max(0, row.linked - row.considered),
    deliveryBehind: Math.max(0, row.shared - row.copies),
    exchangeTickAt: passed.rows[0]?.at ?? null,
    reconcilerTickAt: row.decided_at,
    outbox: row.outbox,
    unjudged: row.unjudged,
    nobody: row.nobody,
    parked: parked.rows,
    webhooks: webhooks.rows,
  }
}
