import type { Instant } from '#core/kernel'
import type { Queryable } from '../queryable.js'

/** A gap as a unit was told of it: the fields that agreements gave, and no others. */
export interface ToldGap {
  gapId: string
  rule: string
  kind: string
  severity: string
  says: string
  /** `order:B01FA/2011-0042`, or `gap:<id>`. */
  subject: string
  reason: string
  isOpen: boolean
  closing: string | null
  dueAt: Instant
  breachedAt: Instant
  /** When the unit was last told, in stream time. */
  toldAt: Instant
  rung: number
  revision: number
  requests: number
  outstanding: string[]
  details: Record<string, unknown>
}

export interface ToldGapFilter {
  state?: 'open' | 'closed'
  rule?: string
  severity?: string
  /** Only gaps that this unit was told of as well. */
  unit?: string
  /** The last gap of the page before. */
  after?: { breachedAt: Instant; gapId: string }
  limit: number
}

/** Columns of `gap_now`, as the two sources of it name them. */
const COLUMNS = `gap_id as "gapId", rule, kind, severity, says, subject, reason, is_open as "isOpen", closing,
  (extract(epoch from due_at) * 1000)::bigint as "dueAt", (extract(epoch from breached_at) * 1000)::bigint as "breachedAt",
  (extract(epoch from told_at) * 1000)::bigint as "toldAt", rung, revision, requests, outstanding, details`

/** What units in sight were told of each gap last (see inUnits); of several units, what the one that was given most was told. */
const TOLD = `said as materialized (
    select event_id, headers->>'ce_subject' as subject, (headers->>'ce_time')::timestamptz as told_at, type,
      convert_from(data, 'UTF8')::jsonb as data
    from published.unit_copy where type in ('hub.gap.opened', 'hub.gap.escalated', 'hub.gap.closed') and data is not null),
  gap_now as (
    select distinct on (data->>'gapId') data->>'gapId' as gap_id, data->>'rule' as rule, data->>'kind' as kind,
      data->>'severity' as severity, data->>'says' as says, subject, data->>'reason' as reason,
      type <> 'hub.gap.closed' as is_open, data->>'closing' as closing, (data->>'dueAt')::timestamptz as due_at,
      (data->>'breachedAt')::timestamptz as breached_at, told_at, (data->>'rung')::int as rung,
      (data->>'revision')::int as revision, (data->>'requests')::int as requests,
      coalesce(data->'outstanding', '[]') as outstanding, coalesce(data->'details', '{}') as details
    from said order by data->>'gapId', (data->>'revision')::int desc, length(data::text) desc)`

/** Every gap that was said, as the reconciler holds it, without what it is about: for those who audit the hub. */
const SAID_OF_ALL = `gap_now as (
    select gap_id, rule, kind, null as severity, null as says, 'gap:' || gap_id as subject, reason, is_open, closing, due_at,
      breached_at, told_at, rung, revision, requests, outstanding, '{}'::jsonb as details
    from published.reconciler_gap_standing)`

export type WhoseGaps = 'told' | 'all'

const source = (whose: WhoseGaps): string => (whose === 'told' ? TOLD : SAID_OF_ALL)

/** Gaps that units in sight were told of, or all that were said; the longest outstanding first. */
export async function readToldGaps(
  db: Queryable,
  whose: WhoseGaps,
  filter: ToldGapFilter,
): Promise<ToldGap[]> {
  const { state, rule, severity, unit, after, limit } = filter
  const { rows } = await db.query<ToldGap>(
    `with ${source(whose)}
     select ${COLUMNS} from gap_now g
     where ($1::boolean is null or is_open = $1) and ($2::text is null or rule = $2)
       and ($3::text is null or severity = $3) and ($4::text is null or ${toldTo(whose)})
       and ($5::bigint is null or (breached_at, gap_id) > (to_timestamp($5 / 1000.0), $6::text))
     order by breached_at, gap_id limit $7`,
    [
      state === undefined ? null : state === 'open',
      rule ?? null,
      severity ?? null,
      unit ?? null,
      after?.breachedAt ?? null,
      after?.gapId ?? null,
      limit,
    ],
  )
  return rows
}

function toldTo(whose: WhoseGaps): string {
  if (whose === 'all') return 'false'
  return `exists (select from published.delivery_copy c join said s on s.event_id = c.event_id
    where c.recipient = $4 and s.data->>'gapId' = g.gap_id)`
}

export async function readToldGap(
  db: Queryable,
  whose: WhoseGaps,
  gapId: string,
): Promise<ToldGap | undefined> {
  const { rows } = await db.query<ToldGap>(
    `with ${source(whose)} select ${COLUMNS} from gap_now where gap_id = $1`,
    [gapId],
  )
  return rows[0]
}

export interface GapCount {
  rule: string
  severity: string | null
  open: number
  closed: number
}

export async function countToldGaps(db: Queryable, whose: WhoseGaps): Promise<GapCount[]> {
  const { rows } = await db.query<GapCount>(
    `with ${source(whose)}
     select rule, severity, count(*) filter (where is_open) as open, count(*) filter (where not is_open) as closed
     from gap_now group by rule, severity order by rule`,
  )
  return rows
}
