import { describe, expect, it, jest } from '@jest/globals'
import { aCatalogue, theCatalogue } from '#testkit/catalogue'
import {
  newAgreement,
  newComparison,
  newDecision,
  newEvent,
  newObligation,
} from '../../tools/new/templates.js'

// each test loads the whole contracts several times, perhaps on a busy machine
jest.setTimeout(60_000)

const EVENT = `
event: courts.warrant.issued@1
means: A court has issued a warrant for a person's arrest.
publisher: court
about: person
handles:
  order: [courtCode, orderId]
marking: restricted
data:
  person: person, M1
  courtCode: court, M0
  orderId: order-number, M0
  issuedOn: date, M4
refused:
  - issuedOn: soon
`
const AGREEMENT = `
agreement: courts-warrants-to-pnc-bureau
gives: courts
receives: [police/pnc-bureau]
purpose: keep-the-pnc-true
lawfulBasis: [LB9]
registry: ISA-SYNTHETIC-0099
inForce: from 2004-05-01
reviewBy: 2012-04-01
ceiling: restricted
keptFor: 10 years
shares:
  - event: courts.warrant.issued@1
    where: data.issuedOn >= '2011-01-01'
    fields: [M0, M4]
evidence: A, made for this test
`
const OBLIGATION = `
obligation: RR-98
says: A warrant is circulated on the Police National Computer.
source: made for this test
onePer: order
opens: courts.warrant.issued
expects: pnc.marker.updated where data.action == 'applied'
clocks:
  - due: 1 working day after opening
    evidence: A, made for this test
severity: high
ladder:
  at breach: [pnc-bureau]
`

describe('a new kind of fact', () => {
  it('takes an event, an agreement and an obligation: three YAML files, and no TypeScript', () => {
    const catalogue = aCatalogue({
      files: {
        'events/courts/warrant.issued.v1.yaml': EVENT,
        'agreements/courts-warrants-to-pnc-bureau.yaml': AGREEMENT,
        'obligations/RR-98-warrant-circulated.v1.yaml': OBLIGATION,
      },
    })
    const event = catalogue.events.get('courts.warrant.issued@1')
    const [sample] = event?.examples.accepted ?? []
    expect(event?.check(sample)).toEqual([])
    expect(event?.check({}).map(({ at }) => at)).toEqual(['/person', '/courtCode', '/orderId', '/issuedOn'])

    const share = catalogue.agreements.find(({ agreement }) => agreement === 'courts-warrants-to-pnc-bureau')
      ?.shares[0]
    expect(share?.fields).toEqual(['courtCode', 'orderId', 'issuedOn'])
    expect(share?.where?.holds({ data: { issuedOn: '2010-12-31' } })).toBe(false)

    const rule = catalogue.obligations.find(({ obligation }) => obligation === 'RR-98')
    expect(rule?.expects[0]?.where?.holds({ data: { action: 'applied' } })).toBe(true)
    expect(rule?.clocks[0]?.due).toEqual({
      kind: 'after',
      count: 1,
      unit: 'working days',
      anchor: { at: 'opening' },
    })
    expect(catalogue.hash).not.toBe(theCatalogue().hash)
  })

  it('begins as a scaffold that loads as it stands', () => {
    const event = newEvent(theCatalogue(), 'courts.warrant.issued')
    const withEvent = aCatalogue({ files: relative([event]) })
    const agreement = newAgreement(withEvent, 'courts-warrants', {
      gives: 'courts',
      to: 'police/pnc-bureau',
      event: 'courts.warrant.issued@1',
    })
    const obligation = newObligation(withEvent, 'RR-98', 'warrant-circulated', {
      opens: 'courts.warrant.issued',
      expects: 'pnc.marker.updated',
    })
    const comparison = newComparison(withEvent, 'RR-99', 'orders', {
      key: 'order',
      left: 'courts.prevention-order.made',
      right: 'pnc.marker.updated',
    })
    const catalogue = aCatalogue({ files: relative([event, agreement, obligation, comparison]) })
    expect(catalogue.events.has('courts.warrant.issued@1')).toBe(true)
    expect(catalogue.obligations.some(({ obligation: name }) => name === 'RR-98')).toBe(true)
    expect(catalogue.comparisons.some(({ comparison: name }) => name === 'RR-99')).toBe(true)
  })

  it('gets the next version of an event, and the next number of a decision', () => {
    const { path, text } = newEvent(theCatalogue(), 'courts.prevention-order.made')
    expect(path).toBe('contracts/events/courts/prevention-order.made.v2.yaml')
    expect(text).toContain('event: courts.prevention-order.made@2')
    expect(newDecision(['0001-a.md', '0007-b.md'], 'Keep it small').path).toBe(
      'docs/decisions/0008-keep-it-small.md',
    )
  })
})

function relative(scaffolds: readonly { path: string; text: string }[]): Record<string, string> {
  return Object.fromEntries(scaffolds.map(({ path, text }) => [path.replace('contracts/', ''), text]))
}
