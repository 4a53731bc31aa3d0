import { describe, expect, it } from '@jest/globals'
import { csvLines } from './csv-lines.js'
import { findings } from './place.js'

const read = (text: string) =>
  csvLines(Buffer.from(text), findings('pointer'), ['CRN', 'ORDER NO'], { 'ORDER NO': 'orderNo' })
const lacking = (columns: string) => ({
  ok: false,
  faults: [
    {
      code: 'HUB_EDGE_NATIVE_UNREADABLE',
      at: '/line 1',
      says: `The list's first line lacks ${columns}; it must name CRN, ORDER NO.`,
    },
  ],
})

describe('a list as CSV', () => {
  it.each([
    ['of other columns, without a row', 'NAME,TOWN\n', 'CRN, ORDER NO'],
    ['of other columns, with rows', 'NAME,TOWN\nSample,Ealing\n', 'CRN, ORDER NO'],
    ['that lacks a column', 'CRN,TOWN\n', 'ORDER NO'],
    ['without a first line', '', 'CRN, ORDER NO'],
    ['of empty lines', '\n\n', 'CRN, ORDER NO'],
  ])('%s is refused, and says what it must name', (_, text, missing) => {
    expect(read(text)).toEqual(lacking(missing))
  })

  it('of the right columns is read, a day on which nothing happened too', () => {
    expect(read('CRN,ORDER NO\n')).toEqual({ ok: true, lines: [] })
    const lines = read('\uFEFFTOWN, order no ,CRN\n\nEaling,2011-1,X1\n')
    expect(lines.ok && lines.lines.map(({ value, at }) => [value, at])).toEqual([
      [{ TOWN: 'Ealing', orderNo: '2011-1', CRN: 'X1' }, '/line 3'],
    ])
  })

  it('of more lines than are read at once is refused, and none is left out in silence', () => {
    const listed = (lines: number) => read(`CRN,ORDER NO\n${'X000001,2011-0001\n'.repeat(lines)}`)
    expect(listed(2_000)).toMatchObject({ ok: true })
    expect(listed(2_001)).toMatchObject({
      ok: false,
      faults: [{ says: expect.stringContaining('send several') }],
    })
  })
})
