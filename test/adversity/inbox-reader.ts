import type { Consumer } from 'kafkajs'
import { copyMessageFrom, headerText } from '#core/messages'
import type { Hub } from '#testkit/harness'

export interface ReadCopy {
  unit: string
  event: string
  occasion: string
  data: string
  /** Topic and partition of the inbox. */
  place: string
  offset: number
  /** The row of the ledger that allowed it: partition of `hub.linked`, and position in its chain. */
  chain: number
  position: number
  occurredAt: number
}

/** An agency that reads its inbox itself: committed records only, from the beginning, knowing nothing of the hub's tables. */
export async function readInboxes(hub: Hub): Promise<ReadCopy[]> {
  const topics = [...hub.catalogue.organisations.keys()].map(hub.topics.inbox)
  const admin = hub.kafka.producing.admin()
  await admin.connect()
  const ends = new Map<string, number>()
  for (const topic of topics)
    for (const { partition, high } of await admin.fetchTopicOffsets(topic))
      if (Number(high) > 0) ends.set(`${topic}/${partition}`, Number(high))
  await admin.disconnect()
  if (ends.size === 0) return []
  const consumer = hub.kafka.consuming.consumer({
    groupId: `${hub.prefix}reader-${ends.size}-${Math.max(...ends.values())}`,
    readUncommitted: false,
  })
  try {
    return await readUntil(consumer, topics, ends)
  } finally {
    await consumer.disconnect()
  }
}

async function readUntil(
  consumer: Consumer,
  topics: string[],
  ends: Map<string, number>,
): Promise<ReadCopy[]> {
  const copies: ReadCopy[] = []
  await consumer.connect()
  await consumer.subscribe({ topics, fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachBatch: async ({ batch }) => {
          const place = `${batch.topic}/${batch.partition}`
          for (const message of batch.messages) {
            const copy = copyMessageFrom(message.headers, message.value)
            const [chain, position] = copy.disclosure.split('/').map(Number)
            copies.push({
              unit: copy.recipient,
              event: `${copy.envelope.source} ${copy.envelope.id}`,
              occasion: headerText(message.headers, 'ce_occasion') ?? '',
              data: copy.bytes.toString('utf8'),
              place,
              offset: Number(message.offset),
              chain: chain!,
              position: position!,
              occurredAt: copy.envelope.occurredAt,
            })
          }
          // The last record of a transactional topic is a commit marker, which may or may not arrive with the copies.
          if (Number(batch.lastOffset()) + 1 >= (ends.get(place) ?? 0) - 1) ends.delete(place)
          if (ends.size === 0) resolve()
        },
      })
      .catch(reject)
  })
  return copies
}
