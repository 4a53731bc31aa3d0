import type { ExtractHead } from '#core/messages'
import type { Instant } from '#core/kernel'
import { inTransaction, type Pool } from '#platform/postgres'
import type { Principal } from '#platform/security'
import type { ExtractTotals } from '../extracts/chunks.js'

export interface KnownUpload {
  /** Set once it was closed; what it held. */
  closed?: ExtractTotals & { closedAt: Instant }
  /** Chunks that Kafka has acknowledged, by number, with the digest of their bytes. */
  chunks: Map<number, string>
}

interface UploadRow {
  matches: boolean
  closed_at: Instant | null
  chunks: number
  rows: number
  unreadable: number
  digest: string
}

/** How far each upload has come: what makes a repeated one resume instead of doubling. */
export class UploadStore {
  constructor(private readonly pool: Pool) {}

  /** Begins or finds the upload; undefined when its id belongs to another extract. */
  async begin(principal: Principal, head: ExtractHead): Promise<KnownUpload | undefined> {
    const { upload, unit, type, version, asAt } = head
    return inTransaction(this.pool, async (client) => {
      const values = [upload, principal.organisation, principal.clientId, unit, type, version, asAt]
      await client.query(
        `insert into upload (id, organisation, client, unit, type, version, as_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict do nothing`,
        values,
      )
      const { rows } = await client.query<UploadRow>(
        `select organisation = $2 and unit = $3 and type = $4 and version = $5 and as_at = $6 as matches,
           closed_at, chunks, rows, unreadable, digest from upload where id = $1`,
        [upload, principal.organisation, unit, type, version, asAt],
      )
      const row = rows[0]
      if (row === undefined || !row.matches) return undefined
      const chunks = await client.query<{ chunk: number; digest: string }>(
        'select chunk, digest from upload_chunk where upload = $1',
        [upload],
      )
      return {
        chunks: new Map(chunks.rows.map(({ chunk, digest }) => [chunk, digest])),
        ...(row.closed_at === null ? {} : { closed: totalsOf(row, row.closed_at) }),
      }
    })
  }

  async noteChunk(upload: string, chunk: number, digest: string): Promise<void> {
    await this.pool.query({
      name: 'note-chunk',
      text: 'insert into upload_chunk (upload, chunk, digest) values ($1, $2, $3) on conflict do nothing',
      values: [upload, chunk, digest],
    })
  }

  /** Closes the upload, once: a repetition gets the time of the first. */
  async close(upload: string, totals: ExtractTotals, at: Instant): Promise<Instant> {
    const { rows } = await this.pool.query<{ closed_at: Instant }>(
      `update upload set closed_at = coalesce(closed_at, $2), chunks = $3, rows = $4, unreadable = $5, digest = $6
       where id = $1 returning closed_at`,
      [upload, new Date(at), totals.chunks, totals.rows, totals.unreadable, totals.digest],
    )
    return rows[0]!.closed_at
  }
}

function totalsOf(row: UploadRow, closedAt: Instant): ExtractTotals & { closedAt: Instant } {
  const { chunks, rows, unreadable, digest } = row
  return { chunks, rows, unreadable, digest, closedAt }
}
