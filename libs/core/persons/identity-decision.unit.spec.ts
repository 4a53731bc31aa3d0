import { describe, expect, it } from '@jest/globals'
import { type FactToLink, personKeyOf } from './decide-link.js'
import { fact } from './facts.fixture.js'
import { IdentityStore } from './identity-store.fixture.js'

const key = ({ source, eventId }: FactToLink): string => personKeyOf(source, eventId)
const started = (...facts: FactToLink[]): IdentityStore => {
  const store = new IdentityStore()
  store.link(facts)
  return store
}
/** The conflict that the fact shows. */
const conflictIn = (store: IdentityStore, bridge: FactToLink): string => {
  const [decision] = store.link([bridge])
  return decision?.kind === 'conflict' ? decision.conflict : 'none'
}

describe('a decision of a person', () => {
  /** Two who are known, a fact that names both, and what somebody says about it. */
  const doubted = (one: FactToLink, other: FactToLink, bridge: FactToLink) => {
    const store = started(one, other)
    const conflict = conflictIn(store, bridge)
    const by = (person: string): FactToLink => fact([], undefined, { personKey: person })
    return { store, conflict, by }
  }
  const numbers = () => {
    const [elder, younger] = [fact(['pnc:A', 'crn:X']), fact(['pnc:B', 'noms:Y'])]
    return { elder, younger, ...doubted(elder, younger, fact(['pnc:A', 'noms:Y'])) }
  }

  it('merges what contradicts itself, and facts of either kind are then at home with the survivor', () => {
    const [known, odd] = [fact(['pnc:A'], '1980-02-01'), fact(['pnc:A'], '1980-01-02')]
    const store = started(known)
    const conflict = conflictIn(store, odd)
    expect(
      store.decide(fact([], undefined, { personKey: key(odd) }), { conflict, isOne: true }),
    ).toBeUndefined()
    expect(store.survivorOf(key(odd))).toBe(key(known))
    expect(store.link([fact(['pnc:A'], '1980-01-02'), fact(['pnc:A'], '1980-02-01')])).toMatchObject([
      { kind: 'linked', person: key(known) },
      { kind: 'linked', person: key(known) },
    ])
  })

  it('keeps two apart: the bridge that raised the doubt raises it no more, and merges nothing', () => {
    const { elder, younger, store, conflict, by } = numbers()
    expect(store.decide(by(key(elder)), { conflict, isOne: false })).toBeUndefined()
    store.link([fact(['pnc:A', 'noms:Y'])])
    expect(store.conflictCount).toBe(1)
    expect(store.survivorOf(key(younger))).toBe(key(younger))
  })

  it('keeps them apart also under the key of somebody elder into whom one was merged since', () => {
    const eldest = fact(['visor:V'])
    const [elder, younger] = [fact(['crn:X'], '1980-02-01'), fact(['noms:Y'], '1981-03-02')]
    const store = started(eldest, elder, younger)
    const conflict = conflictIn(store, fact(['crn:X', 'noms:Y']))
    store.decide(fact([], undefined, { personKey: key(younger) }), { conflict, isOne: false })
    store.link([fact(['visor:V', 'crn:X'])])
    expect(store.survivorOf(key(elder))).toBe(key(eldest))
    store.link([fact(['visor:V', 'noms:Y'])])
    expect(store.survivorOf(key(younger))).toBe(key(younger))
    expect(store.conflictCount).toBe(1)
  })

  it('is carried out once, and only about a conflict that is open and a person who is in it', () => {
    const { elder, younger, store, conflict, by } = numbers()
    const stranger = fact(['noms:Z'])
    store.link([stranger])
    expect(store.decide(by(key(stranger)), { conflict, isOne: true })).toBe('HUB_DECISION_NO_DOUBT')
    expect(store.decide(by(key(elder)), { conflict: key(elder), isOne: true })).toBe('HUB_DECISION_NO_DOUBT')
    expect(store.survivorOf(key(younger))).toBe(key(younger))
    expect(store.decide(by(key(elder)), { conflict, isOne: true })).toBeUndefined()
    expect(store.survivorOf(key(younger))).toBe(key(elder))
    expect(store.decide(by(key(elder)), { conflict, isOne: false })).toBe('HUB_DECISION_NO_DOUBT')
  })

  it('is carried out though another fact of the same conflict comes before it in one work, later than its date', () => {
    const [elder, younger] = [fact(['pnc:A', 'crn:X']), fact(['pnc:B', 'noms:Y'])]
    const store = started(elder, younger)
    const conflict = conflictIn(store, fact(['pnc:A', 'noms:Y']))
    const by = fact([], undefined, { personKey: key(elder) })
    const again = fact(['pnc:A', 'noms:Y'])
    expect(store.decide(by, { conflict, isOne: true, decidedAt: by.receivedAt }, [again])).toBeUndefined()
    expect(store.survivorOf(key(younger))).toBe(key(elder))
  })

  it('does not take a merge back', () => {
    const [elder, younger] = [fact(['pnc:A', 'crn:X']), fact(['noms:Y'])]
    const { store, conflict, by } = doubted(elder, younger, fact(['pnc:B', 'noms:Y', 'crn:X']))
    store.link([fact(['crn:X', 'noms:Y'])])
    expect(store.survivorOf(key(younger))).toBe(key(elder))
    expect(store.decide(by(key(elder)), { conflict, isOne: false })).toBe('HUB_DECISION_ALREADY_ONE')
    expect(store.decide(by(key(elder)), { conflict, isOne: true })).toBeUndefined()
  })

  it('does not make one of two whom somebody decided to be two', () => {
    const { elder, store, conflict, by } = numbers()
    store.decide(by(key(elder)), { conflict, isOne: false })
    const other = conflictIn(store, fact(['pnc:C', 'noms:Y', 'crn:X']))
    expect(store.decide(by(key(elder)), { conflict: other, isOne: true })).toBe('HUB_DECISION_KEPT_APART')
  })
})
