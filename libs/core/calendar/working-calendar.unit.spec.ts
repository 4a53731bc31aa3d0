import { describe, expect, it } from '@jest/globals'
import { HubError } from '#core/kernel'
import { parseCalendars } from './calendars.js'
import { dueAt } from './due-at.js'
import { calendarWith } from './holidays.fixture.js'
import { instantOf } from './london.js'
import { workingCalendar } from './working-calendar.js'

const threeWorkingDays = { kind: 'after', count: 3, unit: 'working days', anchor: { at: 'opening' } } as const

function refused(act: () => unknown): HubError {
  try {
    act()
  } catch (error) {
    if (error instanceof HubError) return error
  }
  throw new Error('Nothing was refused.')
}

describe('a working calendar', () => {
  it.each(['2009-12-31', '2013-12-30', '2014-06-01'])('does not guess outside its data, from %s', (day) => {
    const error = refused(() => dueAt(threeWorkingDays, instantOf(day) ?? 0, calendarWith()))
    expect(error.code).toBe('HUB_CALENDAR_NOT_COVERED')
    expect(error.message).toContain('contracts/reference/calendars.yaml')
    expect(error.message).toContain('2011-01-01 to 2013-12-31')
  })

  it('does not guess when counting back out of its data', () => {
    const before = { ...threeWorkingDays, kind: 'before' } as const
    const error = refused(() => dueAt(before, instantOf('2011-01-05') ?? 0, calendarWith()))
    expect(error.code).toBe('HUB_CALENDAR_NOT_COVERED')
  })

  it('counts calendar days where it covers nothing', () => {
    const days = { ...threeWorkingDays, unit: 'calendar days' } as const
    expect(dueAt(days, instantOf('2001-01-01') ?? 0, calendarWith())).toBe((instantOf('2001-01-05') ?? 0) - 1)
  })

  it.each([
    [['2011-13-01'], ['2011-01-01', '2011-12-31']],
    [['2010-12-31'], ['2011-01-01', '2011-12-31']],
    [
      ['2011-01-03', '2011-01-03'],
      ['2011-01-01', '2011-12-31'],
    ],
    [[], ['2011-12-31', '2011-01-01']],
  ] as const)('is refused with holidays %j over %j', (holidays, covers) => {
    const error = refused(() => workingCalendar({ name: 'odd', holidays: [...holidays], covers }))
    expect(error.code).toBe('HUB_CALENDAR_INVALID')
  })
})

describe('the file of calendars', () => {
  const good = { zone: 'Europe/London', covers: ['2011-01-01', '2011-12-31'], holidays: ['2011-04-29'] }

  it('gives each calendar by name', () => {
    const parsed = parseCalendars({ 'england-and-wales': good })
    expect(parsed.ok && [...parsed.calendars.keys()]).toEqual(['england-and-wales'])
  })

  it('lists every fault, with its calendar', () => {
    const parsed = parseCalendars({
      a: { ...good, zone: 'Europe/Paris' },
      b: { ...good, covers: ['2011-01-01'] },
      c: { ...good, holidays: '2011-04-29' },
      d: { ...good, holidays: ['2012-04-29'] },
      e: null,
    })
    expect(parsed.ok ? [] : parsed.faults.map((fault) => fault.at)).toEqual(['/a', '/b', '/c', '/d', '/e'])
  })
})
