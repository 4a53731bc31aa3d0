import type { Instant } from '#core/kernel'
import { addMonths, type DayNumber, lastDayOfMonth, partsOf } from './civil-day.js'
import { dayOf, lastInstantOf } from './london.js'
import { type Axis, everyPoint, nthOutside, type Pause, pausedDays, pausedInstants } from './pauses.js'
import type { ClockPhrase, Duration, Span, Unit } from './phrase.js'
import type { WorkingCalendar } from './working-calendar.js'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const NO_PAUSES: readonly Pause[] = []

/**
 * The last instant that is still in time; null while the clock stands still with no end known.
 *
 * Days, weeks, months and years leave the anchor's own day out and end with the last day, 23:59:59.999 in
 * London (MISSION ruling 8); `beginning with` counts that day as day 1 (SOA 2003 s.83(1)); months clip to the
 * month's end; hours and minutes elapse. What a clock counts forward, a pause stretches: a day counts if the
 * clock runs as that day ends, hours count running time (CORE §4). `before`, `at` and `end of` name a moment,
 * and no pause moves it. `calendar` is asked for working days only.
 *
 * @throws HubError HUB_CALENDAR_NOT_COVERED when working days are counted outside the calendar's data.
 */
export function dueAt(
  phrase: ClockPhrase,
  anchorAt: Instant,
  calendar: WorkingCalendar,
  pauses: readonly Pause[] = NO_PAUSES,
): Instant | null {
  switch (phrase.kind) {
    case 'at':
      return anchorAt
    case 'before':
      return countedBack(phrase, anchorAt, calendar)
    case 'end of':
      return lastInstantOf(lastDayOf(phrase.span, dayOf(anchorAt)))
    case 'beginning with':
      return lastInstantOrNull(nthOutside(pausedDays(pauses), everyPoint, dayOf(anchorAt), phrase.count))
    case 'after':
      return countedOn(phrase, anchorAt, calendar, pauses)
  }
}

/** Whether `at` is too late: the due instant itself is in time, the next millisecond is not. */
export function isPastDue(due: Instant | null, at: Instant): boolean {
  return due !== null && at > due
}

/** Whether the clock counts back from its anchor, so that it may have passed before anybody could know (see `backwardFallback`). */
export function isBackward(phrase: ClockPhrase): boolean {
  return phrase.kind === 'before'
}

/** A backward deadline already past when its obligation opens falls one working day after receipt (MISSION ruling 8). */
export function backwardFallback(receivedAt: Instant, calendar: WorkingCalendar): Instant {
  return lastInstantOf(calendar.nthWorkingDay(dayOf(receivedAt) + 1, 1))
}

/** A length of time in milliseconds where no calendar is at hand: a day is 24 hours, a working day one too, a month 30 days, a year 365. */
export function durationMs({ count, unit }: Duration): number {
  return count * NOMINAL_MS[unit]
}

const NOMINAL_MS: Readonly<Record<Unit, number>> = {
  'calendar days': 24 * HOUR_MS,
  'working days': 24 * HOUR_MS,
  weeks: 7 * 24 * HOUR_MS,
  months: 30 * 24 * HOUR_MS,
  years: 365 * 24 * HOUR_MS,
  hours: HOUR_MS,
  minutes: MINUTE_MS,
}

function countedOn(
  { count, unit }: Duration,
  anchorAt: Instant,
  calendar: WorkingCalendar,
  pauses: readonly Pause[],
): Instant | null {
  if (isElapsing(unit)) {
    const last = nthOutside(pausedInstants(pauses), everyPoint, anchorAt, durationMs({ count, unit }))
    return last === null ? null : last + 1
  }
  const day = dayOf(anchorAt)
  if (unit !== 'working days') {
    const days = daysOn(day, count, unit)
    return lastInstantOrNull(nthOutside(pausedDays(pauses), everyPoint, day + 1, days))
  }
  return lastInstantOrNull(nthOutside(pausedDays(pauses), workingDaysOf(calendar), day + 1, count))
}

function countedBack({ count, unit }: Duration, anchorAt: Instant, calendar: WorkingCalendar): Instant {
  if (isElapsing(unit)) return anchorAt - durationMs({ count, unit })
  const day = dayOf(anchorAt)
  if (unit === 'working days') return lastInstantOf(calendar.nthWorkingDayBack(day - 1, count))
  return lastInstantOf(day + daysOn(day, -count, unit))
}

/** How many calendar days lie between a day and the one so many units on (or back). */
function daysOn(day: DayNumber, count: number, unit: Unit): number {
  if (unit === 'months') return addMonths(day, count) - day
  if (unit === 'years') return addMonths(day, 12 * count) - day
  return unit === 'weeks' ? 7 * count : count
}

function lastDayOf(span: Span, day: DayNumber): DayNumber {
  if (span === 'day') return day
  if (span === 'next calendar day') return day + 1
  const { year, month } = partsOf(day)
  return lastDayOfMonth(year, span === 'month' ? month : month - (month % 3) + 2)
}

function workingDaysOf(calendar: WorkingCalendar): Axis {
  return {
    nth: (first, nth) => calendar.nthWorkingDay(first, nth),
    count: (first, last) => calendar.workingDaysFrom(first, last),
  }
}

function isElapsing(unit: Unit): boolean {
  return unit === 'hours' || unit === 'minutes'
}

function lastInstantOrNull(day: DayNumber | null): Instant | null {
  return day === null ? null : lastInstantOf(day)
}
