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

/**
 * What units in sight were told of each gap last (see inUnits); of several units, what the one that was given most was told.
 * Here by what lists are filtered by alone: contents are read of those that are shown.
 */
const TOLD = (
  which = 'true',
): string => `select distinct on (gap_id) organisation, position, gap_id, rule, severity,
    type <> 'hub.gap.closed' as is_open, breached_at
  from published.unit_gap_copy
  where type in ('hub.gap.opened', 'hub.gap.escalated', 'hub.gap.closed') and ${which}
  order by gap_id, revision desc, bytes desc`

const TOLD_CONTENTS = `select l.gap_id, l.rule, data->>'kind' as kind, l.severity, data->>'says' as says, subject,
    data->>'reason' as reason, l.is_open, data->>'closing' as closing, (data->>'dueAt')::timestamptz as due_at, l.breached_at,
    told_at, (data->>'rung')::int as rung, (data->>'revision')::int as revision, (data->>'requests')::int as requests,
    coalesce(data->'outstanding', '[]') as outstanding, coalesce(data->'details', '{}') as details
  from listed l cross join lateral (
    select headers->>'ce_subject' as subject, (headers->>'ce_time')::timestamptz as told_at, convert_from(data, 'UTF8')::jsonb as data
    from published.unit_copy c where c.organisation = l.organisation and c.position = l.position) c`

/** Every gap that was said, as the reconciler holds it, without what it is about: for those who audit the hub. */
const SAID_OF_ALL = `select gap_id, rule, kind, null as severity, null as says, 'gap:' || gap_id as subject, reason, is_open,
    closing, due_at, breached_at, told_at, rung, revision, requests, outstanding, '{}'::jsonb as details
  from published.reconciler_gap_standing`

/** @param listed the condition on, and the order and number of, the gaps that are shown */
function gapsListed(whose: WhoseGaps, listed: string, which?: string): string {
  return whose === 'told'
    ? `with listed as (select * from (${TOLD(which)}) g ${listed}), gap_now as (${TOLD_CONTENTS})`
    : `with gap_now as (select * from (${SAID_OF_ALL}) g ${listed})`
}

export type WhoseGaps = 'told' | 'all'

/** Gaps that units in sight were told of, or all that were said; the longest outstanding first. */
export async function readToldGaps(
  db: Queryable,
  whose: WhoseGaps,
  filter: ToldGapFilter,
): Promise<ToldGap[]> {
  const { state, rule, severity, unit, after, limit } = filter
  const { rows } = await db.query<ToldGap>(
    `${gapsListed(
      whose,
      `where ($1::boolean is null or is_open = $1) and ($2::text is null or rule = $2)
         and ($3::text is null or severity = $3) and ($4::text is null or ${toldTo(whose)})
         and ($5::bigint is null or (breached_at, gap_id) > (to_timestamp($5 / 1000.0), $6::text))
       order by breached_at, gap_id limit $7`,
    )}
     select ${COLUMNS} from gap_now order by breached_at, gap_id`,
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
  return `exists (select from published.unit_gap_copy s join published.delivery_copy c using (source, event_id)
    where s.gap_id = g.gap_id and c.recipient = $4)`
}

export async function readToldGap(
  db: Queryable,
  whose: WhoseGaps,
  gapId: string,
): Promise<ToldGap | undefined> {
  const { rows } = await db.query<ToldGap>(
    `${gapsListed(whose, 'where gap_id = $1', 'gap_id = $1')} select ${COLUMNS} from gap_now`,
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
    `select rule, severity, count(*) filter (where is_open) as open, count(*) filter (where not is_open) as closed
     from (${whose === 'told' ? TOLD() : SAID_OF_ALL}) g group by rule, severity order by rule`,
  )
  return rows
}
