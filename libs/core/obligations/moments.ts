import { startOfDay } from '#core/calendar'
import type { Instant } from '#core/kernel'

/** A time as known: to the millisecond, or to the London date that it begins. */
export interface Moment {
  occurredAt: Instant
  dayPrecision: boolean
}

/** Negative, zero or positive as `one` is before, level with or after `other`, on the coarser of their two scales (CORE §3). */
export function compareMoments(one: Moment, other: Moment): number {
  if (!one.dayPrecision && !other.dayPrecision) return one.occurredAt - other.occurredAt
  return startOfDay(one.occurredAt) - startOfDay(other.occurredAt)
}

export function isAtOrAfter(one: Moment, other: Moment): boolean {
  return one.occurredAt >= other.occurredAt || compareMoments(one, other) >= 0
}
