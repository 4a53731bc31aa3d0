import type { StagedRow } from '#core/comparisons'
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
    text: `insert into extract_row (row_no, key, state, reason, compared, details, person, not_yet_due_until, upload, comparison)
      select *, $9, $10 from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::jsonb[], $7::jsonb[], $8::timestamptz[])
      on conflict do nothing`,
    values: [
      rows.map((each) => each.row),
      rows.map((each) => each.staged.key),
      rows.map((each) => each.staged.state),
      rows.map((each) => each.staged.reason ?? null),
      rows.map((each) => JSON.stringify(each.staged.compared)),
      rows.map((each) => JSON.stringify(each.staged.details)),
      rows.map((each) => (each.staged.person === undefined ? null : JSON.stringify(each.staged.person))),
      rows.map((each) =>
        each.staged.notYetDueUntil === undefined ? null : new Date(each.staged.notYetDueUntil).toISOString(),
      ),
      upload,
      comparison,
    ],
  })
}

/** Closes an upload, or says why it cannot count: a chunk that never came, or a digest of something else. */
export async function closeUpload(client: Client, closing: ExtractClosing): Promise<string | null> {
  const { rows } = await client.query<{ chunk: number; row_count: number; row_digests: string[] }>(
    'select chunk, row_count, row_digests from extract_chunk where upload = $1 order by chunk',
    [closing.upload],
  )
  const counted = rows.reduce((sum, row) => sum + row.row_count, 0)
  const sum = new ExtractDigest()
  for (const row of rows) for (const each of row.row_digests) sum.add(each)
  const digest = sum.hex()
  const complaint =
    rows.length !== closing.chunks
      ? `${closing.chunks - rows.length} of ${closing.chunks} chunks are missing`
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
