import { randomBytes } from 'node:crypto'
import { EDGE_MIGRATIONS } from '#platform/edge'
import { createPool, type Migration, migrate, type Pool, roleUrl } from '#platform/postgres'
import { createDatabase, dropDatabase, testServers } from '#testkit/harness'
import { CONSOLE_MIGRATIONS } from '../../apps/console/migrations.js'
import { DELIVERY_MIGRATIONS } from '../../apps/delivery/store/migrations.js'
import { migrations as EXCHANGE_MIGRATIONS } from '../../apps/exchange/migrations/index.js'
import { IMMIGRATION_MIGRATIONS } from '../../apps/immigration/migrations.js'
import { INTAKE_MIGRATIONS } from '../../apps/intake/store/migrations.js'
import { POLICE_MIGRATIONS } from '../../apps/police/migrations.js'
import { migrations as RECONCILER_MIGRATIONS } from '../../apps/reconciler/migrations/index.js'
import { migrations as REGISTER_MIGRATIONS } from '../../apps/register/migrations/index.js'

const MIGRATIONS: Readonly<Record<string, readonly Migration[]>> = {
  intake: INTAKE_MIGRATIONS,
  register: REGISTER_MIGRATIONS,
  exchange: EXCHANGE_MIGRATIONS,
  reconciler: RECONCILER_MIGRATIONS,
  delivery: DELIVERY_MIGRATIONS,
  courts: EDGE_MIGRATIONS,
  police: POLICE_MIGRATIONS,
  probation: EDGE_MIGRATIONS,
  prisons: EDGE_MIGRATIONS,
  immigration: IMMIGRATION_MIGRATIONS,
  console: CONSOLE_MIGRATIONS,
}
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
  const databaseUrl = await createDatabase(adminUrl, name)
  for (const [app, migrations] of Object.entries(MIGRATIONS))
    await migrate(roleUrl(databaseUrl, app), app, migrations)
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
