import type { Instant } from '#core/kernel'
import type { Pool } from '#platform/postgres'

/** A row of the register's published view `published.register_receipt`: what became of one message of this source and id. */
export interface RegisterReceipt {
  source: string
  id: string
  outcome: 'linked' | 'duplicate' | 'refused' | 'parked'
  contentHash: string | null
  decidedAt: Instant
  /** Why it was refused or parked. */
  code: string | null
  says: string | null
}

/** UNDEFINED_TABLE, INVALID_SCHEMA_NAME: the register has not been started on this database yet. */
const NOT_YET_THERE = new Set(['42P01', '3F000'])

const COLUMNS = 'source, id, outcome, content_hash as "contentHash", decided_at as "decidedAt", code, says'

/** What the register publishes for intake to read. Advisory only: facts are published whatever it says (CORE §1). */
export class RegisterView {
  constructor(private readonly pool: Pool) {}

  /** Stream time as the last tick said, or null before the first. */
  async streamTime(): Promise<Instant | null> {
    const rows = await this.rows<{ at: Instant | null }>(
      'stream-time',
      'select at from published.register_stream_time',
      [],
    )
    return rows[0]?.at ?? null
  }

  /** The facts among these that the register keeps, by `<source> <id>`. One look-up for a whole request. */
  async known(events: readonly { source: string; id: string }[]): Promise<Map<string, RegisterReceipt>> {
    if (events.length === 0) return new Map()
    const rows = await this.rows<RegisterReceipt>(
      'known-receipts',
      `select ${COLUMNS} from published.register_receipt
       where outcome = 'linked' and (source, id) in (select * from unnest($1::text[], $2::text[]))`,
      [events.map((event) => event.source), events.map((event) => event.id)],
    )
    return new Map(rows.map((row) => [`${row.source} ${row.id}`, row]))
  }

  /** Everything the register says of the organisation's events of this id, first to last. */
  async receiptsOf(organisation: string, eventId: string): Promise<RegisterReceipt[]> {
    return this.rows<RegisterReceipt>(
      'receipts-of',
      `select ${COLUMNS} from published.register_receipt where id = $2 and source like $1 order by decided_at limit 20`,
      [`/${organisation}/%`, eventId],
    )
  }

  private async rows<T extends object>(name: string, text: string, values: unknown[]): Promise<T[]> {
    try {
      return (await this.pool.query<T>({ name, text, values })).rows
    } catch (error) {
      if (NOT_YET_THERE.has((error as { code?: string }).code ?? '')) return []
      throw error
    }
  }
}
