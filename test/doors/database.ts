import { randomBytes } from 'node:crypto'
import { createPool, type Pool, roleUrl } from '#platform/postgres'
import { dropDatabase, testServers } from '#testkit/harness'
import { makeMigratedDatabase, MIGRATIONS } from '../../tools/migrated-database.js'

export const MIGRATED = Object.keys(MIGRATIONS)

/** The apps' tables without the apps: each role's own pool, and the administrator's. */
export interface Doors {
  readonly admin: Pool
  as(role: string): Pool
  close(): Promise<void>
}

export async function openDoors(): Promise<Doors> {
  const { databaseUrl: adminUrl } = testServers()
  const name = `d${randomBytes(5).toString('hex')}`
  const databaseUrl = await makeMigratedDatabase(adminUrl, name)
  const pools = new Map<string, Pool>()
  const pool = (role: string, url: string): Pool => {
    const open = pools.get(role) ?? createPool(url, { application: role, connectionsMax: 2 })
    pools.set(role, open)
    return open
  }
  return {
    admin: pool('administrator', databaseUrl),
    as: (role) => pool(role, roleUrl(databaseUrl, role)),
    close: async () => {
      await Promise.all([...pools.values()].map((each) => each.end()))
      await dropDatabase(adminUrl, name)
    },
  }
}
