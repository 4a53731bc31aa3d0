import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { DATA_BYTES_MAX } from '../bounds.js'
import { judgeEvent, type Judged, recordOf } from './judge-event.js'
import { courtsPrincipal, orderMade } from './order-made.fixture.js'
import { readRequest } from './read-request.js'

const NOW = Date.parse('2011-10-03T12:00:00Z')

function judge(event: object, principal = courtsPrincipal, streamTimeAt: number | null = NOW): Judged {
  const request = readRequest(
    { 'content-type': 'application/cloudevents+json' },
    Buffer.from(JSON.stringify(event)),
  )
  if (!request.ok) throw new Error('unreadable')
  return judgeEvent(request.events[0]!, { catalogue: theCatalogue(), principal, streamTimeAt })
}

/** `code place` of every fault. */
function faultsOf(judged: Judged): string[] {
  return judged.ok ? [] : judged.faults.map(({ code, at }) => `${code} ${at ?? ''}`.trim())
}

describe('judging one event', () => {
  it('lets a court say that it made an order', () => {
    const judged = judge(orderMade())
    expect(faultsOf(judged)).toEqual([])
    if (!judged.ok) throw new Error('refused')
    const record = recordOf('facts.courts', judged)
    expect(record.key).toBe('order:B01FA/2011-0042')
    expect(record.headers).toMatchObject({ ce_id: 'made-2011-0042', ce_unit: 'courts/b01fa' })
    expect(JSON.parse(record.value.toString())).toEqual(orderMade()['data'])
  })

  it('keys a fact by its partition key where it has one', () => {
    const judged = judge(orderMade({ partitionkey: 'case-7' }))
    expect(judged.ok && recordOf('t', judged).key).toBe('case-7')
  })

  it('names every missing attribute at once', () => {
    expect(faultsOf(judge({}))).toEqual(
      ['specversion', 'id', 'source', 'type', 'dataschema', 'subject', 'time', 'unit', 'marking'].map(
        (name) => `HUB_ENVELOPE_MISSING /${name}`,
      ),
    )
  })

  it('refuses attributes that it does not carry, rather than drop them', () => {
    expect(faultsOf(judge(orderMade({ person: 'x', receivedat: 'y' })))).toEqual([
      'HUB_ENVELOPE_UNKNOWN /person',
      'HUB_ENVELOPE_UNKNOWN /receivedat',
    ])
  })

  it.each([
    [{ specversion: '0.3' }, 'HUB_ENVELOPE_INVALID /specversion'],
    [{ id: 'a\u0000b' }, 'HUB_ENVELOPE_INVALID /id'],
    [{ id: 'x'.repeat(129) }, 'HUB_ENVELOPE_INVALID /id'],
    [{ source: 'libra' }, 'HUB_ENVELOPE_INVALID /source'],
    [{ time: '2011-10-03 10:00' }, 'HUB_ENVELOPE_INVALID /time'],
    [{ time: '1811-10-03T10:00:00Z' }, 'HUB_ENVELOPE_INVALID /time'],
    [{ timeprecision: 'day' }, 'HUB_ENVELOPE_INVALID /time'],
    [{ timeprecision: 'hour' }, 'HUB_ENVELOPE_INVALID /timeprecision'],
    [{ dataschema: 'https://elsewhere.example/schema' }, 'HUB_ENVELOPE_INVALID /dataschema'],
    [
      { dataschema: 'urn:interlock:event:courts.prevention-order.varied:1' },
      'HUB_ENVELOPE_INVALID /dataschema',
    ],
    [{ datacontenttype: 'text/xml' }, 'HUB_ENVELOPE_INVALID /datacontenttype'],
    [{ sequence: '-1' }, 'HUB_ENVELOPE_INVALID /sequence'],
    [{ dataschema: 'urn:interlock:event:courts.prevention-order.made:9' }, 'HUB_EVENT_UNKNOWN /dataschema'],
    [{ source: '/courts/visor' }, 'HUB_SOURCE_NOT_OWN /source'],
    [{ unit: 'courts/b99zz' }, 'HUB_UNIT_UNKNOWN /unit'],
    [{ unit: 'courts/head-b01fa' }, 'HUB_UNIT_NOT_PUBLISHER /unit'],
    [{ marking: 'protect' }, 'HUB_MARKING_TOO_LOW /marking'],
    [{ marking: 'confidential' }, 'HUB_MARKING_TOO_HIGH /marking'],
    [{ marking: 'secret' }, 'HUB_MARKING_UNKNOWN /marking'],
    [{ subject: 'order:B01FA/2011-0043' }, 'HUB_SUBJECT_MISMATCH /subject'],
    [{ subject: 'recall:7' }, 'HUB_SUBJECT_SCHEME /subject'],
    [{ subject: 'unit:courts/b01fa' }, 'HUB_SUBJECT_SCHEME /subject'],
    [{ subject: 'gap:7' }, 'HUB_SUBJECT_SCHEME /subject'],
    [{ time: '2011-10-03T12:05:01Z' }, 'HUB_EVENT_AHEAD_OF_TIME /time'],
  ])('refuses %j', (change, fault) => {
    expect(faultsOf(judge(orderMade(change)))).toContain(fault)
  })

  it('takes a time up to five minutes ahead of stream time, and any before the first tick', () => {
    expect(faultsOf(judge(orderMade({ time: '2011-10-03T12:05:00Z' })))).toEqual([])
    expect(faultsOf(judge(orderMade({ time: '2030-01-01T00:00:00Z' }), courtsPrincipal, null))).toEqual([])
  })

  it('takes midnight in London, summer time included, where only the day is known', () => {
    expect(faultsOf(judge(orderMade({ timeprecision: 'day', time: '2011-10-02T23:00:00Z' })))).toEqual([])
  })

  it('takes an identifier of the person as the subject, even one whose check letter is wrong', () => {
    expect(faultsOf(judge(orderMade({ subject: 'pnc:2004/0012345D' })))).toEqual([])
    expect(faultsOf(judge(orderMade({ subject: 'pnc:2004/0012345A' })))).toEqual([])
  })

  it('names every fault of the payload with its place in the event', () => {
    const faults = faultsOf(
      judge(orderMade({}, { orderType: 'ASBO', madeOn: '03/10/2011', orderId: '2011-1', colour: 1 })),
    )
    expect(faults).toEqual(
      expect.arrayContaining([
        'HUB_DATA_INVALID /data/orderType',
        'HUB_DATA_INVALID /data/madeOn',
        'HUB_DATA_UNKNOWN /data/colour',
      ]),
    )
  })

  it('lets nobody speak for another organisation, or for a unit that is not the token’s', () => {
    const police = { ...courtsPrincipal, clientId: 'police', organisation: 'police' }
    expect(faultsOf(judge(orderMade(), police))).toEqual(
      expect.arrayContaining([
        'HUB_EVENT_NOT_OWN /type',
        'HUB_SOURCE_NOT_OWN /source',
        'HUB_UNIT_NOT_OWN /unit',
      ]),
    )
    const otherCourt = { ...courtsPrincipal, units: ['courts/b01ok'] }
    expect(faultsOf(judge(orderMade(), otherCourt))).toEqual(['HUB_UNIT_NOT_TOKENS /unit'])
    expect(faultsOf(judge(orderMade(), { ...courtsPrincipal, units: ['courts/b01fa'] }))).toEqual([])
  })

  it('refuses data too large for a message', () => {
    const huge = orderMade({}, { conditions: ['x'.repeat(DATA_BYTES_MAX)] })
    expect(faultsOf(judge(huge))).toContain('HUB_DATA_TOO_LARGE /data')
  })

  it('says of a refused event which it was, where that can be read', () => {
    expect(judge(orderMade({ unit: 'nowhere' }))).toMatchObject({
      ok: false,
      id: 'made-2011-0042',
      source: '/courts/libra',
    })
  })
})
