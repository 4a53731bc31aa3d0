import { describe, expect, it } from '@jest/globals'
import type { Exclusion } from '#core/catalogue'
import { agreement, data, offer, unit, when } from './contracts.fixture.js'
import { copyTo, decide, outcomes, toBureau, toCentral } from './decisions.fixture.js'

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

  it('from the moment the clearance of whoever works there is over, whatever the agreement gives', () => {
    const bureau = unit('police/pnc-bureau', 'pnc-bureau', {
      cleared: { fromAt: 200, untilAt: 300 },
      subscribes: [['pnc', 'everyone']],
    })
    const heard = (at: number) => decide([toBureau], offer({ at }), [], [bureau]).decisions
    expect([199, 200, 299, 300].map((at) => heard(at)[0]?.outcome)).toEqual([
      'withheld',
      'shared',
      'shared',
      'withheld',
    ])
    expect(heard(300)).toMatchObject([{ reason: 'not-cleared', by: ['police/pnc-bureau'] }])
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
