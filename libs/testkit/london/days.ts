/** A day as `YYYY-MM-DD`. The scenario does its own date arithmetic, so that it can tell when the hub's is wrong. */
export type Day = string

const DAY_MS = 86_400_000
/** Bank holidays from October 2011 to January 2012 (gov.uk, DOMAIN C.9). */
const HOLIDAYS = new Set(['2011-12-26', '2011-12-27', '2012-01-02'])
/** The last Sunday of October 2011, when summer time ended. */
const WINTER_FROM = '2011-10-30'

export function plusDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

export function isWorkingDay(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !HOLIDAYS.has(day)
}

/** So many working days later; the day itself is not counted. */
export function plusWorkingDays(day: Day, days: number): Day {
  let at = day
  for (let left = days; left > 0;) {
    at = plusDays(at, 1)
    if (isWorkingDay(at)) left--
  }
  return at
}

/** So many working days earlier. */
export function minusWorkingDays(day: Day, days: number): Day {
  let at = day
  for (let left = days; left > 0;) {
    at = plusDays(at, -1)
    if (isWorkingDay(at)) left--
  }
  return at
}

/** Every day from `first` to `last`, both included. */
export function daysBetween(first: Day, last: Day): Day[] {
  const days: Day[] = []
  for (let day = first; day <= last; day = plusDays(day, 1)) days.push(day)
  return days
}

/** A time of the day in London, `18:00`, as an instant; for the last quarter of 2011 and no other time. */
export function londonInstant(day: Day, time: string): number {
  return Date.parse(`${day}T${time}:00${day < WINTER_FROM ? '+01:00' : 'Z'}`)
}

/** `DD/MM/YYYY` */
export function british(day: Day): string {
  return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
}

/** `YYYYMMDD` */
export function compact(day: Day): string {
  return day.replaceAll('-', '')
}

/** `03-Oct-2011` */
export function abbreviated(day: Day): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  return `${day.slice(8)}-${months[Number(day.slice(5, 7)) - 1]}-${day.slice(0, 4)}`
}
