import type { Pool } from '#platform/postgres'
import { gauge } from '#platform/telemetry'
import { readClock } from './clock-store.js'

/** Shows how far stream time has come, and by the wall's clock how long ago that was: what an alarm watches. */
export function gaugeClock(pool: Pool, now: () => number): void {
  gauge('interlock_stream_time_seconds', 'The last tick, as Unix time.', [], async () => {
    const { tickAt } = await readClock(pool)
    return tickAt === null ? [] : [{ labels: {}, value: tickAt / 1_000 }]
  })
  gauge(
    'interlock_tick_age_seconds',
    'How far the last tick lies behind the wall’s clock; absent in a simulation.',
    [],
    async () => {
      const { tickAt, mode } = await readClock(pool)
      return tickAt === null || mode === 'simulated' ? [] : [{ labels: {}, value: (now() - tickAt) / 1_000 }]
    },
  )
}
