import { createHash } from 'node:crypto'
import { sha256 } from '#core/kernel'

/** One row of a register's extract. `row` counts from 1 in the register's own order. */
export interface ExtractRow {
  row: number
  /** Shaped as the data of the extract's event type; absent where the row could not be parsed at all. */
  data?: unknown
  /** The row as it came, where it could not be parsed. */
  raw?: string
  /** In its place, in base64, the row's first 16 KiB where it is longer or not UTF-8. */
  rawBytes?: string
  /** Why it cannot be compared, as codes and places, never values. An unreadable row is never matched (CORE §9). */
  unreadable?: string
}

/** What every message of one upload on `extracts.<organisation>` says; the key is the upload's id. */
export interface ExtractHead {
  upload: string
  unit: string
  /** Event type and version whose data the rows are shaped as. */
  type: string
  version: number
  /** The register's own as-at time, ISO 8601. */
  asAt: string
}

/** A numbered part of an upload; chunks count from 1. */
export interface ExtractChunk extends ExtractHead {
  chunk: number
  rows: ExtractRow[]
}

/** The last message of an upload: only a closed one counts. */
export interface ExtractClosing extends ExtractHead {
  closed: true
  chunks: number
  rows: number
  unreadable: number
  /** See `ExtractDigest`. */
  digest: string
}

/** SHA-256 of the row's JSON as it stands in its chunk; parsing and writing it again gives the same text. */
export function extractRowDigest(row: ExtractRow): string {
  return sha256(JSON.stringify(row))
}

/** SHA-256 over the lower-case hex digests of all rows, joined in row order. */
export class ExtractDigest {
  private readonly sum = createHash('sha256')

  add(rowDigest: string): void {
    this.sum.update(rowDigest)
  }

  hex(): string {
    return this.sum.copy().digest('hex')
  }
}
