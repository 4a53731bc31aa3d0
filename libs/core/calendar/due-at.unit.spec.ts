import { describe, expect, it } from '@jest/globals'
import { backwardFallback, dueAt, durationMs, isBackward, isPastDue } from './due-at.js'
import { calendarWith } from './holidays.fixture.js'
import { endOfDay, instantOf, londonDay, londonTime } from './london.js'
import type { Pause } from './pauses.js'
import { type ClockPhrase, parseDuration, parsePhrase } from './phrase.js'

const calendar = calendarWith()

function clock(text: string): ClockPhrase {
  const parsed = parsePhrase(text)
  if (!parsed.ok) throw new Error(parsed.fault.says)
  return parsed.phrase
}

function at(text: string): number {
  const instant = instantOf(text)
  if (instant === undefined) throw new Error(`${text} is no instant`)
  return instant
}

function endOf(day: string): number {
  return endOfDay(at(day))
}

function due(text: string, anchor: string, pauses: readonly Pause[] = []): number | null {
  return dueAt(clock(text), at(anchor), calendar, pauses)
}

// D11 is a share of a population, not a deadline: test/conformance/deadlines.spec.ts asks it of the measure.
describe('the worked deadlines of DOMAIN B.3', () => {
  it('D1: counts the day of sentence as day 1 of the three days to notify', () => {
    const deadline = due('3 days beginning with opening', '2011-10-03T15:00:00+01:00')
    expect(deadline).toBe(endOf('2011-10-05'))
    expect(isPastDue(deadline, at('2011-10-05T23:00:00+01:00'))).toBe(false)
    expect(isPastDue(deadline, at('2011-10-06T00:00:00+01:00'))).toBe(true)
  })

  it('D2: lets a calendar deadline fall on Christmas Day', () => {
    expect(due('3 days beginning with opening', '2011-12-23T10:00:00Z')).toBe(endOf('2011-12-25'))
  })

  it('D3: stands still in custody and counts the day of release', () => {
    const custody = { fromAt: at('2011-10-03T15:00:00+01:00'), untilAt: at('2012-01-10T09:30:00Z') }
    expect(due('3 days beginning with opening', '2011-10-03T15:00:00+01:00', [custody])).toBe(
      endOf('2012-01-12'),
    )
  })

  it('D4: skips Good Friday and Easter Monday', () => {
    expect(due('3 working days after opening', '2011-04-21')).toBe(endOf('2011-04-28'))
  })

  it('D5: skips the moved spring holiday and the Diamond Jubilee', () => {
    expect(due('3 working days after opening', '2012-06-01')).toBe(endOf('2012-06-08'))
  })

  it('D6: counts 56 days across a leap day and the start of summer time', () => {
    expect(due('56 calendar days after opening', '2012-02-01')).toBe(endOf('2012-03-28'))
    expect(due('8 weeks after opening', '2012-02-01')).toBe(endOf('2012-03-28'))
  })

  it('D7: warns at 84 days and breaches at 112', () => {
    expect(due('84 calendar days after opening', '2011-09-05')).toBe(endOf('2011-11-28'))
    const breach = due('112 calendar days after opening', '2011-09-05')
    expect(breach).toBe(endOf('2011-12-26'))
    expect(dueAt(clock('28 days before due'), breach ?? 0, calendar)).toBe(endOf('2011-11-28'))
  })

  it('D8: dates the papers of a standard recall over Christmas', () => {
    const returned = '2011-12-20T16:20:00Z'
    expect(due('1 working day after opening', returned)).toBe(endOf('2011-12-21'))
    expect(due('14 working days after opening', returned)).toBe(endOf('2012-01-12'))
    expect(due('28 calendar days after opening', returned)).toBe(endOf('2012-01-17'))
  })

  it('D9: asks for notice of travel a day, or seven, before departure', () => {
    expect(due('24 hours before data.departure', '2001-07-12')).toBe(at('2001-07-11'))
    expect(due('7 calendar days before data.departure', '2012-09-20')).toBe(endOf('2012-09-13'))
  })

  it('D10: clips six months before a release to the end of February', () => {
    expect(due('6 months before data.releaseDate', '2012-08-31')).toBe(endOf('2012-02-29'))
  })

  it('D12: lets 96 hours elapse across the start of summer time', () => {
    const deadline = due('96 hours after opening', '2012-03-25T00:30:00Z')
    expect(deadline).toBe(at('2012-03-29T01:30:00+01:00'))
    expect(londonTime(deadline ?? 0)).toBe('01:30')
  })
})

describe('a deadline', () => {
  it('has no due time while its clock stands still with no end known', () => {
    const custody = { fromAt: at('2011-10-03'), untilAt: null }
    expect(due('3 days beginning with opening', '2011-10-03', [custody])).toBeNull()
    expect(due('24 hours after opening', '2011-10-03T01:00:00Z', [custody])).toBeNull()
  })

  it('keeps its due time when the pause begins after it', () => {
    const later = { fromAt: at('2011-10-06T00:00:00+01:00'), untilAt: null }
    expect(due('3 days beginning with opening', '2011-10-03', [later])).toBe(endOf('2011-10-05'))
  })

  it('counts a day of custody that was over before midnight', () => {
    const night = { fromAt: at('2011-10-04T09:00:00+01:00'), untilAt: at('2011-10-04T17:00:00+01:00') }
    expect(due('3 calendar days after opening', '2011-10-03', [night])).toBe(endOf('2011-10-06'))
  })

  it('stretches hours by the time the clock stood still, overlapping pauses once', () => {
    const pauses = [
      { fromAt: at('2011-10-03T12:00:00Z'), untilAt: at('2011-10-03T15:00:00Z') },
      { fromAt: at('2011-10-03T14:00:00Z'), untilAt: at('2011-10-03T16:00:00Z') },
    ]
    expect(due('4 hours after opening', '2011-10-03T10:00:00Z', pauses)).toBe(at('2011-10-03T18:00:00Z'))
    expect(due('2 hours after opening', '2011-10-03T10:00:00Z', pauses)).toBe(at('2011-10-03T12:00:00Z'))
  })

  it('stretches working days by those on which the clock did not run', () => {
    const away = { fromAt: at('2011-10-04T12:00:00Z'), untilAt: at('2011-10-06T12:00:00Z') }
    expect(due('3 working days after opening', '2011-10-03', [away])).toBe(endOf('2011-10-10'))
  })

  it('clips months and years to the end of the month', () => {
    expect(due('1 month after opening', '2012-01-31')).toBe(endOf('2012-02-29'))
    expect(due('1 year after opening', '2012-02-29')).toBe(endOf('2013-02-28'))
  })

  it('falls at the end of a named span', () => {
    expect(due('end of the month', '2012-02-01')).toBe(endOf('2012-02-29'))
    expect(due('end of the next calendar day', '2011-10-03T22:30:00+01:00')).toBe(endOf('2011-10-04'))
    expect(due('end of the day', '2011-10-03T22:30:00+01:00')).toBe(endOf('2011-10-03'))
    expect(due('end of the quarter', '2011-10-03')).toBe(endOf('2011-12-31'))
  })

  it('counts working days back from a meeting', () => {
    expect(due('2 working days before data.date', '2011-04-26')).toBe(endOf('2011-04-20'))
  })

  it('is at its anchor when the phrase says at', () => {
    expect(due('at opening', '2011-10-03T15:00:00+01:00')).toBe(at('2011-10-03T14:00:00Z'))
  })

  it('counts a rung of a ladder from the breach', () => {
    const breach = endOf('2011-04-21')
    expect(dueAt(clock('at breach'), breach, calendar)).toBe(breach)
    expect(dueAt(clock('after 1 working day'), breach, calendar)).toBe(endOf('2011-04-26'))
  })

  it('takes the fallback of one working day when it counts back and has passed', () => {
    expect(isBackward(clock('6 months before data.releaseDate'))).toBe(true)
    expect(isBackward(clock('6 months after opening'))).toBe(false)
    expect(londonDay(backwardFallback(at('2011-04-21T10:00:00Z'), calendar))).toBe('2011-04-26')
  })

  it('gives a wait in milliseconds', () => {
    const wait = parseDuration('45 minutes')
    expect(wait.ok && durationMs(wait.duration)).toBe(2_700_000)
  })
})
