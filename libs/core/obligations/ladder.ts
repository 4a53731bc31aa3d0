import { dueAt, type Pause, type WorkingCalendar } from '#core/calendar'
import type { Instant } from '#core/kernel'
import type { RungReached } from './case-state.js'
import type { RuleVersion } from './compile-rules.js'
import type { EvidenceRow } from './evidence.js'

/** Which rungs an open gap has reached, and when it reaches the next. */
export interface LadderState {
  reached: readonly RungReached[]
  nextAt: Instant | null
}

/**
 * The ladder at `at`: rungs are further due times, counted from the breach on the addressee's calendar. An
 * acknowledgement of this breach stops the count, until the date it names or for good (MISSION ruling 2).
 */
export function ladderOf(
  { ladder }: RuleVersion,
  breachedAt: Instant,
  rows: readonly EvidenceRow[],
  at: Instant,
  calendar: WorkingCalendar,
): LadderState {
  const pauses = acknowledgedSince(breachedAt, rows)
  const reached: RungReached[] = []
  let nextAt: Instant | null = null
  for (const [rung, { when, calendar: own }] of ladder.entries()) {
    const due = dueAt(when, breachedAt, own ?? calendar, pauses)
    if (due === null) continue
    const tellsAt = when.kind === 'at' ? due : due + 1
    if (at >= tellsAt) reached.push({ rung, at: due })
    else if (nextAt === null || tellsAt < nextAt) nextAt = tellsAt
  }
  return { reached: reached.sort((one, other) => one.at - other.at || one.rung - other.rung), nextAt }
}

function acknowledgedSince(breachedAt: Instant, rows: readonly EvidenceRow[]): Pause[] {
  return rows
    .filter(({ role, occurredAt }) => role === 'acknowledges' && occurredAt >= breachedAt)
    .map(({ occurredAt, dates }) => ({ fromAt: occurredAt, untilAt: dates['until'] ?? null }))
}
