import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aMarker, anEventRecord, anOrderMade, type EventWish } from '#testkit/builders'
import { Hub } from '#testkit/harness'

describe('the spine', () => {
  let hub: Hub

  beforeAll(async () => {
    hub = await Hub.start({ apps: ['register', 'exchange', 'reconciler'] })
  }, 240_000)
  afterAll(async () => hub?.stop(), 60_000)

  const publish = async (organisation: string, wishes: EventWish[]): Promise<void> => {
    const producer = hub.kafka.producing.producer({ idempotent: true })
    await producer.connect()
    await producer.send({
      topic: hub.topics.facts(organisation),
      acks: -1,
      messages: wishes.map(anEventRecord),
    })
    await producer.disconnect()
  }

  it('opens a gap for an order without a marker, and closes it on the marker and on nothing else', async () => {
    await hub.moveTo('2011-10-01T00:00:00Z')
    await publish('courts', [
      anOrderMade({ orderId: '2011-0001', madeOn: '2011-10-03' }),
      anOrderMade({ orderId: '2011-0002', madeOn: '2011-10-03' }),
    ])
    await hub.moveTo('2011-10-10T00:00:00Z')
    await publish('police', [aMarker({ orderId: '2011-0002', at: '2011-10-10T09:00:00Z' })])
    await hub.moveTo('2011-10-20T00:00:00Z')
    const { rows } = await hub.pool.query(
      `select rule, status, gap_open, state->'onePer'->>'order' as about from reconciler.gap where rule = 'RR-02'`,
    )
    expect(rows).toEqual([{ rule: 'RR-02', status: 'breached', gap_open: true, about: 'B01FA/2011-0001' }])
    await publish('police', [aMarker({ orderId: '2011-0001', at: '2011-10-20T09:00:00Z' })])
    await hub.moveTo('2011-10-21T00:00:00Z')
    const closed = await hub.pool.query(`select status, gap_open from reconciler.gap where rule = 'RR-02'`)
    expect(closed.rows).toEqual([{ status: 'met-late', gap_open: false }])
  }, 60_000)
})
