import { expect, it } from '@jest/globals'
import { londonDay } from './london.js'
import { monthsBegun } from './months.js'

const at = (text: string): number => Date.parse(text)
const days = (after: string, until: string): string[] => monthsBegun(at(after), at(until)).map(londonDay)

it('names each London month that begins in the stretch, its end included and its beginning not', () => {
  expect(days('2011-09-30T22:59:59Z', '2011-09-30T23:00:00Z')).toEqual(['2011-10-01'])
  expect(days('2011-09-30T23:00:00Z', '2011-10-31T23:59:59Z')).toEqual([])
  expect(days('2011-09-30T23:00:00Z', '2012-01-01T00:00:00Z')).toEqual([
    '2011-11-01',
    '2011-12-01',
    '2012-01-01',
  ])
})
