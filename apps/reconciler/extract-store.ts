import type { StagedRow } from '#core/comparisons'
import { type Instant, isoInstant } from '#core/kernel'
import { type ExtractChunk, type ExtractClosing, ExtractDigest } from '#core/messages'
import type { Client } from '#platform/postgres'

export type ExtractRecord = ExtractChunk | ExtractClosing

export async function stageUpload(client: Client, record: ExtractRecord, receivedAt: number): Promise<void> {
  await client.query({
    name: 'stage-upload',
    text: `insert into extract_upload (upload, unit, type, version, as_at, received_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    values: [record.upload, record.unit, record.type, record.version, record.asAt, new Date(receivedAt)],
  })
}

export async function stageChunk(
  client: Client,
  chunk: ExtractChunk,
  digests: readonly string[],
): Promise<void> {
  await client.query({
    name: 'stage-chunk',
    text: 'insert into extract_chunk values ($1, $2, $3, $4, $5) on conflict do nothing',
    values: [
      chunk.upload,
      chunk.chunk,
      chunk.rows.length,
      chunk.rows.filter((row) => row.unreadable !== undefined).length,
      digests,
    ],
  })
}

export async function stageRows(
  client: Client,
  comparison: string,
  upload: string,
  rows: readonly { row: number; staged: StagedRow }[],
): Promise<void> {
  if (rows.length === 0) return
  await client.query({
    name: 'stage-rows',
    text: `insert into extract_row (row_no, key, state, reason, compared, details, person, not_yet_due_until, ends_at, upload, comparison)
      select *, $10, $11 from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::jsonb[], $7::jsonb[], $8::timestamptz[], $9::timestamptz[])
      on conflict do nothing`,
    values: [
      rows.map((each) => each.row),
      rows.map((each) => each.staged.key),
      rows.map((each) => each.staged.state),
      rows.map((each) => each.staged.reason ?? null),
      rows.map((each) => JSON.stringify(each.staged.compared)),
      rows.map((each) => JSON.stringify(each.staged.details)),
      rows.map((each) => (each.staged.person === undefined ? null : JSON.stringify(each.staged.person))),
      rows.map((each) => isoOrNull(each.staged.notYetDueUntil)),
      rows.map((each) => isoOrNull(each.staged.endsAt)),
      upload,
      comparison,
    ],
  })
}

/** Closes an upload, or says why it cannot count: a chunk that never came, or a digest of something else. */
export async function closeUpload(client: Client, closing: ExtractClosing): Promise<string | null> {
  const { chunks, counted, digest } = await stagedTotals(client, closing.upload)
  const complaint =
    chunks !== closing.chunks
      ? `${closing.chunks - chunks} of ${closing.chunks} chunks are missing`
      : counted !== closing.rows
        ? `${counted} rows came of ${closing.rows}`
        : digest !== closing.digest
          ? 'the digest is of other rows'
          : null
  await client.query(
    `update extract_upload set closed = $2, complaint = $3, chunks = $4, row_count = $5, unreadable = $6, digest = $7 where upload = $1`,
    [
      closing.upload,
      complaint === null,
      complaint,
      closing.chunks,
      closing.rows,
      closing.unreadable,
      closing.digest,
    ],
  )
  return complaint
}

/** Digests of a page: 64 characters for each of 500 rows of a chunk at most. */
const CHUNKS_PER_PAGE = 50

/** What has come of an upload, read a page at a time: it may have millions of rows. */
async function stagedTotals(
  client: Client,
  upload: string,
): Promise<{ chunks: number; counted: number; digest: string }> {
  const sum = new ExtractDigest()
  let chunks = 0
  let counted = 0
  for (let after = 0; ;) {
    const { rows } = await client.query<{ chunk: number; row_count: number; digests: string }>({
      name: 'staged-chunks',
      text: `select chunk, row_count, array_to_string(row_digests, '') as digests from extract_chunk
        where upload = $1 and chunk > $2 order by chunk limit $3`,
      values: [upload, after, CHUNKS_PER_PAGE],
    })
    for (const row of rows) {
      counted += row.row_count
      sum.add(row.digests)
    }
    chunks += rows.length
    if (rows.length < CHUNKS_PER_PAGE) return { chunks, counted, digest: sum.hex() }
    after = rows.at(-1)!.chunk
  }
}

function isoOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : isoInstant(at)
}
