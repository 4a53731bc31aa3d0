import { IANAZone } from 'luxon'
import { type Instant, parseInstant } from '#core/kernel'
import { DAY_MS, type DayNumber, dayText, parseDay } from './civil-day.js'

/**
 * Instants seen from Europe/London, where every deadline of the hub is judged (MISSION ruling 8).
 * The only file that asks luxon: one call costs some ten microseconds and deadlines are computed by the
 * ten thousand, so each day's first instant is asked for once and kept.
 */
const ZONE = IANAZone.create('Europe/London')

/** Days from 1970-01-01 to 2119-12-31 are kept; others are asked for each time, so the table stays bounded. */
const KEPT_DAYS = 54_787
const keptStarts = new Float64Array(KEPT_DAYS).fill(Number.NaN)

/** The London date that the instant falls on, as a day number. */
export function dayOf(at: Instant): DayNumber {
  const utcDay = Math.floor(at / DAY_MS)
  if (at < firstInstantOf(utcDay)) return utcDay - 1
  return at < firstInstantOf(utcDay + 1) ? utcDay : utcDay + 1
}

/** Midnight at which the London date begins. */
export function firstInstantOf(day: DayNumber): Instant {
  const kept = keptStarts[day]
  if (kept === undefined) return askForStart(day)
  if (!Number.isNaN(kept)) return kept
  return (keptStarts[day] = askForStart(day))
}

/**
 * The last instant of a London date, 23:59:59.999: one millisecond before the next date begins. A deadline
 * of days falls here, inclusively: what happens at this instant is in time, the next millisecond is late.
 */
export function lastInstantOf(day: DayNumber): Instant {
  return firstInstantOf(day + 1) - 1
}

/** The London date of an instant, `YYYY-MM-DD`. */
export function londonDay(at: Instant): string {
  return dayText(dayOf(at))
}

/** The London month of an instant, `YYYY-MM`. */
export function monthOf(at: Instant): string {
  return londonDay(at).slice(0, 7)
}

/** The first instant of the London date that `at` falls on. */
export function startOfDay(at: Instant): Instant {
  return firstInstantOf(dayOf(at))
}

/** The last instant (23:59:59.999) of the London date that `at` falls on. */
export function endOfDay(at: Instant): Instant {
  return lastInstantOf(dayOf(at))
}

/** London's wall time, `23:59`; seconds are cut off. */
export function londonTime(at: Instant): string {
  return new Date(at + offsetMs(at)).toISOString().slice(11, 16)
}

/**
 * The instant that a value in a message names: a timestamp with its zone, or a date alone, which is read as
 * 00:00 in London (CORE §3). Undefined for anything else; a local time without a zone is not guessed at.
 */
export function instantOf(value: unknown): Instant | undefined {
  if (typeof value !== 'string') return undefined
  const day = parseDay(value)
  return day === undefined ? parseInstant(value) : firstInstantOf(day)
}

/** London's offset changes at 01:00 UTC, never at midnight, so the offset found on the second look is the day's own. */
function askForStart(day: DayNumber): Instant {
  const utcMidnight = day * DAY_MS
  return utcMidnight - offsetMs(utcMidnight - offsetMs(utcMidnight))
}

function offsetMs(at: Instant): number {
  return ZONE.offset(at) * 60_000
}
