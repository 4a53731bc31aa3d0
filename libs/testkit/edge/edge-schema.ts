import { randomBytes } from 'node:crypto'
import { createPool, type Migration, migrate, type Pool } from '#platform/postgres'
import { testServers } from '#testkit/harness'

/** A database with one edge's schema, for a test of its own. */
export interface EdgeSchema {
  pool: Pool
  /** Drops the database. */
  end(): Promise<void>
}

export async function edgeSchema(
  organisation: string,
  migrations: readonly Migration[],
): Promise<EdgeSchema> {
  const name = `t${randomBytes(5).toString('hex')}`
  const { databaseUrl } = testServers()
  const admin = createPool(databaseUrl, { application: 'test', connectionsMax: 1 })
  await admin.query(`create database ${name}`)
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  await migrate(url.toString(), organisation, migrations)
  const pool = createPool(url.toString(), { application: 'test', schema: organisation, connectionsMax: 4 })
  return {
    pool,
    async end() {
      await pool.end()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
