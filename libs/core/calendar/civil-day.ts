/** A date of the civil calendar as days since 1970-01-01. Arithmetic on it knows no zone and no clock. */
export type DayNumber = number

export const DAY_MS = 86_400_000

const DATE = /^\d{4}-\d{2}-\d{2}$/
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** Reads `YYYY-MM-DD`; undefined for anything else, 30 February included. */
export function parseDay(text: string): DayNumber | undefined {
  if (!DATE.test(text)) return undefined
  const at = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) return undefined
  return at / DAY_MS
}

/** The date as `YYYY-MM-DD`. */
export function dayText(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** The date as people write it: `Thu 28 April 2011`. */
export function spokenDay(day: DayNumber): string {
  const { year, month, dayOfMonth } = partsOf(day)
  return `${WEEKDAYS[weekdayOf(day)]} ${dayOfMonth} ${MONTHS[month]} ${year}`
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7
}

/** The same day of the month `months` later (or earlier, if negative), clipped to the month's last day (DOMAIN B.1, D10). */
export function addMonths(day: DayNumber, months: number): DayNumber {
  const { year, month, dayOfMonth } = partsOf(day)
  const last = lastDayOfMonth(year, month + months)
  return Math.min(dayNumberOf(year, month + months, dayOfMonth), last)
}

/** The last day of a month; `month` counts from 0 and may run past December. */
export function lastDayOfMonth(year: number, month: number): DayNumber {
  return dayNumberOf(year, month + 1, 0)
}

export function partsOf(day: DayNumber): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(day * DAY_MS)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), dayOfMonth: date.getUTCDate() }
}

function dayNumberOf(year: number, month: number, dayOfMonth: number): DayNumber {
  return Date.UTC(year, month, dayOfMonth) / DAY_MS
}
