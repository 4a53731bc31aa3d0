import type { Instant } from '#core/kernel'
import type { Queryable } from '../queryable.js'

/** A fact about a person as units in sight were told it. */
export interface ToldFact {
  eventId: string
  type: string
  /** The key that the person goes by now. */
  person: string
  occurredAt: Instant
  receivedAt: Instant
  purposes: string[]
  data: Record<string, unknown>
}

/** Facts that one page of a list is made from; older ones are left out. */
const FACTS_MAX = 20_000

/** Facts of these types that units in sight were told, in the order in which they happened; what was taken back is left out. */
export async function readToldFacts(
  db: Queryable,
  types: readonly string[],
  factsMax = FACTS_MAX,
): Promise<ToldFact[]> {
  const { rows } = await db.query<ToldFact>(
    `with taken_back as (
       select convert_from(data, 'UTF8')::jsonb->>'eventId' as event_id, split_part(source, '/', 2) as organisation
       from published.unit_copy where type like '%.fact.retracted' and data is not null)
     select * from (select * from (
       select distinct on (c.source, c.event_id) c.event_id as "eventId", c.type, coalesce(a.survivor, d.person) as person,
         (c.headers->>'ce_time')::timestamptz as "occurredAt", (d.entry->>'decidedAt')::bigint as "receivedAt",
         d.entry->'purposes' as purposes, convert_from(c.data, 'UTF8')::jsonb as data
       from published.unit_copy c
       join published.unit_disclosure d on d.partition = split_part(c.disclosure, '/', 1)::int
         and d.position = split_part(c.disclosure, '/', 2)::bigint
       left join published.register_person_alias a on a.person = d.person
       where c.type = any($1) and c.data is not null
         and not exists (select from taken_back t where t.event_id = c.event_id and t.organisation = split_part(c.source, '/', 2))
       order by c.source, c.event_id, c.position desc) f
       order by "occurredAt" desc, "receivedAt" desc, "eventId" desc limit $2) latest
     order by "occurredAt", "receivedAt", "eventId"`,
    [types, factsMax],
  )
  return rows
}

/** What a unit was told in one message: the fields that were given. */
export interface ToldCopy {
  source: string
  recipient: string
  occasion: string
  subject: string
  data: Record<string, unknown> | null
}

/** What units in sight were told under one event id, by source and unit. */
export async function readToldCopies(db: Queryable, eventId: string): Promise<ToldCopy[]> {
  const { rows } = await db.query<ToldCopy>(
    `select source, recipient, occasion, headers->>'ce_subject' as subject, convert_from(data, 'UTF8')::jsonb as data from published.unit_copy
     where event_id = $1 order by position limit 20`,
    [eventId],
  )
  return rows
}
