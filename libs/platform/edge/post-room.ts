import { type Client, inTransaction, type Pool } from '#platform/postgres'
import type { Principal } from '#platform/security'
import type { CopyName, HubClient, InboxCopy } from './hub-client.js'
import { cursorOf, lockedCursor, moveCursor } from './inbox-cursor.js'

/** One copy that came for a unit of the organisation. */
export interface Post {
  position: number
  unit: string
  type: string
  subject: string
  data: unknown
}

/** Statements for a migration: what came, kept with the cursor, so that nobody has to be told of it in the same breath. */
export const POST_TABLE = `
  create table post (
    position bigint generated always as identity primary key,
    unit text not null,
    type text not null,
    subject text not null,
    data jsonb
  );
`

/** What is to be said of a copy that was kept, until it has been said. */
export const POST_RECEIPTS = `
  alter table post add column receipt jsonb;
  create index post_unacknowledged on post (position) where receipt is not null;
`

const READER = 'post room'
const PAGE_COPIES = 500
/** Pages in one go; what is left is for the next. */
const PAGES_MAX = 50
/** What one answer tells; who wants more asks again from the last position. */
const POST_MAX = 5_000

/**
 * An organisation's post room: reads its inbox on, once each, keeps what came, acknowledges what it has kept, and tells of it
 * as often as asked.
 */
export class PostRoom {
  constructor(
    private readonly pool: Pool,
    private readonly hub: HubClient,
  ) {}

  /**
   * @param since position of the last post that the caller knows; 0: from the beginning
   * @param units whose post the caller may read; `*`: all of the organisation's
   * @throws HubError HUB_EDGE_UNREACHABLE, HUB_EDGE_REFUSED
   */
  async workThrough(since: number, units: Principal['units']): Promise<Post[]> {
    for (let page = 0; page < PAGES_MAX; page++) {
      const from = await cursorOf(this.pool, READER)
      const { copies, cursor, more } = await this.hub.inbox(from, PAGE_COPIES)
      if (copies.length === 0) break
      await inTransaction(this.pool, (client) => keep(client, from, cursor, copies))
      if (!more) break
    }
    const readable = units === '*' ? null : units
    await this.acknowledge(readable)
    const { rows } = await this.pool.query<Post>(
      `select position, unit, type, subject, data from post
       where position > $1 and ($2::text[] is null or unit = any($2)) order by position limit $3`,
      [since, readable, POST_MAX],
    )
    return rows
  }

  /**
   * Whatever is kept and not yet acknowledged, also what a crash or a hub that was down left over; of the units that read it here
   * alone, because what is acknowledged goes to no webhook any more.
   */
  private async acknowledge(units: readonly string[] | null): Promise<void> {
    for (let page = 0; page < PAGES_MAX; page++) {
      const { rows } = await this.pool.query<{ position: string; receipt: CopyName }>(
        `select position, receipt from post where receipt is not null and ($2::text[] is null or unit = any($2))
         order by position limit $1`,
        [PAGE_COPIES, units],
      )
      if (rows.length === 0) return
      await this.hub.acknowledge(rows.map(({ receipt }) => receipt))
      const said = rows.map(({ position }) => position)
      await this.pool.query('update post set receipt = null where position = any($1)', [said])
    }
  }
}

async function keep(client: Client, from: string, to: string, copies: readonly InboxCopy[]): Promise<void> {
  if ((await lockedCursor(client, READER)) !== from) return
  await client.query(
    `insert into post (unit, type, subject, data, receipt)
     select c->>'recipient', c->>'type', c->>'subject', c->'data', jsonb_build_object(
       'source', c->'source', 'id', c->'id', 'recipient', c->'recipient', 'occasion', c->'occasion')
     from jsonb_array_elements($1::jsonb) with ordinality as copy(c, place) order by place`,
    [JSON.stringify(copies)],
  )
  await moveCursor(client, READER, to)
}
