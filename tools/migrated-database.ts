import { EDGE_MIGRATIONS } from '#platform/edge'
import { type Migration, migrate, roleUrl } from '#platform/postgres'
import { createDatabase } from '#testkit/harness'
import { CONSOLE_MIGRATIONS } from '../apps/console/migrations.js'
import { DELIVERY_MIGRATIONS } from '../apps/delivery/store/migrations.js'
import { migrations as EXCHANGE_MIGRATIONS } from '../apps/exchange/migrations/index.js'
import { IMMIGRATION_MIGRATIONS } from '../apps/immigration/migrations.js'
import { INTAKE_MIGRATIONS } from '../apps/intake/store/migrations.js'
import { POLICE_MIGRATIONS } from '../apps/police/migrations.js'
import { migrations as RECONCILER_MIGRATIONS } from '../apps/reconciler/migrations/index.js'
import { migrations as REGISTER_MIGRATIONS } from '../apps/register/migrations/index.js'

/** Each app that keeps anything in the database, with what its start does there. */
export const MIGRATIONS: Readonly<Record<string, readonly Migration[]>> = {
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

/** A database in which every app finds its tables, made as it makes them itself: each by its own login. @returns its URL */
export async function makeMigratedDatabase(adminUrl: string, name: string): Promise<string> {
  const databaseUrl = await createDatabase(adminUrl, name)
  for (const [app, migrations] of Object.entries(MIGRATIONS))
    await migrate(roleUrl(databaseUrl, app), app, migrations)
  return databaseUrl
}
