import type { Instant } from '#core/kernel'
import type { Queryable } from './queryable.js'

/** A copy as delivery keeps it. */
export interface InboxRow {
  position: number
  recipient: string
  type: string
  source: string
  id: string
  subject: string
  /** When it happened, as its publisher wrote it. */
  time: string
  occasion: string
  disclosure: string
  state: string
  storedAt: Instant
  /** Null once the payload has been destroyed. */
  data: Buffer | null
}

/** Copies of an organisation in the order in which they were stored: the latest, or those after a position. */
export async function readInbox(
  db: Queryable,
  organisation: string,
  wanted: { unit?: string; limit: number } & ({ latest: true } | { after: number }),
): Promise<InboxRow[]> {
  const after = 'after' in wanted ? wanted.after : 0
  const { rows } = await db.query<InboxRow>(
    `select position, recipient, type, source, event_id as id, headers->>'ce_subject' as subject, headers->>'ce_time' as time,
       occasion, disclosure, state, stored_at as "storedAt", data
     from (select * from published.delivery_copy where organisation = $1 and position > $2 and ($3::text is null or recipient = $3)
       order by position ${'after' in wanted ? 'asc' : 'desc'} limit $4) c order by position`,
    [organisation, after, wanted.unit ?? null, wanted.limit],
  )
  return rows
}
