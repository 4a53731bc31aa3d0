import { describe, expect, it } from '@jest/globals'
import { type FactToLink, personKeyOf } from './decide-link.js'
import { LinkingBatch, soughtByBatch } from './linking-batch.js'
import { fact, schemes } from './facts.fixture.js'
import { IdentityStore } from './identity-store.fixture.js'

const key = ({ source, eventId }: FactToLink): string => personKeyOf(source, eventId)
const started = (...facts: FactToLink[]): IdentityStore => {
  const store = new IdentityStore()
  store.link(facts)
  return store
}

describe('linking', () => {
  it('makes a new person whose key is derived from the first fact, and finds it by any of its identifiers', () => {
    const first = fact(['pnc:A', 'crn:B'])
    const store = started(first)
    expect(store.link([fact(['crn:B', 'noms:C'])])).toEqual([
      { kind: 'linked', person: key(first), added: [{ scheme: 'noms', value: 'C' }] },
    ])
    expect(store.link([fact(['noms:C'])])).toMatchObject([{ kind: 'linked', person: key(first) }])
  })

  it('makes a provisional person of a handle that nobody holds, and one of each fact that names nobody', () => {
    const store = new IdentityStore()
    expect(store.link([fact(['order:B01FA/1']), fact([]), fact([])])).toMatchObject([
      { kind: 'new', provisional: true },
      { kind: 'new', provisional: true },
      { kind: 'new', provisional: true },
    ])
    expect(store.personCount).toBe(3)
  })

  it('merges on a consistent exact bridge, and the elder survives', () => {
    const [elder, younger, bridge] = [fact(['noms:C']), fact(['pnc:A']), fact(['noms:C', 'pnc:A', 'crn:D'])]
    const store = started(elder, younger)
    expect(store.link([bridge])).toEqual([
      {
        kind: 'merge',
        person: key(elder),
        survivor: key(elder),
        losers: [key(younger)],
        bridge: [
          { scheme: 'pnc', value: 'A' },
          { scheme: 'noms', value: 'C' },
        ],
        added: [{ scheme: 'crn', value: 'D' }],
      },
    ])
    expect(store.link([fact(['pnc:A']), fact(['crn:D'])])).toMatchObject([
      { person: key(elder) },
      { person: key(elder) },
    ])
  })

  it('follows the alias of a person who was merged away, in the batch and after it', () => {
    const [elder, younger] = [fact(['noms:C']), fact(['pnc:A'])]
    const store = started(elder, younger)
    const decisions = store.link([
      fact(['noms:C', 'pnc:A']),
      fact([], undefined, { personKey: key(younger) }),
    ])
    expect(decisions[1]).toMatchObject({ kind: 'linked', person: key(elder) })
    expect(store.link([fact([], undefined, { personKey: key(younger) })])).toMatchObject([
      { person: key(elder) },
    ])
  })

  it('merges three at once, and chains of merges end at the eldest', () => {
    const [a, b, c] = [fact(['noms:1']), fact(['noms:2']), fact(['noms:3'])]
    const store = started(a, b, c)
    store.link([fact(['noms:2', 'noms:3']), fact(['noms:1', 'noms:3'])])
    expect(store.survivorOf(key(c))).toBe(key(a))
    expect(store.survivorOf(key(b))).toBe(key(a))
  })

  it('merges nothing over two PNC IDs: the fact stays with its strongest identifier, and the conflict is one', () => {
    const [a, b] = [fact(['pnc:A', 'crn:X']), fact(['pnc:B', 'noms:Y'])]
    const store = started(a, b)
    const [first, second] = store.link([fact(['pnc:A', 'noms:Y']), fact(['noms:Y', 'pnc:A'])])
    expect(first).toMatchObject({
      kind: 'conflict',
      person: key(a),
      provisional: false,
      between: [key(a), key(b)].sort(),
      reason: { what: 'identifier', scheme: 'pnc' },
    })
    expect(second).toMatchObject({ kind: 'conflict', conflict: (first as { conflict: string }).conflict })
    expect(store.conflictCount).toBe(1)
    expect(store.personCount).toBe(2)
  })

  it('gives a fact that contradicts the only person found to a provisional person, and the next such fact too', () => {
    const known = fact(['pnc:A', 'crn:X'])
    const store = started(known)
    const odd = fact(['pnc:B', 'crn:X'])
    expect(store.link([odd])).toMatchObject([
      { kind: 'conflict', person: key(odd), provisional: true, added: [{ scheme: 'pnc', value: 'B' }] },
    ])
    expect(store.link([fact(['pnc:B', 'crn:X'])])).toMatchObject([{ person: key(odd), provisional: false }])
    expect(store.link([fact(['crn:X'])])).toMatchObject([{ kind: 'linked', person: key(known) }])
    expect(store.conflictCount).toBe(1)
  })

  it('does the same over a contradictory date of birth, again and again with one provisional person', () => {
    const known = fact(['pnc:A'], '1980-02-01')
    const store = started(known)
    const odd = fact(['pnc:A'], '1980-01-02')
    expect(store.link([odd])).toMatchObject([
      { kind: 'conflict', person: key(odd), provisional: true, reason: { what: 'date-of-birth' } },
    ])
    expect(store.link([fact(['pnc:A'], '1980-01-02')])).toMatchObject([
      { kind: 'conflict', person: key(odd) },
    ])
    expect(store.link([fact(['pnc:A'], '1980-02-01'), fact(['pnc:A'])])).toMatchObject([
      { kind: 'linked', person: key(known) },
      { kind: 'linked', person: key(known) },
    ])
    expect(store.conflictCount).toBe(1)
    expect(store.personCount).toBe(2)
  })

  it('does not bridge two persons who were born on two days', () => {
    const store = started(fact(['pnc:A'], '1980-02-01'), fact(['noms:C'], '1981-02-01'))
    expect(store.link([fact(['pnc:A', 'noms:C'])])).toMatchObject([
      { kind: 'conflict', reason: { what: 'date-of-birth' } },
    ])
  })

  it('does not give both PNC IDs to a person when a fact contradicts itself', () => {
    const known = fact(['crn:X'])
    const store = started(known)
    expect(store.link([fact(['pnc:A', 'pnc:B', 'crn:X'])])).toMatchObject([
      { kind: 'conflict', person: key(known), added: [] },
    ])
    expect(store.link([fact(['pnc:A', 'pnc:B'])])).toMatchObject([{ kind: 'conflict', provisional: true }])
  })

  it('learns a date of birth from a later fact, and from the loser of a merge', () => {
    const store = started(fact(['noms:C']), fact(['pnc:A'], '1980-02-01'))
    store.link([fact(['noms:C', 'pnc:A'])])
    expect(store.link([fact(['noms:C'], '1981-02-01')])).toMatchObject([{ kind: 'conflict' }])
  })

  it('keys a fact about nobody by its subject, and asks the store for nothing', () => {
    const manifest = fact([])
    const identity = { ...manifest.identity, about: 'nobody' as const, subject: 'unit:police/piu' }
    expect(soughtByBatch([identity])).toEqual({ identifiers: [], persons: [] })
    const batch = new LinkingBatch(schemes, { persons: [], identifiers: [], aliases: [], apart: [] })
    expect(batch.link({ ...manifest, identity })).toEqual({ kind: 'nobody', person: 'unit:police/piu' })
  })
})
