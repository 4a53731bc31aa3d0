import type { Comparison } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import type { Client } from '#platform/postgres'

export interface ChosenUpload {
  upload: string
  side: string
  unit: string
  asAt: Instant
  rows: number
  unreadable: number
}

/** The latest closed extract of every unit of every side. */
export async function latestUploads(client: Client, comparison: Comparison): Promise<ChosenUpload[]> {
  const chosen: ChosenUpload[] = []
  for (const side of comparison.sides) {
    const { rows } = await client.query<{
      upload: string
      unit: string
      as_at: number
      row_count: number
      unreadable: number
    }>(
      `select distinct on (unit) upload, unit, as_at, row_count, unreadable from extract_upload
       where type = $1 and closed order by unit, as_at desc, received_at desc`,
      [side.type],
    )
    for (const row of rows)
      chosen.push({
        side: side.side,
        upload: row.upload,
        unit: row.unit,
        asAt: row.as_at,
        rows: row.row_count,
        unreadable: row.unreadable,
      })
  }
  return chosen
}

/** How many rows the upload before had: one ten times smaller is said, not believed. */
export async function rowsBefore(
  client: Client,
  upload: ChosenUpload,
  type: string,
): Promise<number | undefined> {
  const { rows } = await client.query<{ row_count: number }>(
    `select row_count from extract_upload where type = $1 and unit = $2 and closed and upload <> $3 and as_at <= $4
     order by as_at desc limit 1`,
    [type, upload.unit, upload.upload, new Date(upload.asAt)],
  )
  return rows[0]?.row_count
}

/** What each side holds under one key that not all hold alike. */
export interface JoinedRow {
  key: string
  sides: Record<
    string,
    { state: string; compared: Record<string, unknown>; details: Record<string, unknown>; person: unknown }
  >
}

const JOINED = `
  with chosen as (select * from unnest($1::text[], $2::text[]) as c(upload, side)),
    held as (
      select distinct on (c.side, r.key) c.side, r.key, r.state, r.compared, r.details, r.person, r.not_yet_due_until
      from chosen c join extract_row r on r.upload = c.upload and r.comparison = $3
      where r.key is not null
      order by c.side, r.key, r.state, r.row_no
    ),
    joined as (
      select key, count(*) as sides, count(distinct compared) as versions,
        bool_or(state = 'not-covered') as not_covered, bool_or(state = 'unreadable') as unreadable,
        max(not_yet_due_until) as not_yet_due_until
      from held group by key
    )`

export interface JoinCounts {
  expected: number
  notCovered: number
  notYetDue: number
  unreadable: number
  alike: number
  /** Rows that do not say which thing they are about: they belong to no key, and are unreadable. */
  unkeyed: number
}

/** Counts over all keys in one pass; what is alike on every side is never brought here. */
export async function countJoined(
  client: Client,
  comparison: Comparison,
  uploads: readonly ChosenUpload[],
  asAt: Instant,
): Promise<JoinCounts> {
  const { rows } = await client.query<{
    expected: number
    not_covered: number
    not_yet_due: number
    unreadable: number
    alike: number
    unkeyed: number
  }>(
    `${JOINED}
     select count(*) as expected,
       count(*) filter (where not_covered) as not_covered,
       count(*) filter (where not not_covered and unreadable) as unreadable,
       count(*) filter (where not not_covered and not unreadable and sides = $4 and versions = 1) as alike,
       count(*) filter (where not not_covered and not unreadable and not (sides = $4 and versions = 1) and not_yet_due_until >= $5) as not_yet_due,
       (select count(*) from chosen c join extract_row r on r.upload = c.upload and r.comparison = $3 where r.key is null) as unkeyed
     from joined`,
    [
      uploads.map((each) => each.upload),
      uploads.map((each) => each.side),
      comparison.comparison,
      comparison.sides.length,
      new Date(asAt),
    ],
  )
  const row = rows[0]!
  return {
    expected: row.expected,
    notCovered: row.not_covered,
    notYetDue: row.not_yet_due,
    unreadable: row.unreadable,
    alike: row.alike,
    unkeyed: row.unkeyed,
  }
}

/** The keys that are not alike, a page at a time, so that memory does not follow the size of the registers. */
export async function* unlike(
  client: Client,
  comparison: Comparison,
  uploads: readonly ChosenUpload[],
  asAt: Instant,
): AsyncGenerator<JoinedRow[]> {
  let after = ''
  for (;;) {
    const { rows } = await client.query<JoinedRow>(
      `${JOINED},
       page as (
         select key from joined
         where key > $6 and not not_covered and not (sides = $4 and versions = 1 and not unreadable)
           and (not_yet_due_until is null or not_yet_due_until < $5)
         order by key limit $7
       )
       select h.key, jsonb_object_agg(h.side, jsonb_build_object(
         'state', h.state, 'compared', h.compared, 'details', h.details, 'person', h.person)) as sides
       from page join held h using (key) group by h.key order by h.key`,
      [
        uploads.map((each) => each.upload),
        uploads.map((each) => each.side),
        comparison.comparison,
        comparison.sides.length,
        new Date(asAt),
        after,
        PAGE_KEYS_MAX,
      ],
    )
    yield rows
    if (rows.length < PAGE_KEYS_MAX) return
    after = rows.at(-1)!.key
  }
}

const PAGE_KEYS_MAX = 1_000

/** Which thing differs, and how. */
export interface DifferenceName {
  key: string
  kind: string
  side: string
  /** Empty where a whole row is absent. */
  field: string
}

/** Notes differences that this run found. @returns those that were not open before */
export async function noteDifferences(
  client: Client,
  comparison: string,
  found: readonly DifferenceName[],
  asAt: Instant,
): Promise<Set<string>> {
  const { rows } = await client.query<DifferenceName>({
    name: 'note-differences',
    text: `insert into difference
      select $1, f.key, f.kind, f.side, f.field, $2, true
      from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as f(key, kind, side, field)
      on conflict (comparison, key, kind, side, field) do update
        set is_open = true, first_as_at = excluded.first_as_at where not difference.is_open
      returning key, kind, side, field`,
    values: [
      comparison,
      new Date(asAt),
      found.map((each) => each.key),
      found.map((each) => each.kind),
      found.map((each) => each.side),
      found.map((each) => each.field),
    ],
  })
  return new Set(rows.map(differenceName))
}

/** Closes the differences that this run did not find again. */
export async function closeUnfound(
  client: Client,
  comparison: string,
  found: ReadonlySet<string>,
): Promise<DifferenceName[]> {
  const { rows } = await client.query<DifferenceName>(
    'select key, kind, side, field from difference where comparison = $1 and is_open',
    [comparison],
  )
  const gone = rows.filter((row) => !found.has(differenceName(row)))
  if (gone.length > 0)
    await client.query(
      `update difference d set is_open = false
       from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as g(key, kind, side, field)
       where d.comparison = $1 and (d.key, d.kind, d.side, d.field) = (g.key, g.kind, g.side, g.field)`,
      [
        comparison,
        gone.map((each) => each.key),
        gone.map((each) => each.kind),
        gone.map((each) => each.side),
        gone.map((each) => each.field),
      ],
    )
  return gone
}

export function differenceName({ key, kind, side, field }: DifferenceName): string {
  return [key, kind, side, field].join('\n')
}

export async function lastRun(client: Client, comparison: string): Promise<string[] | undefined> {
  const { rows } = await client.query<{ uploads: string[] }>(
    'select uploads from comparison_run where comparison = $1 order by run desc limit 1',
    [comparison],
  )
  return rows[0]?.uploads
}

export async function storeRun(
  client: Client,
  run: { comparison: string; asAt: Instant; uploads: string[]; decidedAt: Instant; statement: object },
): Promise<void> {
  await client.query(
    'insert into comparison_run (comparison, as_at, uploads, decided_at, statement) values ($1, $2, $3, $4, $5)',
    [run.comparison, new Date(run.asAt), run.uploads, new Date(run.decidedAt), JSON.stringify(run.statement)],
  )
}
