import type { Admin, Kafka, Producer, Transaction } from 'kafkajs'
import type { OutgoingRecord } from '#core/messages'
import { transactionalProducer } from './connect.js'
import { isConcurrentTransactions } from './errors.js'

/** kafkajs makes one record batch per partition and send; a batch must stay below the broker's 1 MiB. */
const SEND_BYTES_MAX = 900_000
const CONCURRENT_TRANSACTIONS_RETRIES_MAX = 500

/**
 * Publishes one input partition's outputs, each time with the input's offsets in the same Kafka transaction.
 * A pair (producer epoch, published) is valid only if `published` was read after InitProducerId in that epoch: `fence`
 * establishes the pair, any error forgets it.
 */
export class PartitionPublisher {
  private producer: Producer | undefined
  private opened: Transaction | undefined
  private publishedOffset = 0

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly place: { stage: string; topic: string; partition: number },
  ) {}

  /** Everything below this offset has been published; valid after `fence`. */
  get published(): number {
    return this.publishedOffset
  }

  get isFenced(): boolean {
    return this.producer !== undefined
  }

  /**
   * Takes the transactional id (InitProducerId ends whatever an earlier holder left open), then reads how far the group
   * has come; the database's hint wins when the group was deleted or reset.
   */
  async fence(hint: number): Promise<void> {
    const { stage, topic, partition } = this.place
    const producer = transactionalProducer(this.kafka, `${stage}-${topic}-${partition}`)
    try {
      await producer.connect()
      this.opened = await producer.transaction()
      const committed = await this.committedOffset()
      this.producer = producer
      this.publishedOffset = Math.max(committed, hint)
      if (hint > committed) await this.publish([], hint)
    } catch (error) {
      this.producer = producer
      await this.forget()
      throw error
    }
  }

  /** Sends the records and moves the group to `next`, both or neither. */
  async publish(records: readonly OutgoingRecord[], next: number, onSent?: () => void): Promise<void> {
    const { stage, topic, partition } = this.place
    const transaction = this.opened ?? (await this.producer!.transaction())
    this.opened = undefined
    for (const chunk of chunksOf(records))
      await transaction.sendBatch({ acks: -1, topicMessages: byTopic(chunk) })
    onSent?.()
    await retryingConcurrent(() =>
      transaction.sendOffsets({
        consumerGroupId: stage,
        topics: [{ topic, partitions: [{ partition, offset: String(next) }] }],
      }),
    )
    await transaction.commit()
    this.publishedOffset = next
  }

  /** Drops the producer: after any error its state is unknown, and a failed commit leaves it stuck. */
  async forget(): Promise<void> {
    const producer = this.producer
    this.producer = undefined
    this.opened = undefined
    await producer?.disconnect().catch(() => undefined)
  }

  private async committedOffset(): Promise<number> {
    const { stage, topic, partition } = this.place
    const [answer] = await this.admin.fetchOffsets({ groupId: stage, topics: [topic] })
    const offset = Number(answer?.partitions.find((entry) => entry.partition === partition)?.offset ?? -1)
    return Math.max(offset, 0)
  }
}

function* chunksOf(records: readonly OutgoingRecord[]): Generator<OutgoingRecord[]> {
  let chunk: OutgoingRecord[] = []
  let bytes = 0
  for (const record of records) {
    const size = record.value.length + 1_000
    if (bytes + size > SEND_BYTES_MAX && chunk.length > 0) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(record)
    bytes += size
  }
  if (chunk.length > 0) yield chunk
}

/** Records grouped for one send, order kept within each topic. */
export function byTopic(records: readonly OutgoingRecord[]) {
  const topics = new Map<
    string,
    { key: string; value: Buffer; headers: Record<string, string>; partition?: number }[]
  >()
  for (const { topic, ...message } of records) {
    const messages = topics.get(topic)
    if (messages === undefined) topics.set(topic, [message])
    else messages.push(message)
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }))
}

/** kafkajs does not retry AddOffsetsToTxn while the previous transaction is still being completed. */
async function retryingConcurrent(send: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send()
    } catch (error) {
      if (!isConcurrentTransactions(error) || attempt >= CONCURRENT_TRANSACTIONS_RETRIES_MAX) throw error
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}
