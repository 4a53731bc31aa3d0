import { describe, expect, it } from '@jest/globals'
import { tinyContracts } from '#testkit/catalogue'
import { type Catalogue, type CatalogueFault, loadCatalogue } from './index.js'

const ORDER_MADE = 'events/courts/order.made.v1.yaml'
const AGREEMENT = 'agreements/courts-to-desk.yaml'
const RULE = 'obligations/RR-02-order-marked.v1.yaml'
const COMPARISON = 'comparisons/RR-61-orders.v1.yaml'
const COURTS = 'organisations/courts.yaml'
const POLICE = 'organisations/police.yaml'

type Change = readonly [file: string, replace: string, by: string]

function filesWith(changes: readonly Change[], added: Record<string, string> = {}) {
  const texts = { ...tinyContracts(), ...added }
  for (const [file, replace, by] of changes) {
    if (!texts[file]?.includes(replace)) throw new Error(`${file} has no ${replace}`)
    texts[file] = texts[file].replace(replace, by)
  }
  return Object.entries(texts).map(([path, text]) => ({ path, text }))
}

function faultsOf(changes: readonly Change[], added?: Record<string, string>): readonly CatalogueFault[] {
  const loaded = loadCatalogue(filesWith(changes, added))
  return loaded.ok ? [] : loaded.faults
}

function tiny(changes: readonly Change[] = []): Catalogue {
  const loaded = loadCatalogue(filesWith(changes))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults, null, 1))
  return loaded.catalogue
}

describe('loading the contracts', () => {
  it('compiles an event into a schema that refuses what the contract does not say', () => {
    const event = tiny().events.get('courts.order.made@1')
    const [sample] = event?.examples.accepted ?? []
    expect(event?.check(sample)).toEqual([])
    expect(event?.check({ ...(sample as object), kind: 'WISH', extra: 1 })).toEqual([
      {
        code: 'HUB_DATA_UNKNOWN',
        at: '/extra',
        says: 'extra is not a field that is known: use one of person, courtCode, orderId, kind, madeOn, endsOn, points.',
      },
      { code: 'HUB_DATA_INVALID', at: '/kind', says: 'kind must be one of "SOPO", "NO", and is "WISH".' },
    ])
    expect(event?.check({})).toHaveLength(5)
    expect(event?.check([])).toEqual([
      { code: 'HUB_DATA_INVALID', at: '', says: 'the whole must be an object with named fields, and is [].' },
    ])
  })

  it('expands field sets and keeps dotted members in an allow-list', () => {
    const [share] = tiny().agreements[0]?.shares ?? []
    expect(share?.fields).toEqual([
      'courtCode',
      'orderId',
      'kind',
      'madeOn',
      'endsOn',
      'points',
      'person.name',
    ])
    expect(share?.where?.holds({ data: { kind: 'NO' } })).toBe(true)
    expect(share?.where?.holds({ data: { kind: 'OTHER' } })).toBe(false)
  })

  it('gives only some members of a field where the type says that the others belong elsewhere', () => {
    const members: Change = [
      'reference/vocabulary.yaml',
      '  sample: { name: Sample',
      '  members: { born: M4 }\n  sample: { name: Sample',
    ]
    const catalogue = tiny([members, [AGREEMENT, '[M4, person.name]', '[M1]']])
    expect(catalogue.agreements[0]?.shares[0]?.fields).toEqual(['person.name'])
  })

  it('counts a period from the start of its London days', () => {
    const { inForce } =
      tiny([[AGREEMENT, 'from 2004-05-01', 'from 2004-05-01 until 2012-01-01']]).agreements[0] ?? {}
    expect(inForce).toEqual({
      fromAt: Date.parse('2004-04-30T23:00:00Z'),
      untilAt: Date.parse('2012-01-01T00:00:00Z'),
    })
  })

  it('reads an absent field of a bare path as unknown, and a flag nobody set as false', () => {
    const catalogue = tiny()
    const [effect] = catalogue.events.get('courts.order.made@1')?.sets ?? []
    expect(effect?.until?.value({ data: {} })).toBeUndefined()
    expect(effect?.value).toEqual({ handle: 'order' })
    const paused = catalogue.obligations[0]?.pausedWhile
    expect(paused?.readsPerson).toBe(true)
    expect(paused?.holds({ data: {}, person: {} })).toBe(false)
    expect(paused?.holds({ data: {}, person: { inCustody: true } })).toBe(true)
  })

  it('never reads a condition that cannot be evaluated as false', () => {
    const [share] = tiny().agreements[0]?.shares ?? []
    expect(() => share?.where?.holds({ data: {} })).toThrow(
      expect.objectContaining({ code: 'HUB_CONDITION_FAILED' }),
    )
    const paused = tiny().obligations[0]?.pausedWhile
    expect(() => paused?.holds({ data: {} })).toThrow(
      expect.objectContaining({ code: 'HUB_CONDITION_FAILED' }),
    )
  })

  it('gives the same hash for the same files in any order, and another for any change', () => {
    const files = filesWith([])
    const hash = (list: typeof files): string => {
      const loaded = loadCatalogue(list)
      return loaded.ok ? loaded.catalogue.hash : 'faulty'
    }
    expect(hash([...files].reverse())).toBe(hash(files))
    expect(hash(filesWith([[AGREEMENT, 'ISA-TEST-1', 'ISA-TEST-2']]))).not.toBe(hash(files))
  })

  it('reads a comparison with its sides, its differences and what they open', () => {
    const [comparison] = tiny().comparisons
    expect(comparison?.sides.map(({ side, type, version, from }) => [side, type, version, from])).toEqual([
      ['courts', 'courts.order.made', 1, { role: 'court' }],
      ['pnc', 'police.marker.updated', 1, { unit: 'police/desk' }],
    ])
    expect(comparison?.differences[1]).toEqual({
      kind: 'differs',
      field: 'kind',
      side: 'pnc',
      means: 'They see another.',
      opens: { obligation: 'RR-02', asConflict: true },
    })
    expect(comparison?.staleAfterMs).toBe(35 * 86_400_000)
  })
})

describe('a fault in the contracts is said with its place and its mend', () => {
  const cases: readonly (readonly [title: string, change: Change | Change[], line: number, says: string])[] =
    [
      ['unreadable YAML', [ORDER_MADE, 'about: person', 'about: [person'], 6, 'not readable YAML'],
      [
        'a field of the contract that no kind has',
        [ORDER_MADE, 'about: person', 'abuot: person'],
        5,
        'abuot is not a field that is known',
      ],
      [
        'a data line that cannot be read',
        [ORDER_MADE, 'kind: order-kind, M4', 'kind: order-kind'],
        13,
        'written as type, field set',
      ],
      [
        'a type that the vocabulary lacks',
        [ORDER_MADE, 'kind: order-kind', 'kind: wish-kind'],
        13,
        'wish-kind, which reference/vocabulary.yaml does not have',
      ],
      [
        'a file named otherwise than its event',
        [ORDER_MADE, 'courts.order.made@1', 'courts.order.made@2'],
        2,
        'must be named order.made.v2.yaml',
      ],
      [
        'a handle made of a field that is not there',
        [ORDER_MADE, '[courtCode, orderId]', '[courtCode, orderNo]'],
        7,
        'orderNo, which is not a field',
      ],
      [
        'a handle without a scheme',
        [ORDER_MADE, '  order: [', '  ordre: ['],
        7,
        'no identifier scheme ordre',
      ],
      [
        'an effect on a field that the profile lacks',
        [ORDER_MADE, 'activeOrders: add', 'activOrders: add'],
        18,
        'The profile has no field activOrders',
      ],
      [
        'a single value treated as a set',
        [ORDER_MADE, 'activeOrders: add', 'owner: add'],
        18,
        'single value: write set',
      ],
      [
        'an accepted example that is refused',
        [ORDER_MADE, '- endsOn: absent', '- madeOn: soon'],
        20,
        'Accepted example 1 is refused: madeOn must be a date',
      ],
      [
        'a refused example that passes',
        [ORDER_MADE, '- kind: WISH', '- kind: NO'],
        22,
        'Refused example 1 is accepted: tighten the type of kind',
      ],
      [
        'a sample that its own schema refuses',
        ['reference/vocabulary.yaml', 'sample: A }', 'sample: aa }'],
        12,
        'The sample of court does not fit',
      ],
      [
        'a publisher nobody can be',
        [ORDER_MADE, 'publisher: court', 'publisher: desk'],
        4,
        'no unit of that role publishes courts',
      ],
      [
        'an unknown field in a condition',
        [AGREEMENT, "data.kind in ['SOPO', 'NO']", "data.kinds == 'SOPO'"],
        14,
        'data.kinds does not exist: use one of person',
      ],
      [
        'an unknown field inside has()',
        [AGREEMENT, "data.kind in ['SOPO', 'NO']", 'has(data.kinds)'],
        14,
        'data.kinds does not exist',
      ],
      [
        'an optional field read without has()',
        [AGREEMENT, "data.kind in ['SOPO', 'NO']", "data.endsOn > '2011'"],
        14,
        'write has(data.endsOn) && before it',
      ],
      [
        'a number compared with a whole number',
        [AGREEMENT, "data.kind in ['SOPO', 'NO']", 'has(data.points) && data.points == 3'],
        14,
        'write 3.0 for 3',
      ],
      [
        'a value that the field never has',
        [AGREEMENT, "['SOPO', 'NO']", "['SOPO', 'NOO']"],
        14,
        "data.kind is never 'NOO'",
      ],
      [
        'a condition that is not one',
        [AGREEMENT, "data.kind in ['SOPO', 'NO']", 'data.kind'],
        14,
        'must yield true or false',
      ],
      [
        'a condition that cannot be parsed',
        [AGREEMENT, "data.kind in ['SOPO', 'NO']", 'data.kind =='],
        14,
        'cannot be read',
      ],
      [
        'an allow-list with an unknown field',
        [AGREEMENT, 'person.name', 'person.surname'],
        15,
        'person.surname is not a field of courts.order.made@1',
      ],
      [
        'an allow-list with an empty field set',
        [AGREEMENT, '[M4, person.name]', '[M4, M7]'],
        15,
        'no field of M7',
      ],
      [
        'an event that does not exist',
        [AGREEMENT, 'courts.order.made@1', 'courts.order.made@2'],
        13,
        'There is no event courts.order.made@2',
      ],
      [
        'an organisation that does not publish what it gives',
        [AGREEMENT, 'gives: courts', 'gives: police'],
        13,
        'police does not publish courts.order.made@1',
      ],
      [
        'a receiver that does not exist',
        [AGREEMENT, 'police/desk', 'police/dask'],
        4,
        'There is no unit police/dask',
      ],
      [
        'a ceiling below what is given',
        [AGREEMENT, 'ceiling: restricted', 'ceiling: protect'],
        13,
        "above the agreement's ceiling",
      ],
      [
        'a period that ends before it begins',
        [AGREEMENT, 'from 2004-05-01', 'from 2004-05-01 until 2004-04-01'],
        8,
        'It ends (2004-04-01) before it begins',
      ],
      [
        'a day that does not exist',
        [AGREEMENT, 'from 2004-05-01', 'from 2004-02-30'],
        8,
        'names a day that does not exist',
      ],
      [
        'an agreement named otherwise than its file',
        [AGREEMENT, 'agreement: courts-to-desk', 'agreement: courts-to-disk'],
        2,
        'name both alike',
      ],
      [
        'a purpose that nobody explained',
        [AGREEMENT, 'purpose: mark-orders', 'purpose: make-orders'],
        5,
        'no purpose make-orders in reference/purposes.yaml',
      ],
      ['a law that nobody named', [AGREEMENT, '[LB2]', '[LB3]'], 6, 'no LB3 in reference/lawful-bases.yaml'],
      [
        'a subscription that no agreement serves',
        [POLICE, 'purpose: mark-orders', 'purpose: make-orders'],
        14,
        'a purpose of no agreement',
      ],
      [
        'an agreement that nobody listens to',
        [POLICE, 'purpose: mark-orders', 'purpose: make-orders'],
        5,
        'nobody would hear anything',
      ],
      [
        'a unit that speaks a foreign namespace',
        [COURTS, 'publishes: [courts]', 'publishes: [police]'],
        10,
        'courts does not speak police',
      ],
      [
        'a calendar that does not exist',
        [COURTS, 'england-and-wales', 'scotland'],
        5,
        'There is no calendar scotland',
      ],
      [
        'a role that nobody said',
        [COURTS, 'role: court', 'role: tribunal'],
        9,
        'which reference/roles.yaml does not say',
      ],
      [
        'extracts of an unknown event',
        [COURTS, 'extracts: [courts.order.made]', 'extracts: [courts.order.sealed]'],
        14,
        'no event courts.order.sealed',
      ],
      [
        'a rule about a handle that an event does not say',
        ['events/police/marker.updated.v1.yaml', 'handles:\n  order: [courtCode, orderId]\n', ''],
        10,
        'police.marker.updated@1 does not say which: declare the handle order',
      ],
      [
        'a rule on an unknown event',
        [RULE, '- courts.order.made', '- courts.order.maid'],
        8,
        'There is no event courts.order.maid',
      ],
      [
        'a deadline in no grammar',
        [RULE, '7 calendar days after opening', 'within a week'],
        13,
        'is not understood as a time',
      ],
      [
        'a deadline from a date the opening lacks',
        [RULE, '7 calendar days after opening', '7 calendar days after data.madeAt'],
        13,
        'has no date data.madeAt',
      ],
      [
        'a rung that nobody bears',
        [RULE, 'at breach: [desk]', 'at breach: [chief]'],
        17,
        'There is no role chief',
      ],
      [
        'a rung that counts from elsewhere',
        [RULE, 'at breach:', 'at opening:'],
        17,
        'A rung counts from the breach',
      ],
      [
        'a gap that carries what no opening says',
        [RULE, 'carries: [kind]', 'carries: [colour]'],
        18,
        'No event that opens the rule has colour',
      ],
      [
        'a person field that the profile lacks',
        [RULE, 'person.inCustody', 'person.inHospital'],
        11,
        'person.inHospital does not exist',
      ],
      [
        'a rule one per something unknown',
        [RULE, 'onePer: order', 'onePer: ordre'],
        6,
        'ordre is neither person, unit',
      ],
      [
        'a rule that waits for nothing',
        [RULE, 'expects: police.marker.updated where data.full\n', ''],
        2,
        'neither what it expects',
      ],
      [
        'a rule in a file of another name',
        [RULE, 'obligation: RR-02', 'obligation: RR-03'],
        2,
        'A file of RR-03 is named',
      ],
      [
        'a side that declares no extracts',
        [POLICE, 'extracts: [police.marker.updated]', 'extracts: []'],
        8,
        'declares extracts of police.marker.updated',
      ],
      [
        'a difference on no side',
        [COMPARISON, 'absent from pnc', 'absent from visor'],
        13,
        'visor is not a side',
      ],
      [
        'a difference in a field not compared',
        [COMPARISON, 'kind differs at pnc', 'colour differs at pnc'],
        16,
        'colour is not compared',
      ],
      [
        'a compared field on one side only',
        [COMPARISON, 'compares: [kind]', 'compares: [kind, endsOn]'],
        11,
        'one side only',
      ],
      [
        'a consequence that does not exist',
        [COMPARISON, 'RR-02 at once\n', 'RR-09 at once\n'],
        15,
        'There is no obligation RR-09',
      ],
      [
        'a coverage condition no side can answer',
        [COMPARISON, "data.madeOn >= '2004-01-01'", "data.made >= '2004'"],
        9,
        'data.made does not exist',
      ],
      [
        'an exclusion of somebody unknown',
        ['reference/exclusions.yaml', 'never: [desk]', 'never: [press]'],
        5,
        'No unit has the role press',
      ],
      [
        'a conflict told to nobody',
        ['reference/profile.yaml', 'conflict, to desk', 'conflict, to chief'],
        6,
        'There is no role chief',
      ],
      [
        'a profile field of an unknown type',
        ['reference/profile.yaml', 'set of order', 'set of ordre'],
        4,
        'neither a type of the vocabulary',
      ],
    ]

  it.each(cases)('%s', (_, change, line, says) => {
    const changes = (Array.isArray(change[0]) ? change : [change]) as Change[]
    const faults = faultsOf(changes)
    expect(faults).toContainEqual(
      expect.objectContaining({ line, says: expect.stringContaining(says) as unknown }),
    )
    for (const fault of faults) {
      expect(fault.says).toMatch(/[.)]$/)
      expect(fault.code).toMatch(/^HUB_[A-Z]+_[A-Z_]+$/)
    }
  })

  it('all faults are said at once, in the order of files and lines', () => {
    const faults = faultsOf([
      [AGREEMENT, 'police/desk', 'police/dask'],
      [AGREEMENT, 'person.name', 'person.surname'],
      [RULE, 'at breach: [desk]', 'at breach: [chief]'],
    ])
    expect(faults.map(({ file, line }) => [file, line])).toEqual([
      [AGREEMENT, 4],
      [AGREEMENT, 15],
      [RULE, 17],
      [POLICE, 14],
    ])
  })

  it('two files that declare the same thing are named', () => {
    const copy = (file: string, as: string): Record<string, string> => ({ [as]: tinyContracts()[file] ?? '' })
    const twice = [
      faultsOf([], copy(ORDER_MADE, 'events/other/order.made.v1.yaml')),
      faultsOf([], copy(RULE, 'obligations/RR-02-again.v1.yaml')),
      faultsOf([], copy(COMPARISON, 'comparisons/RR-61-again.v1.yaml')),
    ]
    for (const faults of twice)
      expect(faults).toContainEqual(expect.objectContaining({ code: 'HUB_CATALOGUE_DUPLICATE' }))
  })

  it('whoever names a contract that cannot be read is not blamed as well', () => {
    const faults = faultsOf([[ORDER_MADE, 'about: person', 'about: [person']])
    expect(faults.filter(({ file }) => file !== ORDER_MADE)).toEqual([])
  })
})

describe('rules on gaps', () => {
  const rule = (name: string, opens: string, due: string): string => `
obligation: ${name}
says: A rule on gaps.
source: a test
onePer: data.rule
opens: ${opens}
expects: police.marker.updated where data.full
clocks:
  - due: ${due}
    evidence: A
severity: low
ladder:
  at breach: [desk]
`

  it('are refused where they fall due at once and feed each other', () => {
    const faults = faultsOf([], {
      'obligations/RR-90-a.v1.yaml': rule('RR-90', "hub.gap.opened where data.rule == 'RR-91'", 'at opening'),
      'obligations/RR-91-b.v1.yaml': rule('RR-91', "hub.gap.opened where data.rule == 'RR-90'", 'at opening'),
    })
    expect(faults.map(({ code, says }) => [code, says.slice(0, 21)])).toEqual([
      ['HUB_CATALOGUE_CYCLE', 'RR-90 → RR-91 → RR-90'],
      ['HUB_CATALOGUE_CYCLE', 'RR-91 → RR-90 → RR-91'],
    ])
  })

  it('are accepted where time passes, or where no rule leads back', () => {
    expect(
      faultsOf([], {
        'obligations/RR-90-a.v1.yaml': rule('RR-90', 'hub.gap.opened', '1 working day after opening'),
      }),
    ).toEqual([])
    expect(
      faultsOf([], {
        'obligations/RR-90-a.v1.yaml': rule(
          'RR-90',
          "hub.gap.opened where data.rule in ['RR-02']",
          'at opening',
        ),
      }),
    ).toEqual([])
  })
})
