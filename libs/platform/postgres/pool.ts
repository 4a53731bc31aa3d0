import pg from 'pg'
import { HubError } from '#core/kernel'
import { Writes } from './writes.js'

export type Pool = pg.Pool
export type Client = pg.PoolClient

// bigint counts and offsets fit a double in everything we store as a number; offsets that may not are read as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// Instants travel as epoch milliseconds, as everywhere in the code.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => Date.parse(text))

/**
 * Session limits that the exactly-once protocol depends on (EXACTLY-ONCE.md): a frozen worker must have lost its locks
 * before Kafka gives its partitions away, so the idle limit is below the consumer's session timeout of 10 s.
 */
const SESSION = [
  '-c idle_in_transaction_session_timeout=5s',
  '-c transaction_timeout=15s',
  '-c lock_timeout=8s',
  '-c statement_timeout=12s',
  '-c timezone=UTC',
  // Statements are many and small, and what they look for lies in memory: an index is the way to it, and compiling them is waste.
  '-c random_page_cost=1.1',
  '-c jit=off',
].join(' ')

export interface PoolOptions {
  application: string
  /** First in the search path, so that an app's SQL names its own tables bare. */
  schema?: string
  connectionsMax?: number
  onError?: (error: Error) => void
}

/** A pool of connections. The session limits bound every transaction to 15 seconds. */
export function createPool(databaseUrl: string, options: PoolOptions): Pool {
  const path = options.schema === undefined ? '' : ` -c search_path=${options.schema},public`
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: options.application,
    max: options.connectionsMax ?? 8,
    options: SESSION + path,
    // Queries that do not wait for each other's answers are sent without waiting.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
  })
  pool.on('error', (error) => options.onError?.(error))
  // A connection that dies while in use reports twice: to the query, which handles it, and here.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/**
 * Runs `work` in one transaction. Its first statements travel with the beginning, those in `writes` with the commit. Any failure
 * destroys the connection, because its state is unknown.
 * @throws HubError HUB_POSTGRES_COMMIT_LOST when the server answers a commit with a rollback
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: Client, writes: Writes) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    const writes = new Writes(client)
    const begun = client.query('begin')
    const working = work(client, writes)
    working.catch(() => undefined)
    await begun
    const result = await working
    // Where a write has failed, the server makes a rollback of it.
    const ended = client.query('commit')
    ended.catch(() => undefined)
    await writes.allDone()
    const { command } = await ended
    if (command !== 'COMMIT')
      throw new HubError(
        'HUB_POSTGRES_COMMIT_LOST',
        'PostgreSQL rolled the transaction back at commit.',
        'later',
      )
    client.release()
    return result
  } catch (error) {
    client.release(true)
    throw error
  }
}
