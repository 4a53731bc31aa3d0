import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { commonPlatformHearing, type CourtOrder, libraDocument, spiMessage } from '#testkit/london'
import { MALFORMATIONS } from '#testkit/misbehaviour'
import { anOrder, faultsOf, translated } from './translated.fixture.js'

describe('every court system', () => {
  const order = { common: anOrder('common-platform'), libra: anOrder('libra'), spi: anOrder('spi') }
  const messages: [string, string, CourtOrder][] = [
    [
      'common-platform',
      commonPlatformHearing({ heardOn: order.common.madeOn, heard: [{ order: order.common }] }),
      order.common,
    ],
    ['libra', libraDocument({ heardOn: order.libra.madeOn, heard: [{ order: order.libra }] }), order.libra],
    ['libra', spiMessage({ heardOn: order.spi.madeOn, heard: [{ order: order.spi }] }), order.spi],
  ]

  it.each(messages)(
    '%s tells of an order in the contract’s words, and of nothing else in the hearing',
    (format, body, made) => {
      const events = translated(format, body)
      expect(events).toHaveLength(1)
      const [event] = events
      expect(event).toMatchObject({ type: 'courts.prevention-order.made', timeprecision: 'day' })
      expect(event!.data).toMatchObject({
        courtCode: made.court.code,
        orderId: made.orderId,
        orderType: made.orderType,
        madeOn: made.madeOn,
        person: {
          name: { surname: made.person.surname, forenames: made.person.forenames },
          pnc: made.person.pnc,
        },
      })
      const data = event!.data as { conditions: string[]; endsOn?: string; person: { dateOfBirth: string } }
      expect(data.conditions.map((one) => one.replace(/\.$/, ''))).toEqual(
        made.conditions.map((one) => one.replace(/\.$/, '')),
      )
      expect(data.endsOn).toBe(made.endsOn)
      expect(data.person.dateOfBirth).toBe(made.person.dateOfBirth)
    },
  )

  it.each(messages)('%s keeps the contract', (format, body) => {
    const contract = theCatalogue().events.get('courts.prevention-order.made@1')!
    for (const event of translated(format, body)) expect(contract.check(event.data)).toEqual([])
  })

  it.each(messages)('%s gives the same events, ids included, when it sends again', (format, body) => {
    expect(translated(format, body)).toEqual(translated(format, body))
  })

  it('says that an order was varied, or discharged, when an application was granted', () => {
    for (const [format, write] of [
      ['common-platform', commonPlatformHearing],
      ['libra', libraDocument],
      ['libra', spiMessage],
    ] as const) {
      const sopo = { ...anOrder('libra'), orderType: 'SOPO' as const }
      for (const change of ['VARIED', 'DISCHARGED'] as const) {
        const [event, ...more] = translated(
          format,
          write({ heardOn: '2011-11-01', heard: [{ order: sopo, change }] }),
        )
        expect(more).toEqual([])
        expect(event).toMatchObject({
          type: 'courts.prevention-order.varied',
          data: { changeType: change, changedOn: '2011-11-01', orderType: 'SOPO' },
        })
        expect(theCatalogue().events.get('courts.prevention-order.varied@1')!.check(event!.data)).toEqual([])
      }
    }
  })

  it('refuses every spoilt message with its place and cause', () => {
    for (const { name, suits, spoil } of MALFORMATIONS) {
      const [format, body] = suits === 'json' ? messages[0]! : messages[1]!
      const faults = faultsOf(format, spoil(body))
      expect([name, faults.length]).not.toEqual([name, 0])
      expect(faults[0]!.says).not.toBe('')
    }
  })
})

describe('a dispatch note', () => {
  const csv =
    'COURT,ORDER NO,SENT,TO,BY,SHA256\nB01FA00,2011-0042,04/10/2011,SORU,CJSM,\nB01FA00,2011-0043,04/10/2011,SORU,FAX,\n'

  it('is one event for each copy, as CSV or as JSON', () => {
    const events = translated('dispatch-csv', csv)
    expect(events.map(({ data }) => data)).toEqual([
      {
        courtCode: 'B01FA',
        orderId: '2011-0042',
        sentTo: 'police/pnc-bureau',
        sentOn: '2011-10-04',
        method: 'secure email',
      },
      {
        courtCode: 'B01FA',
        orderId: '2011-0043',
        sentTo: 'police/pnc-bureau',
        sentOn: '2011-10-04',
        method: 'fax',
      },
    ])
    for (const event of events)
      expect(theCatalogue().events.get('courts.order-copy.sent@1')!.check(event.data)).toEqual([])
    const json = { court: 'B01FA', orderNo: '2011-0042', sent: '2011-10-04', to: 'SORU', by: 'CJSM' }
    expect(translated('dispatch-json', JSON.stringify(json))).toEqual(events.slice(0, 1))
  })

  it('of other columns is taken for no empty one', () => {
    expect(faultsOf('dispatch-csv', 'ORDER,SENT ON\n')).toEqual([expect.objectContaining({ at: '/line 1' })])
  })

  it('names the line and column of what it cannot read', () => {
    expect(
      faultsOf('dispatch-csv', csv.replace('FAX', 'PIGEON').replace('04/10/2011', '99/10/2011')),
    ).toEqual([
      expect.objectContaining({ at: '/line 2/sent' }),
      expect.objectContaining({ at: '/line 3/by' }),
    ])
  })
})
