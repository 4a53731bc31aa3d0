import { describe, expect, it } from '@jest/globals'
import type { AbsentThing } from '#platform/published'
import { absentTable } from './findings.js'

const absent = (courtCode: string, madeOn: string, isOpen = false): AbsentThing => ({
  gapId: `${courtCode} ${madeOn}`,
  rule: 'RR-02',
  isOpen,
  onePer: {},
  details: { courtCode, madeOn },
})

describe('the table of orders without a marker', () => {
  it('stands by court and by year, with both sums', () => {
    const text = absentTable([
      absent('B01FA', '2004-05-06'),
      absent('B01FA', '2011-01-02', true),
      absent('C01CE', '2011-03-04'),
    ])
    expect(text.split('\n')).toEqual([
      '3 orders without a marker on the PNC, by court and year; 1 still without:',
      '',
      'court  2004  2011  all',
      'B01FA  1     1       2',
      'C01CE  ·     1       1',
      'all    1     2       3',
    ])
  })

  it('says so where there is none', () => {
    expect(absentTable([])).toBe('No order is without a marker.')
  })
})
