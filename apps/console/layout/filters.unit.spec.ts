import { expect, it } from '@jest/globals'
import { filtersFor, valueText } from './filters.js'

const { words, anchors, evidence, value } = filtersFor({
  units: new Map(),
  areas: new Map([['E09000007', 'Camden']]),
})

it.each([
  ['2011-10-03', 'Mon 3 October 2011'],
  ['2011-10-03T08:05:00Z', 'Mon 3 October 2011, 9:05am'],
  [{ forenames: 'Ada', surname: 'Sample' }, 'Ada Sample'],
  [{ name: { forenames: 'Ada', surname: 'Sample' }, pnc: 'x' }, 'Ada Sample'],
  [true, 'Yes'],
  [['a', 'b'], 'a, b'],
  [undefined, '–'],
  ['<b>', '<b>'],
  ['NOT_REVOKED', 'Not revoked'],
  ['STANDARD', 'Standard'],
  ['SOPO', 'SOPO'],
])('says %j as %j', (value, text) => {
  expect(valueText(value)).toBe(text)
})

it('says the names of fields, deadlines and evidence in words', () => {
  expect(value('E09000007')).toBe('Camden')
  expect(words('madeOn')).toBe('Made on')
  expect(anchors('10 calendar days after opening')).toBe('10 calendar days after it began')
  expect(anchors('7 calendar days after pnc.order-copy.received')).toBe(
    '7 calendar days after order copy received',
  )
  expect(anchors('after 1 working day')).toBe('1 working day after the gap opened')
  expect(evidence('K, HMIC reports on the PNC (R46)')).toBe(
    'known in the field, not verified: HMIC reports on the PNC (R46)',
  )
})
