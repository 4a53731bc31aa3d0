import { describe, expect, it } from '@jest/globals'
import { explainDue } from './explain-due.js'
import { calendarWith } from './holidays.fixture.js'
import { instantOf } from './london.js'
import type { Pause } from './pauses.js'
import { parsePhrase } from './phrase.js'

const calendar = calendarWith()

function explained(text: string, anchor: string, pauses: readonly Pause[] = []): string {
  const parsed = parsePhrase(text)
  if (!parsed.ok) throw new Error(parsed.fault.says)
  return explainDue(parsed.phrase, at(anchor), calendar, pauses)
}

function at(text: string): number {
  return instantOf(text) ?? 0
}

describe('the explanation of a deadline', () => {
  it('names the holidays it skipped', () => {
    expect(explained('3 working days after opening', '2011-04-21')).toBe(
      'Thu 21 April 2011 + 3 working days, skipping 2 weekend days and the holidays Fri 22 April 2011, ' +
        'Mon 25 April 2011 = Thu 28 April 2011, 23:59',
    )
  })

  it('says that the first day counts where it does', () => {
    expect(explained('3 days beginning with opening', '2011-10-03T15:00:00+01:00')).toBe(
      '3 calendar days beginning with Mon 3 October 2011, which is day 1 = Wed 5 October 2011, 23:59',
    )
  })

  it('tells how long the clock stood still', () => {
    const custody = { fromAt: at('2011-10-03T15:00:00+01:00'), untilAt: at('2012-01-10T09:30:00Z') }
    expect(explained('3 days beginning with opening', '2011-10-03T15:00:00+01:00', [custody])).toBe(
      '3 calendar days beginning with Mon 3 October 2011, which is day 1, not counting 99 days on which the clock ' +
        'stood still (Mon 3 October 2011 to Mon 9 January 2012) = Thu 12 January 2012, 23:59',
    )
    expect(
      explained('3 days beginning with opening', '2011-10-03', [{ ...custody, untilAt: null }]),
    ).toContain('nothing falls due until it runs again')
  })

  it('shows times where hours elapse, in summer time', () => {
    expect(explained('96 hours after opening', '2012-03-25T00:30:00Z')).toBe(
      'Sun 25 March 2012, 00:30 + 96 hours = Thu 29 March 2012, 01:30',
    )
  })

  it('counts back from a date', () => {
    expect(explained('6 months before data.releaseDate', '2012-08-31')).toBe(
      'Fri 31 August 2012 − 6 months = Wed 29 February 2012, 23:59',
    )
    expect(explained('2 working days before data.date', '2011-04-26')).toBe(
      'Tue 26 April 2011 − 2 working days, skipping 2 weekend days and the holidays Fri 22 April 2011, ' +
        'Mon 25 April 2011 = Wed 20 April 2011, 23:59',
    )
  })

  it('names the span whose end is meant', () => {
    expect(explained('end of the month', '2012-02-01')).toBe(
      'the end of the month of Wed 1 February 2012 = Wed 29 February 2012, 23:59',
    )
  })
})
