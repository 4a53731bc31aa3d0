import { type ExtractChunk, type ExtractClosing, ExtractDigest, extractRowDigest } from '#core/messages'
import type { ExtractRow } from '#core/messages'

/** What a test says of a register's extract. */
export interface ExtractWish {
  upload: string
  unit: string
  /** The event whose data the rows are shaped as. */
  type: string
  asAt: string
  rows: readonly Omit<ExtractRow, 'row'>[]
}

const ROWS_PER_CHUNK = 40

/** An upload as intake cuts it: numbered chunks and the closing, all under the upload's key. */
export function anExtract(wish: ExtractWish): { key: string; value: Buffer }[] {
  const { upload, unit, type, asAt } = wish
  const head = { upload, unit, type, version: 1, asAt }
  const rows = wish.rows.map((row, index): ExtractRow => ({ row: index + 1, ...row }))
  const digest = new ExtractDigest()
  for (const row of rows) digest.add(extractRowDigest(row))
  const chunks: ExtractChunk[] = []
  for (let at = 0; at < rows.length; at += ROWS_PER_CHUNK)
    chunks.push({ ...head, chunk: chunks.length + 1, rows: rows.slice(at, at + ROWS_PER_CHUNK) })
  const closing: ExtractClosing = {
    ...head,
    closed: true,
    chunks: chunks.length,
    rows: rows.length,
    unreadable: rows.filter(({ unreadable }) => unreadable !== undefined).length,
    digest: digest.hex(),
  }
  return [...chunks, closing].map((part) => ({ key: upload, value: Buffer.from(JSON.stringify(part)) }))
}
