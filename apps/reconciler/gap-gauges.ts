import type { Pool } from '#platform/postgres'
import { gauge } from '#platform/telemetry'

/** Shows how many gaps are open under each rule, and up to when what was due has been decided. */
export function gaugeGaps(pool: Pool): void {
  gauge('interlock_gaps_open', 'Gaps that are open, by rule.', ['rule'], async () => {
    const { rows } = await pool.query<{ rule: string; gaps: number }>(
      'select rule, count(*) as gaps from obligation_case where gap_open group by rule',
    )
    return rows.map(({ rule, gaps }) => ({ labels: { rule }, value: gaps }))
  })
  gauge('interlock_decided_time_seconds', 'The last decided tick, as Unix time.', [], async () => {
    const { rows } = await pool.query<{ tick_at: number | null }>('select tick_at from decided_tick')
    const at = rows[0]?.tick_at ?? null
    return at === null ? [] : [{ labels: {}, value: at / 1_000 }]
  })
}
