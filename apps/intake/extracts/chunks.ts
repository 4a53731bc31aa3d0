import { sha256 } from '#core/kernel'
import { ExtractDigest, type ExtractHead, type ExtractRow } from '#core/messages'
import { CHUNK_BYTES_MAX, CHUNK_ROWS_MAX } from '../bounds.js'
import type { UnnumberedRow } from './extract-rows.js'

export interface Chunk {
  chunk: number
  value: Buffer
}

export interface ExtractTotals {
  chunks: number
  rows: number
  unreadable: number
  digest: string
}

/** Numbers the rows and cuts them into chunks; the same rows always give the same chunks, to the byte. */
export class Chunks {
  private readonly digest = new ExtractDigest()
  private open: string[] = []
  private openBytes = 0
  private chunks = 0
  private rows = 0
  private unreadable = 0

  constructor(private readonly head: ExtractHead) {}

  get rowCount(): number {
    return this.rows
  }

  /** Takes one row; gives a chunk when that row no longer fits it. */
  add(row: UnnumberedRow): Chunk | undefined {
    this.rows += 1
    if (row.unreadable !== undefined) this.unreadable += 1
    const numbered: ExtractRow = { row: this.rows, ...row }
    const text = JSON.stringify(numbered)
    // as extractRowDigest has it, without writing the row twice
    this.digest.add(sha256(text))
    const bytes = Buffer.byteLength(text) + 1
    const full = this.open.length >= CHUNK_ROWS_MAX || this.openBytes + bytes > CHUNK_BYTES_MAX
    const chunk = full ? this.cut() : undefined
    this.open.push(text)
    this.openBytes += bytes
    return chunk
  }

  /** The last chunk, unless nothing is left for one. */
  end(): Chunk | undefined {
    return this.cut()
  }

  totals(): ExtractTotals {
    return { chunks: this.chunks, rows: this.rows, unreadable: this.unreadable, digest: this.digest.hex() }
  }

  private cut(): Chunk | undefined {
    if (this.open.length === 0) return undefined
    this.chunks += 1
    const head = JSON.stringify({ ...this.head, chunk: this.chunks })
    const value = Buffer.from(`${head.slice(0, -1)},"rows":[${this.open.join(',')}]}`)
    this.open = []
    this.openBytes = 0
    return { chunk: this.chunks, value }
  }
}
