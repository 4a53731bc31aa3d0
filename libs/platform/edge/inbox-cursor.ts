import type { Client, Pool } from '#platform/postgres'

/** Statements for a migration of the app's schema: how far each reader of the organisation's inbox has read. */
export const INBOX_CURSOR_TABLE = `
  create table inbox_cursor (reader text primary key, cursor text not null);
`

/** The reader's cursor, locked until the transaction ends; empty before the first page. */
export async function lockedCursor(client: Client, reader: string): Promise<string> {
  await client.query(`insert into inbox_cursor (reader, cursor) values ($1, '') on conflict do nothing`, [
    reader,
  ])
  const { rows } = await client.query<{ cursor: string }>(
    'select cursor from inbox_cursor where reader = $1 for update',
    [reader],
  )
  return rows[0]!.cursor
}

export async function cursorOf(pool: Pool, reader: string): Promise<string> {
  const { rows } = await pool.query<{ cursor: string }>('select cursor from inbox_cursor where reader = $1', [
    reader,
  ])
  return rows[0]?.cursor ?? ''
}

export async function moveCursor(client: Client, reader: string, cursor: string): Promise<void> {
  await client.query('update inbox_cursor set cursor = $2 where reader = $1', [reader, cursor])
}
