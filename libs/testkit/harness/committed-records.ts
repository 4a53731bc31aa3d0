import { randomUUID } from 'node:crypto'
import type { KafkaMessage } from 'kafkajs'
import type { Hub } from './hub.js'

/**
 * The first so many records of a topic that are wanted, read by somebody who knows nothing of the hub's tables and sees
 * only what was committed. Waits for them as long as the test may take.
 */
export async function committedRecords(
  hub: Hub,
  topic: string,
  count: number,
  isWanted: (message: KafkaMessage) => boolean,
): Promise<KafkaMessage[]> {
  const consumer = hub.kafka.consuming.consumer({
    groupId: `${hub.prefix}reader-${randomUUID()}`,
    readUncommitted: false,
  })
  const records: KafkaMessage[] = []
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      consumer
        .run({
          eachBatch: async ({ batch: { messages } }) => {
            records.push(...messages.filter(isWanted))
            if (records.length >= count) resolve()
          },
        })
        .catch(reject)
    })
  } finally {
    await consumer.disconnect()
  }
  return records
}
