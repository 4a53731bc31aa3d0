import { dueAt, endOfDay, instantOf, type WorkingCalendar } from '#core/calendar'
import type { Standing } from '#core/catalogue'
import type { Instant } from '#core/kernel'

/**
 * The last instant at which a fact stands: the end of the London day that it names itself, or of the longest time that its
 * event allows, whichever comes first. @param occurredAt when the fact happened
 * @throws HubError HUB_CONDITION_FAILED
 */
export function standsUntil(
  { until, atMost }: Standing,
  data: unknown,
  occurredAt: Instant,
  calendar: WorkingCalendar,
): Instant {
  const bound = dueAt(atMost, occurredAt, calendar) ?? occurredAt
  const named = instantOf(until?.value({ data }))
  return named === undefined ? bound : Math.min(endOfDay(named), bound)
}
