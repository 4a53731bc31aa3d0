import type { Comparison, ComparisonSide } from '#core/catalogue'
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

/**
 * The latest closed extract of each unit of a side. One whose rows were not taken down for this comparison from the first on,
 * because it is newer than they are, is none: its silence would be taken for absence. Asked at every tick, so it reads each
 * unit's extracts from the latest backwards and not all that were ever sent.
 */
export async function latestUploads(
  client: Client,
  { comparison }: Pick<Comparison, 'comparison'>,
  { side, type }: Pick<ComparisonSide, 'side' | 'type'>,
  units: readonly string[],
): Promise<ChosenUpload[]> {
  const { rows } = await client.query<ChosenUpload>(
    `select $4 as side, upload, unit, as_at as "asAt", row_count as rows, unreadable
     from unnest($3::text[]) as expected cross join lateral (
       select * from extract_upload u
       where type = $1 and u.unit = expected and closed and (row_count = 0 or exists (
         select from extract_row r where r.comparison = $2 and r.upload = u.upload and r.row_no = 1))
       order by as_at desc, received_at desc limit 1) as latest
     order by unit`,
    [type, comparison, units, side],
  )
  return rows
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
  sides: Record<string, JoinedSide>
}

export interface JoinedSide {
  state: 'readable' | 'unreadable'
  compared: Record<string, unknown>
  details: Record<string, unknown>
  person: unknown
  notYetDueUntil: Instant | null
  endsAt: Instant | null
}

/** A row that says the register holds the thing no more is as if it were not there. */
const HELD = `
  with chosen as (select * from unnest($1::text[], $2::text[]) as c(upload, side)),
    held as (
      select distinct on (c.side, r.key)
        c.side, r.key, r.state, r.compared, r.details, r.person, r.not_yet_due_until, r.ends_at
      from chosen c join extract_row r on r.upload = c.upload and r.comparison = $3
      where r.key is not null and r.state <> 'not-held'
      order by c.side, r.key, r.state, r.row_no
    )`

function chosen(comparison: Comparison, uploads: readonly ChosenUpload[]): [string[], string[], string] {
  return [uploads.map((each) => each.upload), uploads.map((each) => each.side), comparison.comparison]
}

export interface JoinCounts {
  expected: number
  notCovered: number
  unreadable: number
  /** Rows that do not say which thing they are about: they belong to no key, and are unreadable. */
  unkeyed: number
}

/** Counts over all keys in one pass; what is alike on every side is never brought here. */
export async function countJoined(
  client: Client,
  comparison: Comparison,
  uploads: readonly ChosenUpload[],
): Promise<JoinCounts> {
  const { rows } = await client.query<JoinCounts>(
    `${HELD},
     joined as (
       select bool_or(state = 'not-covered') as not_covered, bool_or(state = 'unreadable') as unreadable
       from held group by key
     )
     select count(*) as expected,
       count(*) filter (where not_covered) as "notCovered",
       count(*) filter (where not not_covered and unreadable) as unreadable,
       (select count(*) from chosen c join extract_row r on r.upload = c.upload and r.comparison = $3 where r.key is null) as unkeyed
     from joined`,
    chosen(comparison, uploads),
  )
  return rows[0]!
}

/**
 * Tables that have just been filled have no statistics, and without them PostgreSQL compares every row with every row. It
 * samples a fixed number of them, however many there are.
 */
export async function gatherStatistics(client: Client): Promise<void> {
  await client.query('analyze extract_row, difference')
}

const PAGE_KEYS_MAX = 1_000

/**
 * The covered keys that are not alike, a page at a time, so that memory does not follow the size of the registers. One cursor
 * passes once over what they hold, and nothing is joined with itself.
 */
export async function* unlike(
  client: Client,
  comparison: Comparison,
  uploads: readonly ChosenUpload[],
): AsyncGenerator<JoinedRow[]> {
  await client.query('set local cursor_tuple_fraction = 1')
  await client.query(
    `declare unlike no scroll cursor for ${HELD}
     select key, jsonb_object_agg(side, jsonb_build_object(
       'state', state, 'compared', compared, 'details', details, 'person', person,
       'notYetDueUntil', floor(extract(epoch from not_yet_due_until) * 1000),
       'endsAt', floor(extract(epoch from ends_at) * 1000))) as sides
     from held group by key
     having not bool_or(state = 'not-covered')
       and not (count(*) = $4 and count(distinct compared) = 1 and not bool_or(state = 'unreadable'))
     order by key`,
    [...chosen(comparison, uploads), comparison.sides.length],
  )
  for (;;) {
    const { rows } = await client.query<JoinedRow>(`fetch ${PAGE_KEYS_MAX} from unlike`)
    if (rows.length > 0) yield rows
    if (rows.length < PAGE_KEYS_MAX) break
  }
  await client.query('close unlike')
}

/** A comparison as it was last stated. */
export interface StatedRun {
  uploads: string[]
  decidedAt: Instant
  statement: Record<string, unknown>
}

export async function lastRun(client: Client, comparison: string): Promise<StatedRun | undefined> {
  const { rows } = await client.query<StatedRun>(
    `select uploads, decided_at as "decidedAt", statement from comparison_run
     where comparison = $1 order by run desc limit 1`,
    [comparison],
  )
  return rows[0]
}

/** A run's number is known before it is stated: differences bear it as soon as they are seen. */
export async function nextRun(client: Client): Promise<number> {
  const { rows } = await client.query<{ run: number }>(
    `select nextval(pg_get_serial_sequence('comparison_run', 'run')) as run`,
  )
  return rows[0]!.run
}

export async function storeRun(
  client: Client,
  run: { comparison: string; run: number; asAt: Instant } & StatedRun,
): Promise<void> {
  await client.query(
    `insert into comparison_run (comparison, run, as_at, uploads, decided_at, statement) overriding system value
     values ($1, $2, $3, $4, $5, $6)`,
    [
      run.comparison,
      run.run,
      new Date(run.asAt),
      run.uploads,
      new Date(run.decidedAt),
      JSON.stringify(run.statement),
    ],
  )
}
