import type { Instant } from '#core/kernel'
import type { DayNumber } from './civil-day.js'
import { dayOf } from './london.js'

/** A stretch of time in which a clock stands still, from `fromAt` up to but not including `untilAt`; null: to this day. */
export interface Pause {
  fromAt: Instant
  untilAt: Instant | null
}

/** Stretches that do not count, first and last included, in order and apart from one another. */
export type Stretch = readonly [first: number, last: number]

/** What can be counted along: calendar days, working days, milliseconds. */
export interface Axis {
  /** The `nth` unit at or after `first`; 1 gives the first of them. */
  nth(first: number, nth: number): number
  /** How many units lie from `first` to `last`, both included. */
  count(first: number, last: number): number
}

/** Every point counts: calendar days, and instants in milliseconds. */
export const everyPoint: Axis = {
  nth: (first, nth) => first + nth - 1,
  count: (first, last) => last - first + 1,
}

/**
 * The `nth` unit at or after `first` that lies in no stretch; null when the last stretch has no end and the
 * count is not reached before it.
 */
export function nthOutside(
  stretches: readonly Stretch[],
  axis: Axis,
  first: number,
  nth: number,
): number | null {
  let from = first
  let left = nth
  for (const [start, end] of stretches) {
    if (end < from) continue
    const reached = start > from ? axis.nth(from, left) : start
    if (reached < start) return reached
    if (start > from) left -= axis.count(from, start - 1)
    if (end === Infinity) return null
    from = end + 1
  }
  return axis.nth(from, left)
}

/** The days that do not count: a day counts if the clock runs as that day ends (CORE §4; it gives D1 to D3). */
export function pausedDays(pauses: readonly Pause[]): Stretch[] {
  return merged(pauses, (pause) => [
    dayOf(pause.fromAt),
    pause.untilAt === null ? Infinity : lastDayEndedBefore(pause.untilAt),
  ])
}

/** The milliseconds that do not count towards running hours. */
export function pausedInstants(pauses: readonly Pause[]): Stretch[] {
  return merged(pauses, (pause) => [pause.fromAt, pause.untilAt === null ? Infinity : pause.untilAt - 1])
}

/** A day's last instant is before `untilAt` for every day before the one that `untilAt` falls on. */
function lastDayEndedBefore(untilAt: Instant): DayNumber {
  return dayOf(untilAt) - 1
}

function merged(pauses: readonly Pause[], stretchOf: (pause: Pause) => Stretch): Stretch[] {
  if (pauses.length === 0) return []
  const sorted = pauses
    .map(stretchOf)
    .filter(([first, last]) => first <= last)
    .sort((one, other) => one[0] - other[0])
  const apart: Stretch[] = []
  for (const [first, last] of sorted) {
    const previous = apart.at(-1)
    if (previous === undefined || first > previous[1] + 1) apart.push([first, last])
    else apart[apart.length - 1] = [previous[0], Math.max(previous[1], last)]
  }
  return apart
}
