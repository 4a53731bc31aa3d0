import { describe, expect, it } from '@jest/globals'
import { CloudEvent, HTTP, Kafka, type KafkaMessage } from 'cloudevents'
import { headerText } from '#core/messages'
import { committedRecords } from '#testkit/harness'
import type { Receipt } from '../../clients/typescript/index.js'
import { orderData, orderMade } from '../../apps/intake/events/order-made.fixture.js'
import type { PublishedHub } from './published-hub.js'

const eventOf = (orderId: string): CloudEvent<unknown> =>
  new CloudEvent(orderMade({}, { orderId }) as { type: string; source: string })

/** The official SDK as a client: what it writes is taken, what it reads is valid. */
export function cloudEventsChapter(world: () => PublishedHub): void {
  const post = async (headers: object, body: unknown): Promise<{ status: number; receipts: Receipt[] }> => {
    const response = await fetch(`${world().url('intake')}/events`, {
      method: 'POST',
      headers: {
        ...(headers as Record<string, string>),
        authorization: `Bearer ${await world().token('courts')}`,
      },
      body: body as string,
    })
    const { receipts = [] } = (await response.json()) as { receipts?: Receipt[] }
    return { status: response.status, receipts }
  }
  const isAccepted = { status: 202, receipts: [expect.objectContaining({ status: 'accepted' })] }

  describe('to the CloudEvents SDK as a client', () => {
    it('intake takes an event in structured mode', async () => {
      const { headers, body } = HTTP.structured(eventOf('2011-1001'))
      expect(await post(headers, body)).toEqual(isAccepted)
    })

    it('intake takes an event in binary mode, and finds it to be the same event as in structured mode', async () => {
      const { headers, body } = HTTP.binary(eventOf('2011-1002'))
      expect(await post(headers, body)).toEqual(isAccepted)
      const again = HTTP.structured(eventOf('2011-1002'))
      await world().until(async () => {
        const { receipts } = await post(again.headers, again.body)
        expect(receipts[0]?.status).not.toBe('refused')
        return receipts[0]?.status === 'duplicate'
      })
    })

    it('intake takes a batch, and judges it event by event', async () => {
      const good = eventOf('2011-1003')
      const bad = good.cloneWith({ id: 'made-bad', data: orderData({ orderType: 'ASBO' }) }, false)
      const { status, receipts } = await post(
        { 'content-type': 'application/cloudevents-batch+json' },
        JSON.stringify([good, bad]),
      )
      expect(status).toBe(202)
      expect(receipts.map((receipt) => receipt.status)).toEqual(['accepted', 'refused'])
      expect(receipts[1]?.faults).toEqual([expect.objectContaining({ at: '/data/orderType' })])
    })

    it('every copy is a valid event, by pull and in the topic of the inbox alike', async () => {
      await world().hub.moveTo('2011-10-04T09:00:00Z')
      const pulled: CloudEvent<unknown>[] = []
      for await (const { copies } of world().client('police').pages({ unit: 'police/pnc-bureau' }))
        pulled.push(...copies.map((copy) => new CloudEvent({ ...copy })))
      expect(pulled.map((event) => event.validate())).toEqual(pulled.map(() => true))
      const ids = pulled.map(({ id }) => id)
      expect(ids).toEqual(expect.arrayContaining(['made-2011-1001', 'made-2011-1002', 'made-2011-1003']))

      const topic = world().hub.topics.inbox('police')
      const [record] = await committedRecords(
        world().hub,
        topic,
        1,
        (message) =>
          headerText(message.headers, 'ce_id') === 'made-2011-1001' &&
          headerText(message.headers, 'ce_recipient') === 'police/pnc-bureau',
      )
      const read = Kafka.toEvent<object>({
        key: String(record?.key),
        value: JSON.parse(String(record?.value)),
        body: String(record?.value),
        timestamp: '',
        // kafkajs gives bytes, and the SDK reads texts
        headers: Object.fromEntries(
          Object.keys(record?.headers ?? {}).map((name) => [name, headerText(record?.headers, name) ?? '']),
        ),
      } as KafkaMessage<unknown>) as CloudEvent<object>
      const same = pulled.find(({ id }) => id === read.id)
      expect(read.validate()).toBe(true)
      expect([read.type, read.source, read.subject, read['recipient']]).toEqual([
        same?.type,
        same?.source,
        same?.subject,
        same?.['recipient'],
      ])
    }, 60_000)
  })
}
