import { describe, expect, it } from '@jest/globals'
import { endOfDay, instantOf, londonDay, londonTime, monthOf, startOfDay } from './london.js'

describe('an instant seen from London', () => {
  it('falls on the day that London has, not Greenwich', () => {
    const lateInJune = Date.UTC(2011, 5, 30, 23, 30)
    expect(londonDay(lateInJune)).toBe('2011-07-01')
    expect(monthOf(lateInJune)).toBe('2011-07')
    expect(londonTime(lateInJune)).toBe('00:30')
    expect(londonDay(Date.UTC(2011, 11, 31, 23, 30))).toBe('2011-12-31')
  })

  it.each([
    ['2012-03-25', 23],
    ['2012-10-28', 25],
    ['2012-06-15', 24],
    ['1969-01-15', 24],
    ['2130-07-01', 24],
  ])('has a day of its own length on %s', (day, hours) => {
    const at = instantOf(day) ?? 0
    expect(startOfDay(at)).toBe(at)
    expect((endOfDay(at) + 1 - at) / 3_600_000).toBe(hours)
  })

  it('is read from a date as midnight in London, from a timestamp as it says', () => {
    expect(instantOf('2011-07-01')).toBe(Date.UTC(2011, 5, 30, 23))
    expect(instantOf('2011-07-01T10:00:00+01:00')).toBe(Date.UTC(2011, 6, 1, 9))
  })

  it.each([['2011-02-30'], ['2011-07-01T10:00:00'], ['soon'], [42], [null]])(
    'is not guessed from %j',
    (value) => {
      expect(instantOf(value)).toBeUndefined()
    },
  )
})
