import { randomUUID } from 'node:crypto'
import type { KafkaMessage } from 'kafkajs'
import type { Hub } from './hub.js'

export interface CommittedRecord {
  partition: number
  offset: number
  message: KafkaMessage
}

/** Everything committed to a topic until now, read by somebody who knows nothing of the hub's tables. */
export async function committedRecords(hub: Hub, topic: string): Promise<CommittedRecord[]> {
  const admin = hub.kafka.producing.admin()
  await admin.connect()
  const ends = new Map<number, number>()
  for (const { partition, high } of await admin.fetchTopicOffsets(topic))
    if (Number(high) > 0) ends.set(partition, Number(high))
  await admin.disconnect()
  if (ends.size === 0) return []
  const consumer = hub.kafka.consuming.consumer({
    groupId: `${hub.prefix}reader-${randomUUID()}`,
    readUncommitted: false,
  })
  const records: CommittedRecord[] = []
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          eachBatch: async ({ batch: { partition, messages, lastOffset } }) => {
            for (const message of messages)
              records.push({ partition, offset: Number(message.offset), message })
            // the last offsets may be control records, which never arrive: the batch's own last offset covers them
            if (Number(lastOffset()) + 1 >= (ends.get(partition) ?? 0)) ends.delete(partition)
            if (ends.size === 0) resolve()
          },
        })
        .catch(reject)
    })
  } finally {
    await consumer.disconnect()
  }
  return records
}
