import { describe, expect, it } from '@jest/globals'
import { counted, said, table } from './answer.js'

describe('what an operator reads', () => {
  it('stands in columns, numbers at the right', () => {
    expect(
      table(
        ['rule', 'found'],
        [
          ['RR-01', 7],
          ['RR-02', 1250],
        ],
      ),
    ).toBe(['rule   found', 'RR-01      7', 'RR-02  1,250'].join('\n'))
  })

  it('counts one as one', () => {
    expect([counted(0, 'gap'), counted(1, 'gap'), counted(1200, 'copy', 'copies')]).toEqual([
      '0 gaps',
      '1 gap',
      '1,200 copies',
    ])
  })

  it('tells instants to the second, and a dash where there is none', () => {
    expect(said(Date.parse('2011-10-10T22:59:59.999Z'))).toBe('2011-10-10 22:59:59Z')
    expect(said(null)).toBe('-')
  })
})
