import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { FactToLink } from './decide-link.js'
import { fact } from './facts.fixture.js'
import { identifierKey } from './identifier.js'
import { IdentityStore } from './identity-store.fixture.js'

const birthDays = fc.option(fc.constantFrom('1980-02-01', '1981-03-02'), { nil: undefined })
const anything = fc.array(
  fc.record({
    carries: fc.uniqueArray(
      fc.constantFrom(
        'pnc:A',
        'pnc:B',
        'noms:A',
        'noms:B',
        'visor:A',
        'visor:B',
        'crn:A',
        'crn:B',
        'order:A',
        'order:B',
      ),
      { maxLength: 4 },
    ),
    born: birthDays,
  }),
  { maxLength: 14 },
)

describe('a batch', () => {
  it('decides as if every fact had been linked in a transaction of its own', () => {
    fc.assert(
      fc.property(anything, fc.array(fc.integer({ min: 1, max: 5 })), (says, cuts) => {
        const facts = says.map(({ carries, born }) => fact(carries, born))
        const [together, cut, single] = [new IdentityStore(), new IdentityStore(), new IdentityStore()]
        const decisions = together.link(facts)
        const rest = [...facts]
        const inCuts = [...cuts, facts.length].flatMap((size) => cut.link(rest.splice(0, size)))
        const oneByOne = facts.flatMap((one) => single.link([one]))
        expect(inCuts).toEqual(decisions)
        expect(oneByOne).toEqual(decisions)
        expect(single.conflictCount).toBe(together.conflictCount)
      }),
    )
  })

  it('never lets one person hold two values of a one-per-person scheme through a merge', () => {
    fc.assert(
      fc.property(anything, (says) => {
        const store = new IdentityStore()
        const facts = says.map(({ carries, born }) =>
          fact(
            carries.filter(
              (text, i) => carries.findIndex((other) => other.split(':')[0] === text.split(':')[0]) === i,
            ),
            born,
          ),
        )
        store.link(facts)
        for (const held of store.holdings()) {
          expect([...held].filter((identifier) => identifier.startsWith('pnc:')).length).toBeLessThanOrEqual(
            1,
          )
          expect(
            [...held].filter((identifier) => identifier.startsWith('visor:')).length,
          ).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

/** Facts about humans who each have their own identifiers: each fact shows some of one human's. */
const truthful = fc
  .array(
    fc.tuple(
      fc.nat(3),
      fc.subarray(['pnc', 'noms', 'visor', 'crn', 'order'], { minLength: 1 }),
      fc.boolean(),
    ),
    {
      maxLength: 14,
    },
  )
  .chain((says) =>
    fc.tuple(fc.constant(says), fc.shuffledSubarray([...says.keys()], { minLength: says.length })),
  )

describe('facts that are all true', () => {
  it('bring together what a chain of shared identifiers joins, and nothing else, in whatever order they come', () => {
    fc.assert(
      fc.property(truthful, ([says, order]) => {
        const make = ([human, shown, born]: (typeof says)[number]): FactToLink =>
          fact(
            shown.map((scheme) => `${scheme}:${human}`),
            born ? `198${human}-02-01` : undefined,
          )
        const facts = says.map(make)
        const shuffled = order.map((at, i) => ({ ...facts[at]!, receivedAt: i }))
        const [store, other] = [new IdentityStore(), new IdentityStore()]
        store.link(facts)
        other.link(shuffled)
        expect(store.conflictCount).toBe(0)
        expect(asSets(other)).toEqual(asSets(store))
        expect(asSets(store)).toEqual(components(facts))
      }),
    )
  })
})

function asSets(store: IdentityStore): string[] {
  return store
    .holdings()
    .map((held) => [...held].sort().join(' '))
    .sort()
}

/** The same by another road: groups of identifiers, joined wherever a fact shows two. */
function components(facts: readonly FactToLink[]): string[] {
  let groups: Set<string>[] = []
  for (const { identity } of facts) {
    const shown = new Set(identity.identifiers.map(identifierKey))
    const touched = groups.filter((group) => [...shown].some((identifier) => group.has(identifier)))
    groups = groups.filter((group) => !touched.includes(group))
    groups.push(new Set([...shown, ...touched.flatMap((group) => [...group])]))
  }
  return groups.map((group) => [...group].sort().join(' ')).sort()
}
