import { describe, expect, it } from '@jest/globals'
import { momentFrom, momentOf, windowOf } from './moments.js'
import { Misuse } from './refusal.js'

const iso = (at: number): string => new Date(at).toISOString()

describe('moments as an operator writes them', () => {
  it('are instants with a zone, or days that begin at midnight in London', () => {
    expect(iso(momentOf('2011-10-03T09:00:00Z'))).toBe('2011-10-03T09:00:00.000Z')
    expect(iso(momentOf('2011-07-01'))).toBe('2011-06-30T23:00:00.000Z')
  })

  it('are durations after the clock', () => {
    const from = Date.parse('2011-10-03T09:00:00Z')
    expect(iso(momentFrom('+10d', from))).toBe('2011-10-13T09:00:00.000Z')
    expect(iso(momentFrom('+90m', from))).toBe('2011-10-03T10:30:00.000Z')
  })

  it.each([['yesterday'], ['2011-10-03T09:00:00'], ['+ten days'], ['+5y']])('are not "%s"', (text) => {
    expect(() => momentFrom(text, 0)).toThrow(Misuse)
  })

  it('need a clock that runs before a duration means anything', () => {
    expect(() => momentFrom('+1d', null)).toThrow(Misuse)
  })

  it('make a window that ends after it begins', () => {
    expect(windowOf({})).toEqual({ fromAt: null, toAt: null })
    expect(() => windowOf({ from: '2011-10-04', to: '2011-10-03' })).toThrow(Misuse)
  })
})
