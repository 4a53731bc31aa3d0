import type { Instant } from '#core/kernel'
import type { Queryable } from '../queryable.js'

/** One thing that units in sight were told about a gap. */
export interface ToldOfGap {
  eventId: string
  type: string
  at: Instant
  reason: string
  closing: string | null
  roles: string[]
  /** All units that were told the same. */
  units: string[]
}

/** What units in sight were told of a gap, in order. */
export async function readToldOfGap(db: Queryable, gapId: string): Promise<ToldOfGap[]> {
  const { rows } = await db.query<ToldOfGap>(
    `with said as materialized (
       select distinct on (c.event_id) c.event_id, c.type, (c.headers->>'ce_time')::timestamptz as at,
         convert_from(c.data, 'UTF8')::jsonb as data
       from published.unit_gap_copy g join published.unit_copy c using (organisation, position) where g.gap_id = $1)
     select event_id as "eventId", type, at, coalesce(data->>'reason', '') as reason, data->>'closing' as closing,
       coalesce(data->'roles', '[]') as roles,
       array(select distinct c.recipient from published.delivery_copy c
         where c.event_id = said.event_id and c.type = said.type order by 1) as units
     from said order by at, (data->>'revision')::int nulls last`,
    [gapId],
  )
  return rows
}

/** One clock of a case, as the reconciler counts it. */
export interface CaseClock {
  clock: number
  anchorAt: Instant | null
  dueAt: Instant | null
  metAt: Instant | null
  isMissed: boolean
}

/** How a case stands by now: its clocks, those of the latest cycle last, and how many rungs of its ladder were told. */
export async function readCaseStanding(
  db: Queryable,
  gapId: string,
): Promise<{ clocks: CaseClock[]; rung: number }> {
  const { rows } = await db.query<{ clocks: CaseClock[] | null; rung: number | null }>(
    `select clocks, rung from published.reconciler_gap_standing where gap_id = $1`,
    [gapId],
  )
  return { clocks: rows[0]?.clocks ?? [], rung: rows[0]?.rung ?? 0 }
}

/** One fact's name: an id is unique within its source only. */
export const factName = ({ source, eventId }: { source: string; eventId: string }): string =>
  `${source} ${eventId}`

/** Names of those facts that units in sight said themselves or had a copy of: of others they learn only that they are. */
export async function knownToUnits(
  db: Queryable,
  facts: readonly { source: string; eventId: string }[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ source: string; eventId: string }>(
    `with asked as (select * from unnest($1::text[], $2::text[]) as a(source, event_id))
     select source, event_id as "eventId" from asked join published.unit_copy using (source, event_id)
     union select a.source, a.event_id from asked a join published.unit_fact f on f.source = a.source and f.id = a.event_id`,
    [facts.map(({ source }) => source), facts.map(({ eventId }) => eventId)],
  )
  return new Set(rows.map(factName))
}

/** Which of these gaps units in sight were told of. */
export async function gapsTold(db: Queryable, gapIds: readonly string[]): Promise<Set<string>> {
  if (gapIds.length === 0) return new Set()
  const { rows } = await db.query<{ id: string }>(
    'select distinct gap_id as id from published.unit_gap_copy where gap_id = any($1)',
    [gapIds],
  )
  return new Set(rows.map(({ id }) => id))
}

/** For which purposes, and about whom, units in sight were told these facts. */
export async function whyTold(
  db: Queryable,
  eventIds: readonly string[],
): Promise<{ persons: string[]; purposes: string[] }> {
  const { rows } = await db.query<{ person: string; purposes: string[] }>(
    `select distinct coalesce(a.survivor, d.person) as person, d.entry->'purposes' as purposes
     from published.unit_disclosure d join published.register_fact f on f.id = d.event_id and f.source = d.source
     left join published.register_person_alias a on a.person = d.person
     where d.event_id = any($1) and d.outcome = 'shared' and f.is_person`,
    [eventIds],
  )
  return {
    persons: [...new Set(rows.map(({ person }) => person))].sort(),
    purposes: [...new Set(rows.flatMap(({ purposes }) => purposes))].sort(),
  }
}

/** Whom these gaps are about, and for which purposes units in sight were told of each. */
export async function personsOfGaps(
  db: Queryable,
  gapIds: readonly string[],
): Promise<{ person: string; purposes: string[] }[]> {
  if (gapIds.length === 0) return []
  const { rows } = await db.query<{ person: string; purposes: string[] }>(
    `select coalesce(a.survivor, d.person) as person, array_agg(distinct p.purpose order by p.purpose) as purposes
     from published.unit_gap_copy g
     join published.unit_disclosure d on d.partition = g.ledger_partition and d.position = g.ledger_position
     cross join jsonb_array_elements_text(d.entry->'purposes') p(purpose)
     left join published.register_person_alias a on a.person = d.person
     where g.gap_id = any($1)
     group by 1 order by 1`,
    [gapIds],
  )
  return rows
}
