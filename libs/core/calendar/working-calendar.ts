import { HubError } from '#core/kernel'
import { type DayNumber, dayText, parseDay, weekdayOf } from './civil-day.js'

/**
 * Which days of a place are working days: not Saturday, not Sunday, not a holiday (R59: manage-recalls-api
 * BankHolidayService). It answers only for the days its data covers and throws HUB_CALENDAR_NOT_COVERED for
 * others, because a guessed holiday is a wrong deadline.
 */
export interface WorkingCalendar {
  readonly name: string
  /** First and last day covered, `YYYY-MM-DD`, both included. */
  readonly covers: readonly [from: string, until: string]
  isWorkingDay(day: DayNumber): boolean
  isHoliday(day: DayNumber): boolean
  /** How many working days lie from `first` to `last`, both included. */
  workingDaysFrom(first: DayNumber, last: DayNumber): number
  /** The `nth` working day at or after `first`; 1 gives the first of them. */
  nthWorkingDay(first: DayNumber, nth: number): DayNumber
  /** The `nth` working day at or before `last`, counting back. */
  nthWorkingDayBack(last: DayNumber, nth: number): DayNumber
}

export interface CalendarData {
  name: string
  /** `YYYY-MM-DD`, each within `covers`. */
  holidays: readonly string[]
  covers: readonly [from: string, until: string]
}

/**
 * Builds the calendar once, with every answer an array look-up afterwards.
 * @throws HubError HUB_CALENDAR_INVALID when a day is no date, repeats, or lies outside what is covered.
 */
export function workingCalendar({ name, holidays, covers }: CalendarData): WorkingCalendar {
  const from = requiredDay(name, covers[0])
  const until = requiredDay(name, covers[1])
  if (until < from) throw invalid(name, `it covers nothing: ${covers[0]} to ${covers[1]}`)
  const closed = new Set<DayNumber>()
  for (const text of holidays) {
    const day = requiredDay(name, text)
    if (day < from || day > until) throw invalid(name, `holiday ${text} is outside what it covers`)
    if (closed.has(day)) throw invalid(name, `holiday ${text} is listed twice`)
    closed.add(day)
  }
  return new CountedCalendar(name, [covers[0], covers[1]], from, until, closed)
}

class CountedCalendar implements WorkingCalendar {
  /** `soFar[i]`: working days before day `from + i`. */
  private readonly soFar: Int32Array
  private readonly working: DayNumber[] = []

  constructor(
    readonly name: string,
    readonly covers: readonly [string, string],
    private readonly from: DayNumber,
    private readonly until: DayNumber,
    private readonly closed: ReadonlySet<DayNumber>,
  ) {
    this.soFar = new Int32Array(until - from + 2)
    for (let day = from; day <= until; day++) {
      const weekday = weekdayOf(day)
      if (weekday !== 0 && weekday !== 6 && !closed.has(day)) this.working.push(day)
      this.soFar[day - from + 1] = this.working.length
    }
  }

  isWorkingDay(day: DayNumber): boolean {
    return this.workingDaysFrom(day, day) === 1
  }

  isHoliday(day: DayNumber): boolean {
    return this.closed.has(this.covered(day))
  }

  workingDaysFrom(first: DayNumber, last: DayNumber): number {
    return last < first ? 0 : this.through(last) - this.before(first)
  }

  nthWorkingDay(first: DayNumber, nth: number): DayNumber {
    return this.working[this.before(first) + nth - 1] ?? this.refuse(this.until + 1)
  }

  nthWorkingDayBack(last: DayNumber, nth: number): DayNumber {
    return this.working[this.through(last) - nth] ?? this.refuse(this.from - 1)
  }

  /** Working days before `day`. */
  private before(day: DayNumber): number {
    return this.soFar[this.covered(day) - this.from] ?? 0
  }

  /** Working days up to and with `day`. */
  private through(day: DayNumber): number {
    return this.soFar[this.covered(day) - this.from + 1] ?? 0
  }

  private covered(day: DayNumber): DayNumber {
    return day < this.from || day > this.until ? this.refuse(day) : day
  }

  private refuse(day: DayNumber): never {
    throw new HubError(
      'HUB_CALENDAR_NOT_COVERED',
      `The calendar ${this.name} covers ${this.covers[0]} to ${this.covers[1]} and was asked about ${dayText(day)}: ` +
        'add the holidays of those years to contracts/reference/calendars.yaml and widen its covers.',
      'after-repair',
    )
  }
}

function requiredDay(name: string, text: string): DayNumber {
  const day = parseDay(text)
  if (day === undefined) throw invalid(name, `${JSON.stringify(text)} is not a date as YYYY-MM-DD`)
  return day
}

function invalid(name: string, what: string): HubError {
  return new HubError('HUB_CALENDAR_INVALID', `Calendar ${name} cannot be used: ${what}.`, 'after-repair')
}
