import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { readGaps } from '#platform/published'
import { aMarker, type EventWish } from '#testkit/builders'
import { contractsDirectory, type ContractsDirectory, copiesTo, Hub, Publisher } from '#testkit/harness'

jest.setTimeout(180_000)

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
says: The PNC Bureau hears of warrants since 2011, and not for whom.
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
carries: [courtCode, orderId]
`

const aWarrant = (orderId: string, issuedOn: string): EventWish => ({
  type: 'courts.warrant.issued',
  id: `warrant-${orderId}`,
  unit: 'courts/b01fa',
  source: '/courts/libra',
  subject: `order:B01FA/${orderId}`,
  time: '2011-10-03T09:00:00Z',
  data: { person: { crn: `X7${orderId.slice(-4)}1` }, courtCode: 'B01FA', orderId, issuedOn },
})

describe('an event, an agreement and an obligation that nobody programmed', () => {
  let contracts: ContractsDirectory
  let hub: Hub
  let publisher: Publisher

  beforeAll(async () => {
    contracts = contractsDirectory({
      files: {
        'events/courts/warrant.issued.v1.yaml': EVENT,
        'agreements/courts-warrants-to-pnc-bureau.yaml': AGREEMENT,
        'obligations/RR-98-warrant-circulated.v1.yaml': OBLIGATION,
      },
    })
    hub = await Hub.start({
      apps: ['register', 'exchange', 'reconciler', 'delivery'],
      contracts: contracts.path,
    })
    publisher = await Publisher.connect(hub)
  })
  afterAll(async () => {
    await publisher?.close()
    await hub?.stop()
    contracts?.remove()
  })

  it('is heard by whom the agreement names, with its fields and on its condition', async () => {
    await hub.moveTo('2011-10-03T09:00:00Z')
    await publisher.facts(
      'courts',
      aWarrant('2011-7001', '2011-10-03'),
      aWarrant('2011-7002', '2011-10-03'),
      aWarrant('2010-7003', '2010-12-31'),
    )
    await hub.moveTo('2011-10-04T09:00:00Z')
    const copies = await copiesTo(hub, 'police/pnc-bureau', 'courts.warrant.issued')
    expect(new Set(copies.map(({ data }) => data))).toEqual(
      new Set(
        ['2011-7001', '2011-7002'].map((orderId) => ({
          courtCode: 'B01FA',
          orderId,
          issuedOn: '2011-10-03',
        })),
      ),
    )
    const { rows } = await hub.pool.query(
      `select entry->>'unit' as unit, entry->>'reason' as reason from exchange.disclosure where event_id = 'warrant-2010-7003'`,
    )
    expect(rows).toEqual([{ unit: 'police/pnc-bureau', reason: 'condition-false' }])
  })

  it('is a gap at its deadline where nothing followed, and none where it did', async () => {
    await publisher.facts('police', aMarker({ orderId: '2011-7002', at: '2011-10-04T09:00:00Z' }))
    await hub.moveTo('2011-10-04T22:59:59Z')
    expect(await readGaps(hub.pool, { rule: 'RR-98', limit: 10 })).toEqual([])
    await hub.moveTo('2011-10-04T23:00:00Z')
    const gaps = await readGaps(hub.pool, { rule: 'RR-98', state: 'open', limit: 10 })
    expect(gaps.map(({ onePer, reason }) => [onePer['order'], reason]).sort()).toEqual([
      ['B01FA/2010-7003', 'missing'],
      ['B01FA/2011-7001', 'missing'],
    ])
    const told = await copiesTo(hub, 'police/pnc-bureau', 'hub.gap.opened')
    expect(told.map(({ data }) => data['details'])).toEqual(
      expect.arrayContaining([{ courtCode: 'B01FA', orderId: '2011-7001' }]),
    )
  })

  it('closes on what the obligation expects', async () => {
    await publisher.facts('police', aMarker({ orderId: '2011-7001', at: '2011-10-04T23:00:00Z' }))
    await hub.moveTo('2011-10-05T09:00:00Z')
    const closed = await readGaps(hub.pool, { rule: 'RR-98', state: 'closed', limit: 10 })
    expect(closed.map(({ onePer, closing }) => [onePer['order'], closing])).toEqual([
      ['B01FA/2011-7001', 'met-late'],
    ])
  })
})
