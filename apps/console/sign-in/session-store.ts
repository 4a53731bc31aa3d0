import { sha256 } from '#core/kernel'
import type { SessionKeeper, StoredSession } from '#platform/pages'
import type { Pool } from '#platform/postgres'

/** Sessions in PostgreSQL under the hash of their ids: who reads the table cannot take over a session. */
export class SessionStore implements SessionKeeper {
  constructor(private readonly pool: Pool) {}

  async get(id: string): Promise<StoredSession | undefined> {
    const { rows } = await this.pool.query<{ session: StoredSession }>(
      'select session from session where id_hash = $1 and expires_at > now()',
      [sha256(id)],
    )
    return rows[0]?.session
  }

  async set(id: string, session: StoredSession, expiresAt: number): Promise<void> {
    await this.pool.query(
      `insert into session (id_hash, session, expires_at) values ($1, $2, $3)
       on conflict (id_hash) do update set session = excluded.session, expires_at = excluded.expires_at`,
      [sha256(id), JSON.stringify(session), new Date(expiresAt)],
    )
  }

  async destroy(id: string): Promise<void> {
    await this.pool.query('delete from session where id_hash = $1 or expires_at <= now()', [sha256(id)])
  }
}
