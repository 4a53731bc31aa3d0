import { describe, expect, it } from '@jest/globals'
import {
  AGREEMENT,
  COMPARISON,
  FAULTY_FACTS,
  FAULTY_RULES,
  faultsOf,
  ORDER_MADE,
  POLICE,
  RULE,
  tinyContracts,
} from '#testkit/tiny-contracts'

describe('a fault in the contracts is said with its place and its mend', () => {
  it.each([...FAULTY_FACTS, ...FAULTY_RULES])('%s', (_, change, line, says) => {
    const faults = faultsOf([change])
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

  it('reference data that agencies’ edges read are held to their schemas with the rest', () => {
    const file = 'reference/result-codes.yaml'
    expect(
      faultsOf([], { [file]: `'3086': { says: An order., orderType: SOPO, interim: false }\n` }),
    ).toEqual([])
    expect(faultsOf([], { [file]: `'3086': { says: An order., orderType: SOPO }\n` })).toEqual([
      expect.objectContaining({ file, line: 1, code: 'HUB_CATALOGUE_SHAPE' }),
    ])
  })

  it('whoever names a contract that cannot be read is not blamed as well', () => {
    const faults = faultsOf([[ORDER_MADE, 'about: person', 'about: [person']])
    expect(faults.filter(({ file }) => file !== ORDER_MADE)).toEqual([])
  })
})

describe('whoever is given a fact', () => {
  const retracted = {
    'events/courts/fact.retracted.v1.yaml': `
event: courts.fact.retracted@1
means: A court withdraws a fact.
publisher: court
about: person
marking: restricted
data:
  eventId: text, M0
refused:
  - eventId: absent
`,
  }
  const corrections = `
agreement: courts-corrections
gives: courts
receives: [police/desk]
purpose: mark-orders
lawfulBasis: [LB2]
registry: ISA-TEST-2
inForce: from 2004-05-01
reviewBy: 2012-04-01
ceiling: restricted
keptFor: 10 years
shares:
  - event: courts.fact.retracted@1
    fields: [M0]
evidence: A, a test
`

  it('is to hear when it is withdrawn, wherever it can be', () => {
    expect(faultsOf([], retracted)).toEqual([
      expect.objectContaining({
        file: AGREEMENT,
        line: 2,
        code: 'HUB_CATALOGUE_CORRECTION',
        says: expect.stringContaining('police/desk is given facts of courts') as unknown,
      }),
    ])
    expect(faultsOf([], { ...retracted, 'agreements/courts-corrections.yaml': corrections })).toEqual([])
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
