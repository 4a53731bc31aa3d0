import { type Client, inTransaction, type Pool } from '#platform/postgres'

/** Reads for as long as it takes, in one snapshot, so that what is counted at one stage is what is counted at the next. */
export function longReading<T>(pool: Pool, read: (client: Client) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read read only')
    // the limits that bound an application's transactions are not for an audit
    for (const limit of ['statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout'])
      await client.query(`set local ${limit} = 0`)
    return read(client)
  })
}
