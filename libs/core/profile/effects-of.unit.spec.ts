import { describe, expect, it } from '@jest/globals'
import type { Condition, ConditionScope, EventContract, Expression, ProfileEffect } from '#core/catalogue'
import type { LinkedMessage } from '#core/messages'
import { effectsOf } from './effects-of.js'
import { retractionOf } from './retraction.js'

const path = (name: string): Expression => ({
  text: `data.${name}`,
  readsPerson: false,
  value: ({ data }: ConditionScope) => (data as Record<string, unknown>)[name],
})
const never: Condition = { ...path('no'), holds: () => false }
const contract = (...sets: ProfileEffect[]): EventContract => ({
  name: 'courts.prevention-order.made@1',
  type: 'courts.prevention-order.made',
  version: 1,
  means: 'A court has made an order.',
  publishers: ['court'],
  about: 'person',
  handles: new Map(),
  marking: 'restricted',
  fields: new Map(),
  schema: {},
  check: () => [],
  sets,
  examples: { accepted: [], refused: [] },
})
const occurredAt = Date.parse('2011-10-03T15:00:00Z')
const message: LinkedMessage = {
  person: 'p',
  isPerson: true,
  receivedAt: occurredAt + 1_000,
  bytes: Buffer.from('{}'),
  envelope: {
    id: 'e1',
    source: '/courts/libra',
    type: 'courts.prevention-order.made',
    version: 1,
    subject: 'order:B01FA/1',
    time: '2011-10-03T15:00:00Z',
    occurredAt,
    timePrecision: 'instant',
    unit: 'courts/b01fa',
    marking: 'restricted',
  },
}
const addsOrder: ProfileEffect = {
  field: 'activeOrders',
  op: 'add',
  value: { handle: 'order' },
  from: path('madeOn'),
  until: path('endsOn'),
}
const handles = new Map([['order', 'B01FA/1']])

describe('the effects of a fact', () => {
  it('are dated from the midnight of its first day in London until the last day is over', () => {
    const data = { madeOn: '2011-07-01', endsOn: '2011-12-31' }
    expect(effectsOf(message, data, contract(addsOrder), handles)).toEqual([
      {
        person: 'p',
        field: 'activeOrders',
        op: 'add',
        value: 'B01FA/1',
        fromAt: Date.parse('2011-06-30T23:00:00Z'),
        untilAt: Date.parse('2012-01-01T00:00:00Z'),
        eventId: 'e1',
        source: '/courts/libra',
        type: 'courts.prevention-order.made',
        occurredAt,
        part: 0,
      },
    ])
  })

  it('have no end where the field that would say it is absent, and begin when it happened unless told otherwise', () => {
    const { from: _, ...undated } = addsOrder
    expect(effectsOf(message, {}, contract(undated), handles)).toMatchObject([
      { fromAt: occurredAt, untilAt: null },
    ])
  })

  it('are none where the value is absent, the condition is false, or the fact is about nobody', () => {
    const setsBorough: ProfileEffect = { field: 'homeBorough', op: 'set', value: path('borough') }
    const data = { borough: 'E09000023' }
    expect(effectsOf(message, data, contract(setsBorough), handles)).toMatchObject([{ value: 'E09000023' }])
    expect(effectsOf(message, {}, contract(setsBorough), handles)).toEqual([])
    expect(effectsOf(message, {}, contract(addsOrder), new Map())).toEqual([])
    expect(effectsOf(message, data, contract({ ...setsBorough, where: never }), handles)).toEqual([])
    expect(effectsOf({ ...message, isPerson: false }, data, contract(setsBorough), handles)).toEqual([])
  })

  it('spread a list over entries of their own', () => {
    const addsAll: ProfileEffect = { field: 'flags', op: 'add', value: path('flags') }
    const setsLevel: ProfileEffect = { field: 'level', op: 'set', value: path('level') }
    expect(
      effectsOf(message, { flags: ['a', 'b'], level: 2 }, contract(addsAll, setsLevel), handles),
    ).toMatchObject([
      { field: 'flags', value: 'a', part: 0 },
      { field: 'flags', value: 'b', part: 1 },
      { field: 'level', value: 2, part: 2 },
    ])
  })

  it('are refused with a code when a date is none', () => {
    expect(() => effectsOf(message, { madeOn: 'soon' }, contract(addsOrder), handles)).toThrow(
      expect.objectContaining({ code: 'HUB_PROFILE_EFFECT_UNREADABLE' }),
    )
  })
})

describe('a fact that retracts another', () => {
  it('is known by its type and names the fact', () => {
    const retracting = { ...message, envelope: { ...message.envelope, type: 'courts.fact.retracted' } }
    expect(retractionOf(retracting, { eventId: 'e0', reason: 'published twice' })).toEqual({
      organisation: 'courts',
      eventId: 'e0',
      by: 'e1',
    })
    expect(retractionOf(message, { eventId: 'e0' })).toBeUndefined()
  })
})
