import type { WorkingCalendar } from '#core/calendar'
import type { Instant } from '#core/kernel'
import type { CaseStatus, ClockFigure, Stretch } from './case-state.js'
import { clocksOf } from './clocks.js'
import type { Cycle } from './cycles.js'
import type { Profiles } from './person-history.js'
import { stretchesOf } from './stretches.js'

/** One cycle as it stands at an instant. */
export interface JudgedCycle {
  cycle: Cycle
  clocks: readonly ClockFigure[]
  stretches: readonly Stretch[]
  status: CaseStatus
}

export function judgedCycle(
  cycle: Cycle,
  at: Instant,
  calendar: WorkingCalendar,
  profiles: Profiles,
): JudgedCycle {
  const clocks = clocksOf(cycle, at, calendar, profiles)
  const stretches = stretchesOf(cycle, clocks, at)
  return { cycle, clocks, stretches, status: statusOf(cycle, clocks, stretches) }
}

function statusOf(
  { closures: [end] }: Cycle,
  clocks: readonly ClockFigure[],
  stretches: readonly Stretch[],
): CaseStatus {
  const open = stretches.filter(({ closedAt }) => closedAt === null)
  if (open.length > 0) return open.some(({ reason }) => reason === 'conflict') ? 'conflict' : 'breached'
  if (end === undefined) return 'open'
  if (end.by !== 'met') return end.by
  const isLate =
    clocks.some(({ isMissed }) => isMissed) || stretches.some(({ closing }) => closing === 'met-late')
  return isLate ? 'met-late' : 'met'
}
