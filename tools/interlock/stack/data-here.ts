import type { Pool } from '#platform/postgres'
import { readStreamTime } from '#platform/published'

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
  const { rows: clocks } = await pool.query<{ count: number }>('select count(*) as count from register.clock')
  if (clocks[0]!.count === 0) return { exists: true, clock: null, tickAt: null }
  const { mode, tickAt } = await readStreamTime(pool)
  return { exists: true, clock: mode, tickAt }
}
