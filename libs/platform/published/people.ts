import type { Instant } from '#core/kernel'
import type { Queryable } from './queryable.js'

export interface PublishedPerson {
  person: string
  firstSeenAt: Instant
  dateOfBirth: string | null
  provisional: boolean
  identifiers: { scheme: string; value: string }[]
  /** Keys that were merged into this one, each with the fact that named both. */
  merged: { person: string; source: string; id: string; mergedAt: Instant }[]
  /** Those about which nobody has decided. */
  conflicts: { conflict: string; between: string[]; openedAt: Instant }[]
  /** What the reconciler folded of its profile, a line each. */
  profile: { field: string; op: string; value: unknown; fromAt: Instant; eventId: string }[]
  timeline: {
    occurredAt: Instant
    receivedAt: Instant
    type: string
    unit: string
    source: string
    id: string
  }[]
  gaps: { gapId: string; rule: string; isOpen: boolean }[]
}

const TIMELINE_MAX = 500

/** Keys of people that an identifier, a hub key or the beginning of one names; merged keys come as their survivor. */
export async function findPeople(db: Queryable, identifier: string): Promise<string[]> {
  const { rows } = await db.query<{ person: string }>(
    `with named as (
       select person from published.register_identifier where upper(value) = upper($1)
         or upper(scheme || ':' || value) = upper($1)
       union select person from published.register_person where person = $1
       union select person from published.register_person_alias where person = $1
       union select person from published.register_fact where is_person and id = $1)
     select distinct coalesce(a.survivor, n.person) as person from named n
     left join published.register_person_alias a on a.person = n.person order by 1 limit 20`,
    [identifier],
  )
  return rows.map(({ person }) => person)
}

export async function readPerson(db: Queryable, person: string): Promise<PublishedPerson> {
  const many = async <T extends object>(sql: string): Promise<T[]> => (await db.query<T>(sql, [person])).rows
  const keys =
    '(select $1 union select a.person from published.register_person_alias a where a.survivor = $1)'
  const [head] = await many<{
    first_seen_at: Instant
    date_of_birth: string | null
    provisional: boolean
  }>('select first_seen_at, date_of_birth, provisional from published.register_person where person = $1')
  const entries = await many<{ entry: Record<string, unknown>; event_id: string }>(
    `select entry, event_id from published.reconciler_profile_entry where person = $1 order by entry->>'field', (entry->>'fromAt')::bigint limit 500`,
  )
  return {
    person,
    firstSeenAt: head?.first_seen_at ?? 0,
    dateOfBirth: head?.date_of_birth ?? null,
    provisional: head?.provisional ?? true,
    identifiers: await many(
      `select scheme, value from published.register_identifier where person in ${keys} order by scheme, value`,
    ),
    merged: await many(
      `select person, source, id, merged_at as "mergedAt" from published.register_person_alias where survivor = $1 order by merged_at`,
    ),
    conflicts: await many(
      `select conflict, between_persons as between, opened_at as "openedAt" from published.register_identity_conflict
       where settled_at is null and between_persons && array${keys.replace('(select $1', '(select $1::text')} order by opened_at`,
    ),
    profile: entries.map(({ entry, event_id }) => ({
      field: String(entry['field']),
      op: String(entry['op']),
      value: entry['value'],
      fromAt: Number(entry['fromAt'] ?? 0),
      eventId: event_id,
    })),
    timeline: await many(
      `select occurred_at as "occurredAt", received_at as "receivedAt", type, unit, source, id from published.register_fact
       where person in ${keys} order by occurred_at, received_at, id limit ${TIMELINE_MAX}`,
    ),
    gaps: await many(
      `select gap_id as "gapId", rule, gap_open as "isOpen" from published.reconciler_gap where person in ${keys} order by rule`,
    ),
  }
}
