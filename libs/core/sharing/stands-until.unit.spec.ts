import { expect, it } from '@jest/globals'
import { faultsOf, ORDER_MADE, tinyWith } from '#testkit/tiny-contracts'
import { standsUntil } from './stands-until.js'

const MADE = Date.parse('2004-06-01T09:00:00Z')
const standing = (stands: string, data: object): string => {
  const catalogue = tinyWith([[ORDER_MADE, 'sets:', `stands: ${stands}\nsets:`]])
  const event = catalogue.events.get('courts.order.made@1')!
  return new Date(standsUntil(event.stands!, data, MADE, [...catalogue.calendars.values()][0]!)).toISOString()
}

it.each([
  ['is over with the last day that it names itself', { endsOn: '2004-09-01' }, '2004-09-01T22:59:59.999Z'],
  ['that runs until further order stands for as long as its event allows', {}, '2064-06-01T22:59:59.999Z'],
  ['stands no longer than its event allows', { endsOn: '2104-09-01' }, '2064-06-01T22:59:59.999Z'],
])('an order %s', (_, data, until) => {
  expect(standing('until data.endsOn, at most 60 years', data)).toBe(until)
})

it('a fact whose event names a length alone stands so long', () => {
  expect(standing('1 year', { endsOn: '2004-09-01' })).toBe('2005-06-01T22:59:59.999Z')
})

it.each(['until data.endsOn', 'until data.endsOm, at most 60 years', 'until further order'])(
  'refuses a word on how long a fact stands that has no bound, or names no field: %s',
  (stands) => {
    expect(faultsOf([[ORDER_MADE, 'sets:', `stands: ${stands}\nsets:`]])).toHaveLength(1)
  },
)
