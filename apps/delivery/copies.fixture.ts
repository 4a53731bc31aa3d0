import { copyHeadersOf, type CopyMessage, type Envelope } from '#core/messages'
import type { Hub } from '#testkit/harness'

export const PNC = 'police/pnc-bureau'
export const JIGSAW = 'police/central-jigsaw'

/** A copy of an order, as the exchange writes it. */
export function aCopy(
  id: string,
  recipient: string,
  more: { occasion?: string; lane?: string } = {},
): CopyMessage {
  const envelope: Envelope = {
    id,
    source: '/courts/libra',
    type: 'courts.prevention-order.made',
    version: 1,
    subject: `order:B01FA/${id}`,
    time: '2011-10-03T10:00:00Z',
    occurredAt: Date.parse('2011-10-03T10:00:00Z'),
    timePrecision: 'instant',
    unit: 'courts/b01fa',
    marking: 'restricted',
  }
  const bytes = Buffer.from(JSON.stringify({ courtCode: 'B01FA', orderId: id }))
  const lane = more.lane === undefined ? {} : { lane: more.lane }
  return { envelope, bytes, recipient, disclosure: '3/7', occasion: more.occasion ?? 'published', ...lane }
}

/** Publishes copies as the exchange would. */
export async function publishCopies(hub: Hub, copies: readonly CopyMessage[]): Promise<void> {
  const producer = hub.kafka.producing.producer()
  await producer.connect()
  const messages = copies.map((copy) => ({
    key: copy.recipient,
    value: copy.bytes,
    headers: copyHeadersOf(copy),
  }))
  await producer.send({ topic: hub.topics.inbox('police'), acks: -1, messages })
  await producer.disconnect()
}

export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 60_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('waited a minute in vain')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
