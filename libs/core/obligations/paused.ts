import type { Pause } from '#core/calendar'
import type { Instant } from '#core/kernel'
import type { Cycle } from './cycles.js'
import type { Profiles } from './person-history.js'

/** When the clocks of a cycle stand still: `pausedWhile`, read from the person's history since the cycle began (DOMAIN B.1). */
export function pausesOf({ start, version }: Cycle, profiles: Profiles): Pause[] {
  const condition = version.obligation.pausedWhile
  if (condition === undefined || start.person === null) return []
  const history = profiles(start.person)
  const isPaused = (at: Instant): boolean =>
    condition.holds({ data: start.opening, person: history.asAt(at) })
  const pauses: Pause[] = []
  let fromAt = isPaused(start.occurredAt) ? start.occurredAt : null
  for (const at of history.changesAt) {
    if (at <= start.occurredAt) continue
    const paused = isPaused(at)
    if (paused && fromAt === null) fromAt = at
    if (!paused && fromAt !== null) {
      pauses.push({ fromAt, untilAt: at })
      fromAt = null
    }
  }
  return fromAt === null ? pauses : [...pauses, { fromAt, untilAt: null }]
}
