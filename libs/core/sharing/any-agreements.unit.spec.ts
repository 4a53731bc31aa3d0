import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { agreement, offer, when } from './contracts.fixture.js'
import { decide } from './decisions.fixture.js'

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
