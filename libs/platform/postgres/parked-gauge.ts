import { gauge } from '#platform/telemetry'
import type { Pool } from './pool.js'

/** Shows on the metrics page how many messages a stage has set aside and nobody has dealt with, by their code. */
export function gaugeParked(pool: Pool, stage: string): void {
  gauge(
    'interlock_stage_parked_messages',
    'Messages set aside that wait for somebody, by code.',
    ['stage', 'code'],
    async () => {
      const { rows } = await pool.query<{ code: string; messages: number }>(
        `select code, count(*) as messages from parked_message where state = 'parked' group by code`,
      )
      return rows.map(({ code, messages }) => ({ labels: { stage, code }, value: messages }))
    },
  )
}
