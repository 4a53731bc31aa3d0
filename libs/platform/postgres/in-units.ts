import { type Client, inTransaction, type Pool } from './pool.js'
import { UNIT_SETTING } from './roles.js'

/** Does some reading with the rows of these units alone in sight, through `published.unit_*`; of none where the list is empty. */
export function inUnits<T>(
  pool: Pool,
  units: readonly string[],
  reading: (client: Client) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('select set_config($1, $2, true)', [UNIT_SETTING, units.join(' ')])
    return reading(client)
  })
}
