import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { tinyContracts } from '#testkit/tiny-contracts'
import { type EventContract, loadCatalogue } from './index.js'

const loaded = loadCatalogue(Object.entries(tinyContracts()).map(([path, text]) => ({ path, text })))
const events: EventContract[] = loaded.ok ? [...loaded.catalogue.events.values()] : []

const anyEvent = fc.constantFrom(...events)
const anyExample = anyEvent.chain((event) =>
  fc
    .constantFrom(...event.examples.accepted)
    .map((data) => ({ event, data: data as Record<string, unknown> })),
)

describe('a payload', () => {
  it('made from an accepted example is accepted, whatever the order of its fields', () => {
    fc.assert(
      fc.property(anyExample, fc.infiniteStream(fc.nat()), ({ event, data }, order) => {
        const shuffled = Object.entries(data)
          .map((entry) => ({ entry, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
        expect(event.check(Object.fromEntries(shuffled.map(({ entry }) => entry)))).toEqual([])
      }),
    )
  })

  it('without a required field is refused, naming that field', () => {
    fc.assert(
      fc.property(anyExample, fc.nat(), ({ event, data }, pick) => {
        const required = [...event.fields.values()].filter(({ optional }) => !optional)
        const { field = '' } = required[pick % required.length] ?? {}
        const { [field]: _, ...rest } = data
        expect(event.check(rest)).toContainEqual({
          code: 'HUB_DATA_MISSING',
          at: `/${field}`,
          says: `${field} is missing: give it.`,
        })
      }),
    )
  })

  it('with a field that no contract has is refused, naming that field', () => {
    fc.assert(
      fc.property(anyExample, fc.stringMatching(/^x[a-z]{1,12}$/), ({ event, data }, extra) => {
        const faults = event.check({ ...data, [extra]: true })
        expect(faults.map(({ code, at }) => [code, at])).toEqual([['HUB_DATA_UNKNOWN', `/${extra}`]])
      }),
    )
  })

  it('of any other kind is refused without an exception', () => {
    fc.assert(
      fc.property(anyEvent, fc.anything(), (event, data) => {
        expect(event.check(data).length).toBeGreaterThan(0)
      }),
    )
  })
})
