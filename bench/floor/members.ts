import kafkajs, { type EachBatchPayload, type Producer } from 'kafkajs'
import { createKafka, type KafkaSettings } from '#platform/kafka'

const MEMBERS = 2
const PARTITIONS_AT_ONCE = 3
const BYTES_PER_PARTITION_MAX = 1_048_576

export type FloorBatch = (payload: EachBatchPayload, producer: Producer) => Promise<void>

/**
 * kafkajs as fast as it was found to go: two members a process with three partitions each at once, fetches of 1 MiB,
 * offsets committed once a fetch, a plain producer.
 */
export async function runFloor(
  settings: KafkaSettings,
  options: { group: string; topics: string[] },
  eachBatch: FloorBatch,
): Promise<void> {
  const kafka = createKafka(settings, 'floor')
  const producer = kafka.producing.producer({
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  await Promise.all(
    Array.from({ length: MEMBERS }, async () => {
      const consumer = kafka.consuming.consumer({
        groupId: options.group,
        readUncommitted: false,
        maxWaitTimeInMs: 200,
        minBytes: 1,
        maxBytesPerPartition: BYTES_PER_PARTITION_MAX,
      })
      await consumer.connect()
      await consumer.subscribe({ topics: options.topics, fromBeginning: true })
      await consumer.run({
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: (payload) => eachBatch(payload, producer),
      })
    }),
  )
}
