import { cursorOf, type HubClient, type InboxCopy, lockedCursor, moveCursor } from '#platform/edge'
import { type Client, inTransaction, type Pool } from '#platform/postgres'

/** One copy that came for a court or for the head of its administration. */
export interface OfficePost {
  position: number
  unit: string
  type: string
  subject: string
  data: unknown
}

const READER = 'office'
const PAGE_COPIES = 500
/** Pages in one go; what is left is for the next. */
const PAGES_MAX = 50
/** What one answer tells; who wants more asks again from the last position. */
const POST_MAX = 5_000

/** The courts' post room: reads the organisation's inbox on, once each, keeps what came, and tells of it as often as asked. */
export class CourtOffice {
  constructor(
    private readonly pool: Pool,
    private readonly hub: HubClient,
  ) {}

  /** @param since position of the last post that the caller knows; 0: from the beginning */
  async workThrough(since: number): Promise<{ post: OfficePost[] }> {
    for (let page = 0; page < PAGES_MAX; page++) {
      const from = await cursorOf(this.pool, READER)
      const { copies, cursor, more } = await this.hub.inbox(from, PAGE_COPIES)
      if (copies.length === 0) break
      await inTransaction(this.pool, (client) => keep(client, from, cursor, copies))
      if (!more) break
    }
    const { rows } = await this.pool.query<OfficePost>(
      'select position, unit, type, subject, data from office_post where position > $1 order by position limit $2',
      [since, POST_MAX],
    )
    return { post: rows }
  }
}

async function keep(client: Client, from: string, to: string, copies: readonly InboxCopy[]): Promise<void> {
  if ((await lockedCursor(client, READER)) !== from) return
  await client.query(
    `insert into office_post (unit, type, subject, data)
     select c->>'recipient', c->>'type', c->>'subject', c->'data'
     from jsonb_array_elements($1::jsonb) with ordinality as copy(c, place) order by place`,
    [JSON.stringify(copies)],
  )
  await moveCursor(client, READER, to)
}
