import type { Instant } from '#core/kernel'
import { type DayNumber, spokenDay, weekdayOf } from './civil-day.js'
import { dueAt } from './due-at.js'
import { dayOf, londonTime } from './london.js'
import { type Pause, pausedDays, type Stretch } from './pauses.js'
import { type ClockPhrase, printCount, type Span } from './phrase.js'
import type { WorkingCalendar } from './working-calendar.js'

/** A sentence stays short: beyond this many, holidays and pauses are counted and not named. */
const NAMED_MAX = 4

/**
 * A deadline's arithmetic in words, for the page of a gap: `Thu 21 April 2011 + 3 working days, skipping 1 weekend
 * and the holidays Fri 22 April 2011, Mon 25 April 2011 = Thu 28 April 2011, 23:59`.
 * @throws HubError HUB_CALENDAR_NOT_COVERED as `dueAt` does.
 */
export function explainDue(
  phrase: ClockPhrase,
  anchorAt: Instant,
  calendar: WorkingCalendar,
  pauses: readonly Pause[] = [],
): string {
  const due = dueAt(phrase, anchorAt, calendar, pauses)
  const sum = arithmetic(phrase, anchorAt)
  const clauses = due === null ? [] : clausesOf(phrase, anchorAt, due, calendar, pauses)
  if (due === null) return `${sum}: the clock stands still, and nothing falls due until it runs again`
  return `${[sum, ...clauses].join(', ')} = ${spokenDay(dayOf(due))}, ${londonTime(due)}`
}

function arithmetic(phrase: ClockPhrase, anchorAt: Instant): string {
  const day = spokenDay(dayOf(anchorAt))
  const moment = `${day}, ${londonTime(anchorAt)}`
  switch (phrase.kind) {
    case 'at':
      return `at ${moment}`
    case 'beginning with':
      return `${printCount({ count: phrase.count, unit: 'calendar days' })} beginning with ${day}, which is day 1`
    case 'end of':
      return `${END_OF[phrase.span]} ${day}`
    case 'after':
    case 'before': {
      const elapses = phrase.unit === 'hours' || phrase.unit === 'minutes'
      return `${elapses ? moment : day} ${phrase.kind === 'after' ? '+' : '−'} ${printCount(phrase)}`
    }
  }
}

const END_OF: Readonly<Record<Span, string>> = {
  day: 'the end of',
  'next calendar day': 'the end of the day after',
  month: 'the end of the month of',
  quarter: 'the end of the quarter of',
}

function clausesOf(
  phrase: ClockPhrase,
  anchorAt: Instant,
  due: Instant,
  calendar: WorkingCalendar,
  pauses: readonly Pause[],
): string[] {
  const clauses: string[] = []
  if ('unit' in phrase && phrase.unit === 'working days') {
    const [first, last] = phrase.kind === 'after' ? [anchorAt, due] : [due, anchorAt]
    const skipped = skippedDays(dayOf(first) + 1, dayOf(last) - 1, calendar)
    if (skipped !== '') clauses.push(skipped)
  }
  if (phrase.kind === 'after' || phrase.kind === 'beginning with') {
    const stood = pausesBetween(phrase, anchorAt, due, pauses)
    if (stood !== '') clauses.push(stood)
  }
  return clauses
}

function skippedDays(first: DayNumber, last: DayNumber, calendar: WorkingCalendar): string {
  let weekendDays = 0
  const holidays: DayNumber[] = []
  for (let day = first; day <= last; day++) {
    if (weekdayOf(day) === 0 || weekdayOf(day) === 6) weekendDays++
    else if (calendar.isHoliday(day)) holidays.push(day)
  }
  const skipped = [counted(weekendDays, 'weekend day'), listed(holidays)].filter((part) => part !== '')
  return skipped.length === 0 ? '' : `skipping ${skipped.join(' and ')}`
}

function listed(holidays: readonly DayNumber[]): string {
  if (holidays.length > NAMED_MAX) return counted(holidays.length, 'holiday')
  const named = holidays.map(spokenDay).join(', ')
  return holidays.length === 0 ? '' : `the holiday${holidays.length === 1 ? '' : 's'} ${named}`
}

function pausesBetween(
  phrase: ClockPhrase,
  anchorAt: Instant,
  due: Instant,
  pauses: readonly Pause[],
): string {
  if ('unit' in phrase && (phrase.unit === 'hours' || phrase.unit === 'minutes')) {
    const stood = pauses.some(
      ({ fromAt, untilAt }) => fromAt < due && (untilAt === null || untilAt > anchorAt),
    )
    return stood ? 'not counting the time in which the clock stood still' : ''
  }
  const first = dayOf(anchorAt) + (phrase.kind === 'after' ? 1 : 0)
  const stretches = pausedDays(pauses)
    .map(([from, until]): Stretch => [Math.max(from, first), Math.min(until, dayOf(due))])
    .filter(([from, until]) => from <= until)
  if (stretches.length === 0) return ''
  const days = stretches.reduce((total, [from, until]) => total + until - from + 1, 0)
  const spans = stretches.map(([from, until]) => `${spokenDay(from)} to ${spokenDay(until)}`)
  const when = stretches.length > NAMED_MAX ? '' : ` (${spans.join('; ')})`
  return `not counting ${counted(days, 'day')} on which the clock stood still${when}`
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`
}
