import type { Pool } from '#platform/postgres'

/** What lies in the database before anything is started. */
export interface DataHere {
  exists: boolean
  clock: 'wall' | 'simulated' | null
  tickAt: number | null
}

export async function readDataHere(pool: Pool): Promise<DataHere> {
  const { rows } = await pool.query<{ there: boolean; rows: boolean }>(
    `select to_regclass('register.clock') is not null as there,
       exists (select from information_schema.schemata where schema_name in ('register', 'exchange', 'reconciler', 'intake')) as rows`,
  )
  const { there, rows: anything } = rows[0]!
  if (!there) return { exists: anything, clock: null, tickAt: null }
  // what lies here may be of an earlier version, which published nothing yet
  const { rows: clocks } = await pool.query<{ clock: 'wall' | 'simulated'; tickAt: number | null }>(
    'select mode as clock, tick_at as "tickAt" from register.clock',
  )
  return { exists: true, ...(clocks[0] ?? { clock: null, tickAt: null }) }
}
