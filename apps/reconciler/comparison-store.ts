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
): AsyncGenerator<JoinedRow> {
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
    yield* rows
    if (rows.length < PAGE_KEYS_MAX) return
    after = rows.at(-1)!.key
  }
}

const PAGE_KEYS_MAX = 1_000

/** Notes a difference. @returns when it was first found, and whether it was not open before */
export async function noteDifference(
  client: Client,
  comparison: string,
  difference: { key: string; kind: string; side: string; field: string; asAt: Instant },
): Promise<{ isNew: boolean; firstAsAt: Instant }> {
  const { key, kind, side, field, asAt } = difference
  const { rows } = await client.query<{ was_open: boolean | null; first_as_at: number }>(
    `with before as (
       select is_open, first_as_at from difference
       where comparison = $1 and key = $2 and kind = $3 and side = $4 and field = $5
     )
     insert into difference values ($1, $2, $3, $4, $5, $6, true)
     on conflict (comparison, key, kind, side, field) do update
       set is_open = true, first_as_at = case when difference.is_open then difference.first_as_at else excluded.first_as_at end
     returning (select is_open from before) as was_open, first_as_at`,
    [comparison, key, kind, side, field, new Date(asAt)],
  )
  const row = rows[0]!
  return { isNew: row.was_open !== true, firstAsAt: row.first_as_at }
}

export interface OpenDifference {
  key: string
  kind: string
  side: string
  field: string
  first_as_at: Instant
}

/** Differences that this run did not find again. */
export async function noLongerFound(
  client: Client,
  comparison: string,
  found: ReadonlySet<string>,
): Promise<OpenDifference[]> {
  const { rows } = await client.query<OpenDifference>(
    'select key, kind, side, field, first_as_at from difference where comparison = $1 and is_open',
    [comparison],
  )
  const gone = rows.filter((row) => !found.has(differenceName(row)))
  for (const row of gone)
    await client.query(
      'update difference set is_open = false where comparison = $1 and key = $2 and kind = $3 and side = $4 and field = $5',
      [comparison, row.key, row.kind, row.side, row.field],
    )
  return gone
}

export function differenceName(difference: {
  key: string
  kind: string
  side: string
  field: string
}): string {
  return [difference.key, difference.kind, difference.side, difference.field].join('\n')
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
