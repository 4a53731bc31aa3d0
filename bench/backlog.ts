import type { KafkaClients } from '#platform/kafka'
import type { BenchRecord } from './workload.js'

/** How far each partition must have been read for the whole backlog to be done: `topic/partition` to next offset. */
export type Targets = ReadonlyMap<string, number>

const SEND_RECORDS_MAX = 700
const TRANSACTION_MS_MAX = 300_000

/**
 * Writes records in one transaction, calls `before`, and commits: for readers of committed records the whole backlog
 * appears at one instant, so that neither the start of a process nor the publisher's own work is part of the measure.
 */
export async function appear(
  kafka: KafkaClients,
  records: readonly BenchRecord[],
  before: () => Promise<void> = async () => undefined,
): Promise<Targets> {
  const producer = kafka.producing.producer({
    transactionalId: `bench-${process.pid}-${performance.now()}`,
    maxInFlightRequests: 1,
    transactionTimeout: TRANSACTION_MS_MAX,
  })
  await producer.connect()
  const targets = new Map<string, number>()
  const transaction = await producer.transaction()
  for (let from = 0; from < records.length; from += SEND_RECORDS_MAX) {
    const byTopic = Map.groupBy(records.slice(from, from + SEND_RECORDS_MAX), (record) => record.topic)
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic, messages }))
    const sent = await transaction.sendBatch({ acks: -1, topicMessages })
    for (const { topicName, partition, baseOffset } of sent) {
      const count = byTopic.get(topicName)!.filter((record) => record.partition === partition).length
      targets.set(`${topicName}/${partition}`, Number(baseOffset) + count)
    }
  }
  await before()
  await transaction.commit()
  await producer.disconnect()
  return targets
}
