import type { Doubt, Identifier, IdentityChanges, LoadedIdentities, UnusableIdentifier } from '#core/persons'
import type { Client, Writes } from '#platform/postgres'

/** Taken by a batch that will add or merge identities, so that two cannot settle the same person at once. */
export async function lockIdentities(client: Client): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('register identities'))`)
}

interface PersonRow {
  person: string
  first_seen_at: number
  date_of_birth: string | null
  identifiers: [string, string][] | null
  aliases: string[] | null
  births: string[] | null
  apart: string[] | null
}

/** Everyone who holds one of the identifiers or is one of the keys, aliases resolved, with all they hold. */
export async function loadIdentities(
  client: Client,
  sought: { identifiers: readonly Identifier[]; persons: readonly string[] },
): Promise<LoadedIdentities> {
  if (sought.identifiers.length === 0 && sought.persons.length === 0)
    return { persons: [], identifiers: [], aliases: [] }
  const { rows } = await client.query<PersonRow>({
    name: 'load-identities',
    // Keys as arrays, because joined the planner reads small tables whole, for every batch and under the lock.
    text: `with holder as materialized (
        select i.person from identifier i join unnest($1::text[], $2::text[]) as s(scheme, value) using (scheme, value)
        union select unnest($3::text[])
      ), survivor as materialized (
        select distinct coalesce(a.survivor, h.person) as person from holder h
        left join (select person, survivor from person_alias where person = any(array(select person from holder))) a
          using (person)
      ), key as materialized (
        select person, person as held_by from survivor
        union all
        select survivor, person from person_alias where survivor = any(array(select person from survivor))
      ), held as (
        select k.person, json_agg(json_build_array(i.scheme, i.value)) as identifiers
        from key k
        join (select * from identifier where person = any(array(select held_by from key))) i on i.person = k.held_by
        group by k.person
      ), alias as (
        select k.person, array_agg(k.held_by) as aliases, array_agg(p.date_of_birth) filter (where p.date_of_birth is not null) as births
        from (select * from key where held_by <> person) k
        join (select * from person where person = any(array(select held_by from key where held_by <> person))) p
          on p.person = k.held_by
        group by k.person
      ), parted as (
        select a.person, array_agg(b.person) as apart
        from (select * from person_apart where one = any(array(select held_by from key))) d
        join key a on a.held_by = d.one join key b on b.held_by = d.other
        group by a.person
      )
      select p.person, p.first_seen_at, p.date_of_birth, held.identifiers, alias.aliases, alias.births, parted.apart
      from (select * from person where person = any(array(select person from survivor))) p
      left join held using (person) left join alias using (person) left join parted using (person)`,
    values: [
      sought.identifiers.map((each) => each.scheme),
      sought.identifiers.map((each) => each.value),
      [...sought.persons],
    ],
  })
  return {
    persons: rows.flatMap(({ person, first_seen_at: firstSeenAt, date_of_birth, births }) =>
      [date_of_birth, ...(births ?? [])].map((dateOfBirth) => ({ person, firstSeenAt, dateOfBirth })),
    ),
    identifiers: rows.flatMap((row) =>
      (row.identifiers ?? []).map(([scheme, value]) => ({ scheme, value, person: row.person })),
    ),
    aliases: rows.flatMap((row) => (row.aliases ?? []).map((from) => ({ from, to: row.person }))),
    apart: rows.flatMap((row) => (row.apart ?? []).map((other) => [row.person, other] as const)),
  }
}

/** Those of the conflicts about which nobody has decided. */
export async function loadDoubts(client: Client, conflicts: readonly string[]): Promise<Doubt[]> {
  if (conflicts.length === 0) return []
  const { rows } = await client.query<Doubt>(
    `select conflict, between_persons as between, opened_at as "openedAt" from identity_conflict
     where conflict = any($1) and settled_at is null`,
    [conflicts],
  )
  return rows
}

/** Whether a batch found nothing new about anyone: then it needs no lock. */
export function isUnchanged(changes: IdentityChanges): boolean {
  return Object.values(changes).every((list: readonly unknown[]) => list.length === 0)
}

export function writeIdentities(writes: Writes, changes: IdentityChanges): void {
  const { persons, identifiers, datesOfBirth, merges, apart, settled } = changes
  if (persons.length > 0)
    writes.send({
      name: 'write-persons',
      text: `insert into person select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::boolean[]) on conflict do nothing`,
      values: [
        persons.map((each) => each.person),
        persons.map((each) => new Date(each.firstSeenAt).toISOString()),
        persons.map((each) => each.dateOfBirth),
        persons.map((each) => each.provisional),
      ],
    })
  if (identifiers.length > 0)
    writes.send({
      name: 'write-identifiers',
      text: `insert into identifier select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`,
      values: [
        identifiers.map((each) => each.scheme),
        identifiers.map((each) => each.value),
        identifiers.map((each) => each.person),
      ],
    })
  for (const { person, dateOfBirth } of datesOfBirth)
    writes.send({
      text: 'update person set date_of_birth = $2 where person = $1 and date_of_birth is null',
      values: [person, dateOfBirth],
    })
  for (const merge of merges) {
    writes.send({
      text: 'update person_alias set survivor = $2 where survivor = $1',
      values: [merge.loser, merge.survivor],
    })
    writes.send({
      text: 'insert into person_alias values ($1, $2, $3, $4, $5) on conflict do nothing',
      values: [merge.loser, merge.survivor, merge.source, merge.eventId, new Date(merge.at)],
    })
  }
  for (const { one, other, source, eventId, at } of apart)
    writes.send({
      text: 'insert into person_apart values ($1, $2, $3, $4, $5) on conflict do nothing',
      values: [one, other, source, eventId, new Date(at)],
    })
  for (const { conflict, at } of settled)
    writes.send({
      text: 'update identity_conflict set settled_at = $2 where conflict = $1',
      values: [conflict, new Date(at)],
    })
}

/** Keeps what could not be read as it came; it is never matched on. */
export function writeUnusable(
  writes: Writes,
  unusable: readonly (UnusableIdentifier & { source: string; id: string })[],
): void {
  if (unusable.length === 0) return
  writes.send({
    text: `insert into unusable_identifier
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) on conflict do nothing`,
    values: [
      unusable.map((each) => each.source),
      unusable.map((each) => each.id),
      unusable.map((each) => each.scheme),
      unusable.map((each) => JSON.stringify(each.raw)),
      unusable.map((each) => each.reason),
    ],
  })
}

/** A conflict is told once, however many facts show it. @returns those not told before */
export async function claimConflicts(
  client: Client,
  conflicts: IdentityChanges['conflicts'],
): Promise<IdentityChanges['conflicts'][number][]> {
  const fresh: IdentityChanges['conflicts'][number][] = []
  for (const each of conflicts) {
    const { rowCount } = await client.query(
      'insert into identity_conflict values ($1, $2, $3) on conflict do nothing',
      [each.conflict, each.between, new Date(each.at)],
    )
    if (rowCount === 1) fresh.push(each)
  }
  return fresh
}
