import { type Instant, isoInstant, storable } from '#core/kernel'
import type { Announced, CaseState, EvidenceRow } from '#core/obligations'
import type { Client, Pool, Writes } from '#platform/postgres'

/** A case as it stands in the table, locked. */
export interface StoredCase {
  caseKey: string
  rule: string
  announced: Announced | null
  /** The last daily list that it was said to stand on. */
  listedAt: Instant | null
  /** The instant it was last judged at. */
  judgedAt: Instant | null
}

export function insertEvidence(writes: Writes, rows: readonly EvidenceRow[]): void {
  if (rows.length === 0) return
  writes.send({
    name: 'insert-evidence',
    text: `insert into evidence
        (case_key, source, event_id, role, clock, item, rule_version, watch, match_key, retracted_event_id, person, original_person, row)
      select e->>'caseKey', e->>'source', e->>'eventId', e->>'role', (e->>'clock')::int, coalesce(e->>'item', ''),
        (e->>'ruleVersion')::int, coalesce((e->'pending'->>'watch')::int, -1),
        e->>'matchKey', e->'retracts'->>'eventId', e->>'person', e->>'person', e
      from jsonb_array_elements($1::jsonb) e on conflict do nothing`,
    values: [JSON.stringify(rows)],
  })
}

/** The cases that new rows are about: their own, those that look back to them, and those whose facts they take away. */
export async function touchedCases(
  client: Client,
  rows: readonly EvidenceRow[],
): Promise<Map<string, string>> {
  const touched = new Map<string, string>()
  const lookedBackTo: string[] = []
  const retracted: string[] = []
  for (const row of rows) {
    if (row.retracts !== null) retracted.push(row.retracts.eventId)
    else if (row.role === 'precedes') lookedBackTo.push(row.caseKey)
    else if (row.rule !== '') touched.set(row.caseKey, row.rule)
  }
  if (lookedBackTo.length === 0 && retracted.length === 0) return touched
  const { rows: others } = await client.query<{ case_key: string; rule: string }>(
    `select distinct case_key, row->>'rule' as rule from evidence
     where case_key <> '' and (match_key = any($1) or (case_key = any($1) and role <> 'precedes') or event_id = any($2))
       and row->>'rule' <> ''`,
    [lookedBackTo, retracted],
  )
  for (const other of others) touched.set(other.case_key, other.rule)
  return touched
}

/** Locks cases in sorted order, so that two batches cannot wait for each other in a circle. */
export async function lockCases(
  client: Client,
  writes: Writes,
  touched: ReadonlyMap<string, string>,
): Promise<StoredCase[]> {
  if (touched.size === 0) return []
  const keys = [...touched.keys()].sort()
  writes.send({
    name: 'make-cases',
    text: `insert into obligation_case (case_key, rule) select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
    values: [keys, keys.map((key) => touched.get(key))],
  })
  const { rows } = await client.query<CaseRow>({
    name: 'lock-cases',
    text: 'select case_key, rule, announced, listed_at, changed_at from obligation_case where case_key = any($1) order by case_key for update',
    values: [keys],
  })
  return rows.map(storedCase)
}

/** Cases whose answer changes by `at`: nothing else is looked at, however many are open. */
export async function lockDueCases(client: Client, at: Instant, casesMax: number): Promise<StoredCase[]> {
  const { rows } = await client.query<CaseRow>({
    name: 'lock-due-cases',
    text: `select case_key, rule, announced, listed_at, changed_at from obligation_case
      where case_key in (select case_key from obligation_case where due_at <= $1 order by due_at, case_key limit $2)
        and due_at <= $1
      order by case_key for update`,
    values: [new Date(at), casesMax],
  })
  return rows.map(storedCase)
}

interface CaseRow {
  case_key: string
  rule: string
  announced: Announced | null
  listed_at: Instant | null
  changed_at: Instant | null
}

function storedCase(row: CaseRow): StoredCase {
  const { case_key: caseKey, rule, announced, listed_at: listedAt, changed_at: judgedAt } = row
  return { caseKey, rule, announced, listedAt, judgedAt }
}

/**
 * All evidence of the cases: their rows, the rows their beginnings look back to, and retractions of any of them. The keys
 * are said twice, as joins and as arrays, so that a planner that knows nothing of the table yet does not read it whole.
 */
export async function loadEvidence(
  client: Client,
  caseKeys: readonly string[],
): Promise<Map<string, EvidenceRow[]>> {
  const { rows } = await client.query<{ case_key: string; row: EvidenceRow }>({
    name: 'load-evidence',
    text: `with own as (select case_key, event_id, match_key, row from evidence where case_key = any($1)),
        back as (
          select o.case_key, e.event_id, e.row from (select distinct case_key, match_key from own where match_key is not null) o
          join evidence e on e.case_key = o.match_key
          where e.case_key = any(array(select match_key from own where match_key is not null))
        ),
        both_kinds as (select case_key, event_id, row from own union all select case_key, event_id, row from back)
      select case_key, row from both_kinds
      union all
      select distinct b.case_key, r.row from both_kinds b join evidence r on r.retracted_event_id = b.event_id
      where r.retracted_event_id = any(array(select event_id from both_kinds))`,
    values: [caseKeys],
  })
  const byCase = new Map<string, EvidenceRow[]>(caseKeys.map((key) => [key, []]))
  for (const { case_key, row } of rows) byCase.get(case_key)?.push(row)
  return byCase
}

export interface JudgedCase {
  caseKey: string
  state: CaseState
  announced: Announced | null
  listedAt: Instant | null
  /** When the case is looked at again; null: when something is heard of it. */
  dueAt: Instant | null
}

export function storeCases(writes: Writes, cases: readonly JudgedCase[], changedAt: Instant): void {
  if (cases.length === 0) return
  const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at))
  writes.send({
    name: 'store-cases',
    text: `update obligation_case c set
        status = n.state->>'status', gap_open = (n.state->'gap'->>'isOpen')::boolean, person = n.state->>'person',
        due_at = n.due_at, state = n.state, announced = nullif(n.announced, 'null'), listed_at = n.listed_at,
        changed_at = greatest(c.changed_at, $2), fault = null
      from jsonb_to_recordset($1)
        as n(case_key text, state jsonb, announced jsonb, due_at timestamptz, listed_at timestamptz)
      where c.case_key = n.case_key and c.case_key = any($3)`,
    values: [
      JSON.stringify(
        cases.map(({ caseKey, state, announced, dueAt, listedAt }) => ({
          case_key: caseKey,
          state,
          announced,
          due_at: iso(dueAt),
          listed_at: iso(listedAt),
        })),
      ),
      new Date(changedAt),
      // Said once more, so that a planner that takes every list for a hundred rows does not read the table whole.
      cases.map(({ caseKey }) => caseKey),
    ],
  })
}

/** A case that cannot be judged, and why: it holds up no other, and is judged again when the reconciler starts. */
export interface UnjudgedCase {
  caseKey: string
  code: string
  says: string
}

export function setAside(writes: Writes, cases: readonly UnjudgedCase[]): void {
  if (cases.length === 0) return
  writes.send({
    text: `update obligation_case c set status = 'unjudged', due_at = null, fault = n.fault
      from unnest($1::text[], $2::text[]) as n(case_key, fault) where c.case_key = n.case_key`,
    values: [cases.map((each) => each.caseKey), cases.map(({ code, says }) => storable(`${code}: ${says}`))],
  })
}

/** At start: a widened calendar or a mended rule may judge now what could not be judged before. */
export async function judgeAgain(pool: Pool): Promise<void> {
  await pool.query(`update obligation_case set due_at = to_timestamp(0) where status = 'unjudged'`)
}
