import { type EvidenceRow, underSurvivingPerson } from '#core/obligations'
import type { ProfileEntry, Retraction } from '#core/profile'
import type { Client, Writes } from '#platform/postgres'
import { insertEvidence } from './case-store.js'

export interface Merge {
  survivor: string
  loser: string
}

export async function loadAliases(client: Client, persons: readonly string[]): Promise<Map<string, string>> {
  if (persons.length === 0) return new Map()
  const { rows } = await client.query<{ person: string; survivor: string }>({
    name: 'load-aliases',
    text: 'select person, survivor from person_alias where person = any($1)',
    values: [persons],
  })
  return new Map(rows.map((row) => [row.person, row.survivor]))
}

export function writeProfiles(
  writes: Writes,
  entries: readonly ProfileEntry[],
  retractions: readonly Retraction[],
): void {
  if (entries.length > 0)
    writes.send({
      name: 'write-profile',
      text: `insert into profile_entry select e->>'person', e->>'source', e->>'eventId', (e->>'part')::int, e
        from jsonb_array_elements($1::jsonb) e on conflict do nothing`,
      values: [JSON.stringify(entries)],
    })
  for (const retraction of retractions)
    writes.send({
      text: 'insert into profile_retraction values ($1, $2, $3, $4) on conflict do nothing',
      values: [retraction.organisation, retraction.eventId, retraction.by, JSON.stringify(retraction)],
    })
}

/** The cases of people whose profile changed, by what was said or by what was taken back, under rules that read profiles. */
export async function personsRuled(
  client: Client,
  rules: ReadonlySet<string>,
  entries: readonly ProfileEntry[],
  retractions: readonly Retraction[],
): Promise<Map<string, string>> {
  if (rules.size === 0 || entries.length + retractions.length === 0) return new Map()
  const { rows } = await client.query<{ case_key: string; rule: string }>({
    name: 'persons-ruled',
    text: `select distinct case_key, row->>'rule' as rule from evidence
      where person = any($1::text[] || array(select person from profile_entry where event_id = any($3)))
        and row->>'rule' = any($2) and case_key <> ''`,
    values: [
      [...new Set(entries.map((entry) => entry.person))],
      [...rules],
      retractions.map((retraction) => retraction.eventId),
    ],
  })
  return new Map(rows.map((row) => [row.case_key, row.rule]))
}

/**
 * Makes the loser's evidence the survivor's. The key a case goes by may change with it; the person as first linked stays
 * in its column, so that a split can restore it. The survivor that the merge names may have been merged itself since: one merge
 * at a time sees where the others lead.
 * @returns the cases to judge again, those left behind among them
 */
export async function mergePersons(
  client: Client,
  writes: Writes,
  { survivor: named, loser }: Merge,
): Promise<Map<string, string>> {
  await client.query(`select pg_advisory_xact_lock(hashtext('reconciler merges'))`)
  const survivor = (await loadAliases(client, [named])).get(named) ?? named
  await client.query('update person_alias set survivor = $2 where survivor = $1', [loser, survivor])
  await client.query(
    'insert into person_alias values ($1, $2) on conflict (person) do update set survivor = $2',
    [loser, survivor],
  )
  const { rows } = await client.query<{ case_key: string; row: EvidenceRow; original_person: string }>(
    'delete from evidence where person = $1 returning case_key, row, original_person',
    [loser],
  )
  const moved = rows.map(({ row }) => underSurvivingPerson({ ...row, person: survivor }, loser, survivor))
  insertEvidence(writes, moved)
  await client.query(
    `update evidence e set original_person = m.original_person
     from unnest($1::text[], $2::text[], $3::text[]) as m(source, event_id, original_person)
     where e.source = m.source and e.event_id = m.event_id and e.person = $4`,
    [
      rows.map(({ row }) => row.source),
      rows.map(({ row }) => row.eventId),
      rows.map((each) => each.original_person),
      survivor,
    ],
  )
  const touched = new Map<string, string>()
  for (const row of [...rows.map((each) => each.row), ...moved])
    if (row.rule !== '') touched.set(row.caseKey, row.rule)
  return touched
}
