import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Agreement, Exclusion } from '#core/catalogue'
import { chain, commitmentTo, genesis, verifyChain } from '#core/ledger'
import { compileSharing } from './compile-sharing.js'
import { decideSharing, type Occasion } from './decide-sharing.js'
import { ledgerEntryOf } from './ledger-entry.js'
import { agreement, catalogueOf, data, offer, unit, when } from './spec-catalogue.js'

const toBureau = agreement('courts-to-pnc-bureau', 'police/pnc-bureau', 'pnc', [
  'person',
  'orderId',
  'conditions',
])
const toBoroughs = agreement('courts-to-boroughs', 'borough-jigsaw', 'manage', ['person.name', 'orderId'])
const toCentral = agreement('courts-to-central', 'police/central-jigsaw', 'watch', [])

function decide(
  agreements: Agreement[],
  given: Occasion = offer(),
  exclusions: Exclusion[] = [],
  units = [] as Parameters<typeof catalogueOf>[2],
) {
  return decideSharing(compileSharing(catalogueOf(agreements, exclusions, units)), given)
}

/** Unit to `shared` or the reason. */
function outcomes(...args: Parameters<typeof decide>): Record<string, string> {
  return Object.fromEntries(
    decide(...args).decisions.map((one) => [one.unit, one.outcome === 'shared' ? 'shared' : one.reason]),
  )
}

function copyTo(receiver: string, ...args: Parameters<typeof decide>): unknown {
  const found = decide(...args).decisions.find((one) => one.unit === receiver)
  return found?.outcome === 'shared' ? JSON.parse(found.copy.toString()) : undefined
}

describe('a copy', () => {
  it('has the fields of the agreement and no other, and says behind which agreement, for what and on what basis', () => {
    const [decision] = decide([toBureau]).decisions
    expect(decision).toMatchObject({
      unit: 'police/pnc-bureau',
      organisation: 'police',
      outcome: 'shared',
      scopes: ['everyone'],
      purposes: ['pnc'],
      step: null,
      agreements: [
        {
          agreement: 'courts-to-pnc-bureau',
          file: 'agreements/courts-to-pnc-bureau.yaml',
          purpose: 'pnc',
          lawfulBasis: ['LB2'],
          fields: ['person', 'orderId', 'conditions'],
        },
      ],
      fields: ['person', 'orderId', 'conditions'],
      withheldFields: ['borough', 'courtCode'],
    })
    expect(copyTo('police/pnc-bureau', [toBureau])).toEqual({
      person: data.person,
      orderId: '2011-0042',
      conditions: data.conditions,
    })
  })

  it('joins the fields of every agreement in force for the purposes that concern the unit', () => {
    const also = agreement('second', 'police/pnc-bureau', 'pnc', ['courtCode'])
    const another = agreement('other-purpose', 'police/pnc-bureau', 'manage', ['borough'])
    expect(copyTo('police/pnc-bureau', [toBureau, also, another])).toHaveProperty('courtCode')
    expect(decide([toBureau, also, another]).decisions.at(-1)).toMatchObject({
      fields: ['person', 'courtCode', 'orderId', 'conditions'],
      withheldFields: ['borough'],
    })
  })

  it('may be a pointer, where the agreement gives nothing but that there is such a fact', () => {
    expect(copyTo('police/central-jigsaw', [toCentral])).toEqual({})
    const withReference = agreement('m0', 'police/central-jigsaw', 'watch', ['courtCode'])
    const withoutCode = offer({ data: { orderId: '1' } })
    expect(copyTo('police/central-jigsaw', [withReference], withoutCode)).toEqual({})
  })

  it('is shared by units with the same fields, as the same bytes', () => {
    const both = agreement('both', 'borough-jigsaw', 'correct', ['orderId'])
    const told = offer({ told: new Set(['police/jigsaw-a', 'police/jigsaw-b']) })
    const [a, b] = decide([both], told).decisions
    expect(a?.outcome === 'shared' && b?.outcome === 'shared' && a.copy === b.copy).toBe(true)
  })
})

describe('who is concerned', () => {
  it('is the owner alone of all boroughs, found by the first step that finds a unit, and the step is said', () => {
    const owned = (given: Occasion) =>
      decide([toBoroughs], given).decisions.map((one) => [one.unit, one.step])
    expect(owned(offer({ personNow: { owner: 'police/jigsaw-b' } }))).toEqual([
      ['police/jigsaw-b', 'visor-owner'],
    ])
    expect(owned(offer({ data: { ...data, borough: 'E2' } }))).toEqual([['police/jigsaw-b', 'event-address']])
    expect(owned(offer({ personNow: { owner: 'police/abolished' } }))).toEqual([
      ['police/jigsaw-a', 'court-borough'],
    ])
    expect(owned(offer({ envelope: { unit: 'courts/b01ok' } }))).toEqual([
      ['police/central-jigsaw', 'central'],
    ])
  })

  it('are those whom the fact names, by unit or by role, each role found in its own way', () => {
    const named = agreement('named', 'court', 'answer', ['orderId'])
    const tell = (...names: string[]) => offer({ data: { ...data, courtCode: 'B01OK', tell: names } })
    expect(outcomes([named], tell('court'))).toEqual({ 'courts/b01ok': 'shared' })
    expect(outcomes([named], tell('courts/b01ok'))).toEqual({ 'courts/b01ok': 'shared' })
    expect(outcomes([named], tell())).toEqual({})
  })

  it('say which of the named nobody bears, so that nobody is silently not told', () => {
    const given = offer({ data: { ...data, courtCode: 'B99ZZ', tell: ['court', 'port', 'borough-jigsaw'] } })
    expect(decide([toBoroughs], given).unfound).toEqual(['court', 'port'])
  })

  it('are those who were told before', () => {
    const corrections = agreement('corrections', 'borough-jigsaw', 'correct', ['orderId'])
    expect(outcomes([corrections], offer({ told: new Set(['police/jigsaw-b']) }))).toEqual({
      'police/jigsaw-b': 'shared',
    })
    expect(outcomes([corrections])).toEqual({})
  })

  it('are only the units that a later occasion is about', () => {
    const given = offer({ only: new Set(['police/jigsaw-a']), occasion: 'owner', at: 600 })
    expect(outcomes([toBureau, toBoroughs], given)).toEqual({ 'police/jigsaw-a': 'shared' })
  })

  it('is never the unit that said it', () => {
    const own = unit('courts/b01fa', 'court', { subscribes: [['pnc', 'everyone']] })
    const back = agreement('back', 'courts/b01fa', 'pnc', ['orderId'])
    expect(outcomes([toBureau, back], offer(), [], [own])).toEqual({ 'police/pnc-bureau': 'shared' })
  })
})

describe('a copy is withheld', () => {
  it('where there is an agreement, but not with this unit', () => {
    const elsewhere = unit('probation/kent', 'probation-area', { subscribes: [['supervise', 'everyone']] })
    const toKent = agreement('to-kent', 'probation/kent', 'supervise', ['orderId'])
    const { decisions } = decide([toKent], offer(), [], [elsewhere])
    expect(decisions).toMatchObject([
      { unit: 'probation/kent', outcome: 'shared' },
      { unit: 'probation/london', outcome: 'withheld', reason: 'no-agreement-in-force', by: [] },
    ])
  })

  it('but writes no row where nobody serves the purpose with such an event', () => {
    expect(outcomes([])).toEqual({})
  })

  it('before the agreement begins and from the moment it ends, by when the occasion was received', () => {
    const at = (instant: number) => outcomes([toBureau], offer({ at: instant }))['police/pnc-bureau']
    expect([99, 100, 899, 900].map(at)).toEqual([
      'no-agreement-in-force',
      'shared',
      'shared',
      'no-agreement-in-force',
    ])
    const { decisions } = decide([toBureau], offer({ at: 900 }))
    expect(decisions).toMatchObject([{ by: ['courts-to-pnc-bureau'] }])
  })

  it('where another organisation gave the agreement', () => {
    const probations = { ...toBureau, gives: 'probation' }
    expect(outcomes([probations])).toEqual({ 'police/pnc-bureau': 'no-agreement-in-force' })
  })

  it('where the marking is above the ceiling of the agreement or of the unit', () => {
    const low = { ...toBureau, ceiling: 'protect' as const }
    expect(decide([low]).decisions).toMatchObject([
      { reason: 'marking-too-high', by: ['courts-to-pnc-bureau'] },
    ])
    const cleared = unit('police/pnc-bureau', 'pnc-bureau', {
      ceiling: 'protect',
      subscribes: [['pnc', 'everyone']],
    })
    expect(decide([toBureau], offer(), [], [cleared]).decisions).toMatchObject([
      { reason: 'marking-too-high', by: ['police/pnc-bureau'] },
    ])
  })

  it('where the row is not one of those that the agreement covers', () => {
    const where = when('person.level', ({ person }) => person?.['level'] === 3)
    const some = agreement('some', 'police/pnc-bureau', 'pnc', ['orderId'], { where })
    expect(decide([some]).decisions).toMatchObject([{ reason: 'condition-false', by: ['some'] }])
    expect(outcomes([some], offer({ personThen: { level: 3 } }))).toEqual({ 'police/pnc-bureau': 'shared' })
    expect(outcomes([some], offer({ personNow: { level: 3 } }))).toEqual({
      'police/pnc-bureau': 'condition-false',
    })
  })

  it('where none of the allowed fields is there', () => {
    const borough = agreement('borough', 'police/pnc-bureau', 'pnc', ['borough'])
    expect(outcomes([borough])).toEqual({ 'police/pnc-bureau': 'no-field-left' })
  })

  it('where an exclusion holds now, whatever the agreements say', () => {
    const exclusion: Exclusion = {
      exclusion: 'charged',
      says: 'Known to the police alone.',
      when: when('person.charged', ({ person }) => person?.['charged'] === true),
      never: [{ role: 'probation-area' }],
      evidence: 'S',
    }
    const toProbation = agreement('to-probation', 'probation/london', 'supervise', ['orderId'])
    const charged = offer({ personNow: { charged: true } })
    expect(decide([toProbation, toBureau], charged, [exclusion]).decisions).toMatchObject([
      { unit: 'police/pnc-bureau', outcome: 'shared' },
      { unit: 'probation/london', reason: 'excluded', by: ['charged'] },
    ])
    expect(outcomes([toProbation], offer({ personThen: { charged: true } }), [exclusion])).toEqual({
      'probation/london': 'shared',
    })
  })

  it('never because a condition failed: that parks the message', () => {
    const where = when('data.gone', () => {
      throw new Error('no such key')
    })
    const broken = agreement('broken', 'police/pnc-bureau', 'pnc', ['orderId'], { where })
    expect(() => decide([broken])).toThrow('no such key')
    expect(() => decide([], offer({ envelope: { version: 2 } }))).toThrow(
      expect.objectContaining({ code: 'HUB_SHARING_CONTRACT_UNKNOWN' }),
    )
  })
})

describe('a condition', () => {
  it('is evaluated once a fact, unless it reads the recipient', () => {
    let asked = 0
    const where = when('data.orderId', () => (asked += 1) > 0)
    const told = offer({ told: new Set(['police/jigsaw-a', 'police/jigsaw-b']) })
    decide([agreement('all', 'borough-jigsaw', 'correct', ['orderId'], { where })], told)
    expect(asked).toBe(1)
    const reading = when('unit.area == "E1"', ({ unit: to }) => to?.area === 'E1')
    expect(
      outcomes([agreement('own', 'borough-jigsaw', 'correct', ['orderId'], { where: reading })], told),
    ).toEqual({
      'police/jigsaw-a': 'shared',
      'police/jigsaw-b': 'condition-false',
    })
  })
})

const someAgreement = fc
  .record({
    receives: fc.constantFrom(
      'police/pnc-bureau',
      'borough-jigsaw',
      'police/central-jigsaw',
      'probation/london',
    ),
    purpose: fc.constantFrom('pnc', 'manage', 'watch', 'supervise', 'correct'),
    fields: fc.subarray(['person.name', 'person', 'borough', 'courtCode', 'orderId', 'conditions.code']),
    fromAt: fc.constantFrom(0, 500, 501),
    untilAt: fc.constantFrom(null, 500, 501),
    ceiling: fc.constantFrom('protect' as const, 'confidential' as const),
    holds: fc.boolean(),
  })
  .map(({ receives, purpose, fields, fromAt, untilAt, ceiling, holds }) =>
    agreement(`${receives} ${purpose} ${fields.join(' ')}`, receives, purpose, fields, {
      inForce: { fromAt, untilAt },
      ceiling,
      where: when(`data.${String(holds)}`, () => holds),
    }),
  )
const someAgreements = fc.array(someAgreement, { maxLength: 6 })

describe('whatever the agreements', () => {
  it('each unit concerned has one outcome, in order of name, and nothing is in a copy that no agreement in force gives', () => {
    fc.assert(
      fc.property(someAgreements, (agreements) => {
        const { decisions } = decide(agreements, offer({ told: new Set(['police/jigsaw-b']) }))
        const units = decisions.map((one) => one.unit)
        expect(units).toEqual([...new Set(units)].sort())
        for (const decision of decisions) {
          if (decision.outcome === 'withheld') continue
          const given = new Set(
            decision.agreements.flatMap(({ fields }) => fields.map((field) => field.split('.')[0])),
          )
          const copy = JSON.parse(decision.copy.toString()) as Record<string, unknown>
          for (const field of Object.keys(copy)) expect(given).toContain(field)
          const named = new Set(decision.agreements.map(({ agreement: name }) => name))
          for (const { agreement: name, inForce } of agreements)
            if (named.has(name) && agreements.filter((one) => one.agreement === name).length === 1)
              expect(inForce.fromAt <= 500 && 500 < (inForce.untilAt ?? Infinity)).toBe(true)
        }
      }),
    )
  })

  it('one agreement more takes nothing away from anybody', () => {
    fc.assert(
      fc.property(someAgreements, someAgreement, (agreements, more) => {
        const before = decide(agreements).decisions.filter((one) => one.outcome === 'shared')
        const after = new Map(decide([...agreements, more]).decisions.map((one) => [one.unit, one]))
        for (const { unit: name, copy } of before) {
          const now = after.get(name)
          expect(now?.outcome).toBe('shared')
          if (now?.outcome === 'shared')
            expect(JSON.parse(now.copy.toString())).toMatchObject(JSON.parse(copy.toString()))
        }
      }),
    )
  })
})

describe('the ledger entry of a decision', () => {
  it('says everything but the copy, and links into a chain that verifies', () => {
    const given = offer()
    const { decisions, catalogue } = decide(
      [toBureau, { ...toBoroughs, ceiling: 'protect' }, toCentral],
      given,
    )
    let previous = genesis(0)
    const rows = decisions.map((decision, i) => {
      const commitment =
        decision.outcome === 'shared' ? commitmentTo(Buffer.from('salt'), decision.copy) : null
      const row = chain(
        previous,
        ledgerEntryOf(decision, given, catalogue, { partition: 0, position: i + 1, offset: 7, commitment }),
      )
      previous = row.hash
      return row
    })
    expect(verifyChain(rows, { partition: 0 })).toMatchObject({ ok: true })
    expect(
      rows.map(({ unit: name, outcome, reason, by, step }) => [name, outcome, reason, by, step]),
    ).toEqual([
      ['police/central-jigsaw', 'shared', null, null, null],
      ['police/jigsaw-a', 'withheld', 'marking-too-high', 'courts-to-boroughs', 'court-borough'],
      ['police/pnc-bureau', 'shared', null, null, null],
    ])
    expect(JSON.stringify(rows)).not.toContain('Sample')
  })
})
