import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { ProfileField } from '#core/catalogue'
import { type ProfileEntry, underSurvivor } from './entry.js'
import { disagreementsAsAt, profileAsAt } from './profile-as-at.js'
import { type Retraction, retracts, standing } from './retraction.js'

const field = (
  name: string,
  type: ProfileField['type'],
  rest: Partial<Pick<ProfileField, 'authority' | 'alsoSaidBy' | 'disagreement'>> = {},
): [string, ProfileField] => [
  name,
  {
    field: name,
    says: name,
    of: 'text',
    type,
    authority: [`court.${name}`],
    alsoSaidBy: [`police.${name}`],
    disagreement: 'conflict',
    whenMerged: 'keep both',
    ...rest,
  },
]
const BOTH = { authority: ['court', 'police'], alsoSaidBy: [] }
const fields = new Map([
  field('level', 'value'),
  field('wanted', 'flag'),
  field('orders', 'set'),
  field('abroad', 'flag', BOTH),
  field('marks', 'set', BOTH),
])

let counter = 0
function said(
  of: string,
  op: ProfileEntry['op'],
  value: unknown,
  fromAt: number,
  rest: Partial<ProfileEntry> = {},
) {
  counter += 1
  const entry: ProfileEntry = {
    person: 'p',
    field: of,
    op,
    value,
    fromAt,
    untilAt: null,
    eventId: `e${counter}`,
    source: '/courts/libra',
    type: `court.${of}.made`,
    occurredAt: fromAt,
    part: 0,
    ...rest,
  }
  return entry
}
const byPolice = (of: string) => ({ type: `police.${of}.seen`, source: '/police/crimint' })
const at = (when: number, ...entries: ProfileEntry[]) => profileAsAt(entries, when, fields)

describe('a profile', () => {
  it('of someone of whom nothing is known has empty sets, false flags and no values', () => {
    expect(at(0)).toEqual({ wanted: false, abroad: false, orders: [], marks: [] })
  })

  it('reads as at the time asked for, however late the fact came', () => {
    const entries = [said('level', 'set', 2, 10), said('level', 'set', 3, 20), said('level', 'set', 1, 5)]
    expect([4, 5, 10, 19, 20].map((when) => at(when, ...entries)['level'])).toEqual([undefined, 1, 2, 2, 3])
  })

  it('holds an order from its beginning until just before its end', () => {
    const order = said('orders', 'add', 'B01FA/1', 10, { untilAt: 20 })
    expect([9, 10, 19, 20].map((when) => at(when, order)['orders'])).toEqual([
      [],
      ['B01FA/1'],
      ['B01FA/1'],
      [],
    ])
  })

  it('lets a later statement shorten an earlier one, and a discharge end it', () => {
    const made = said('orders', 'add', 'B01FA/1', 10, { untilAt: 100 })
    expect(at(60, made, said('orders', 'add', 'B01FA/1', 20, { untilAt: 50 }))['orders']).toEqual([])
    expect(at(60, made, said('orders', 'remove', 'B01FA/1', 30))['orders']).toEqual([])
    expect(at(25, made, said('orders', 'remove', 'B01FA/1', 30))['orders']).toEqual(['B01FA/1'])
  })

  it('takes what is added and removed on one day for removed', () => {
    expect(at(10, said('orders', 'remove', 'x', 10), said('orders', 'add', 'x', 10))['orders']).toEqual([])
  })

  it('lets a set be said as a whole', () => {
    const entries = [
      said('orders', 'add', 'x', 1),
      said('orders', 'set', ['y', 'z'], 2),
      said('orders', 'add', 'a', 3),
    ]
    expect(at(3, ...entries)['orders']).toEqual(['a', 'y', 'z'])
  })

  it('believes another only about what the authority never spoke of', () => {
    const other = said('orders', 'add', 'x', 1, byPolice('orders'))
    expect(at(5, other)['orders']).toEqual(['x'])
    expect(at(5, other, said('orders', 'add', 'x', 2, { untilAt: 4 }))['orders']).toEqual([])
    expect(at(5, other, said('orders', 'add', 'y', 2))['orders']).toEqual(['x', 'y'])
    expect(at(5, said('level', 'set', 9, 4, byPolice('level')), said('level', 'set', 1, 1))['level']).toBe(1)
  })

  it('believes the latest word where several have authority, whoever of them said it', () => {
    const left = said('abroad', 'set', true, 1)
    expect(at(5, left)['abroad']).toBe(true)
    expect(at(5, left, said('abroad', 'set', false, 3, byPolice('abroad')))['abroad']).toBe(false)
    const expected = said('abroad', 'set', true, 3, byPolice('abroad'))
    expect(at(5, said('abroad', 'set', true, 1, { untilAt: 2 }), expected)['abroad']).toBe(true)
    const marks = [said('marks', 'add', 'x', 1), said('marks', 'remove', 'x', 2, byPolice('marks'))]
    expect(at(5, ...marks)['marks']).toEqual([])
  })

  it('has a flag lapse to false', () => {
    expect(at(5, said('wanted', 'set', true, 1, { untilAt: 5 }))['wanted']).toBe(false)
    expect(at(4, said('wanted', 'set', true, 1, { untilAt: 5 }))['wanted']).toBe(true)
  })
})

describe('a disagreement', () => {
  const conflicts = (when: number, ...entries: ProfileEntry[]) => disagreementsAsAt(entries, when, fields)

  it('is another word than the authority gave, said since', () => {
    const authority = said('level', 'set', 1, 10)
    const other = said('level', 'set', 2, 12, byPolice('level'))
    expect(conflicts(20, authority, other)).toEqual([
      { field: 'level', authoritative: { value: 1, entry: authority }, said: { value: 2, entry: other } },
    ])
    expect(conflicts(11, authority, other)).toEqual([])
    expect(conflicts(20, authority, said('level', 'set', 1, 12, byPolice('level')))).toEqual([])
    expect(conflicts(20, other, said('level', 'set', 1, 15))).toEqual([])
    expect(conflicts(20, other)).toEqual([])
  })

  it('names the member of a set that is in dispute', () => {
    const authority = said('orders', 'remove', 'x', 10)
    const other = said('orders', 'add', 'x', 12, byPolice('orders'))
    expect(conflicts(20, authority, other, said('orders', 'add', 'y', 1))).toEqual([
      {
        field: 'orders',
        member: 'x',
        authoritative: { value: false, entry: authority },
        said: { value: true, entry: other },
      },
    ])
  })

  it('is nothing between those who have authority: the later word replaces the earlier', () => {
    expect(
      conflicts(
        20,
        said('abroad', 'set', true, 10),
        said('abroad', 'set', false, 12, byPolice('abroad')),
        said('marks', 'add', 'x', 10),
        said('marks', 'remove', 'x', 12, byPolice('marks')),
      ),
    ).toEqual([])
  })

  it('is nothing where the field does not care', () => {
    const calm = new Map([field('level', 'value', { disagreement: 'none' })])
    expect(
      disagreementsAsAt([said('level', 'set', 1, 1), said('level', 'set', 2, 2, byPolice('level'))], 3, calm),
    ).toEqual([])
  })
})

describe('a retraction', () => {
  const order = said('orders', 'add', 'x', 1, { eventId: 'made' })
  const retraction: Retraction = { organisation: 'courts', eventId: 'made', by: 'r1' }

  it('takes back what a fact set, at every instant', () => {
    expect(at(5, ...standing([order], [retraction]))['orders']).toEqual([])
  })

  it("takes back only the same organisation's fact, and only the system's where it names one", () => {
    expect(standing([order], [{ ...retraction, organisation: 'police' }])).toEqual([order])
    expect(standing([order], [{ ...retraction, source: '/courts/xhibit' }])).toEqual([order])
    expect(retracts({ ...retraction, source: '/courts/libra' }, order)).toBe(true)
  })

  it('uncovers what the retracted fact had replaced', () => {
    const entries = [said('level', 'set', 1, 1), said('level', 'set', 3, 2, { eventId: 'made' })]
    expect(at(5, ...standing(entries, [retraction]))['level']).toBe(1)
  })
})

const moments = fc.integer({ min: 0, max: 6 })
const anyEntry = fc
  .record({
    field: fc.constantFrom('level', 'wanted', 'orders', 'abroad', 'marks'),
    op: fc.constantFrom('set' as const, 'add' as const, 'remove' as const),
    value: fc.constantFrom('x', 'y', 'z'),
    fromAt: moments,
    occurredAt: moments,
    untilAt: fc.option(moments),
    official: fc.boolean(),
    eventId: fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', 'e6'),
  })
  .map(({ official, ...entry }) =>
    said(entry.field, entry.op, entry.value, entry.fromAt, {
      ...entry,
      ...(official ? {} : byPolice(entry.field)),
    }),
  )
const history = fc.array(anyEntry, { maxLength: 12 })
const shuffledHistory = history.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
)

describe('the order of arrival', () => {
  it('cannot matter, nor can hearing something twice', () => {
    fc.assert(
      fc.property(shuffledHistory, moments, ([list, shuffled], when) => {
        const distinct = unique(list)
        expect(profileAsAt(unique(shuffled), when, fields)).toEqual(profileAsAt(distinct, when, fields))
        expect(profileAsAt([...distinct, ...distinct], when, fields)).toEqual(
          profileAsAt(distinct, when, fields),
        )
        expect(disagreementsAsAt(unique(shuffled), when, fields)).toEqual(
          disagreementsAsAt(distinct, when, fields),
        )
      }),
    )
  })

  it('cannot matter for a retraction either, which may come before what it takes back', () => {
    fc.assert(
      fc.property(shuffledHistory, moments, ([list, shuffled], when) => {
        const taken: Retraction[] = [{ organisation: 'courts', eventId: 'e1', by: 'r' }]
        const without = unique(list).filter((entry) => !retracts(taken[0]!, entry))
        expect(profileAsAt(standing(unique(shuffled), taken), when, fields)).toEqual(
          profileAsAt(without, when, fields),
        )
      }),
    )
  })

  it('cannot matter for a merge: two histories joined are the history of one person', () => {
    fc.assert(
      fc.property(history, fc.nat(), moments, (list, split, when) => {
        const distinct = unique(list)
        const cut = split % (distinct.length + 1)
        const loser = distinct.slice(cut).map((entry) => ({ ...entry, person: 'q' }))
        const joined = [...underSurvivor(loser, 'p'), ...distinct.slice(0, cut)]
        expect(profileAsAt(joined, when, fields)).toEqual(profileAsAt(distinct, when, fields))
      }),
    )
  })
})

/** Entries as a table keeps them: one for each source, event and part. Where two differ, the least is kept, whatever came first. */
function unique(entries: readonly ProfileEntry[]): ProfileEntry[] {
  const kept = new Map<string, ProfileEntry>()
  for (const entry of entries) {
    const key = `${entry.source} ${entry.eventId} ${entry.part}`
    const other = kept.get(key)
    if (other === undefined || JSON.stringify(entry) < JSON.stringify(other)) kept.set(key, entry)
  }
  return [...kept.values()]
}
