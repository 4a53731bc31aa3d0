import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { parseCalendars } from './calendars.js'
import { DAY_MS, parseDay } from './civil-day.js'

const text = readFileSync(new URL('../../../contracts/reference/calendars.yaml', import.meta.url), 'utf8')
const holidays: readonly string[] = parse(text)['england-and-wales'].holidays

/** Years whose holidays a proclamation changed; in all others the rule gives them. */
const PROCLAIMED = new Set([2002, 2011, 2012, 2020, 2022, 2023])

describe('the committed bank holidays', () => {
  it('load as a calendar of 2001 to 2028', () => {
    const parsed = parseCalendars(parse(text))
    expect(parsed.ok && parsed.calendars.get('england-and-wales')?.covers).toEqual([
      '2001-01-01',
      '2028-12-31',
    ])
  })

  it('are the days of 2011 and 2012 that the worked deadlines rest on', () => {
    expect(holidays.filter((day) => day.startsWith('2011'))).toContain('2011-04-29')
    expect(holidays.filter((day) => day.startsWith('2012'))).toEqual(
      '01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26'.split(' ').map((day) => `2012-${day}`),
    )
  })

  it('number 140 from 2012 to 2028, as the published file does', () => {
    expect(holidays.filter((day) => day >= '2012').length).toBe(140)
  })

  it('are eight on weekdays in every year without a proclamation', () => {
    for (let year = 2001; year <= 2028; year++) {
      const days = holidays.filter((day) => day.startsWith(String(year)))
      if (!PROCLAIMED.has(year)) expect([year, days.length]).toEqual([year, 8])
      for (const day of days)
        expect([0, 6]).not.toContain(new Date((parseDay(day) ?? 0) * DAY_MS).getUTCDay())
    }
  })
})
