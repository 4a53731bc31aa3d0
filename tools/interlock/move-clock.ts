import type { Pool } from '#platform/postgres'
import { type Clock, moveClock, readStreamTime, settled } from '#platform/published'

/** Long moves decide years of deadlines; whoever asked may still press Ctrl-C. */
const SETTLED_MS_MAX = 30 * 60_000

/** Moves a simulated clock; resolves when everything due by then has been decided, shared and delivered. */
export async function moveTo(pool: Pool, at: number): Promise<Clock> {
  await moveClock(pool, at)
  await settled(pool, { delivers: true, withinMs: SETTLED_MS_MAX })
  return readStreamTime(pool)
}
