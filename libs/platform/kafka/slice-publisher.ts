import type { Admin, Kafka, Producer, Transaction } from 'kafkajs'
import type { OutgoingRecord } from '#core/messages'
import { transactionalProducer } from './connect.js'
import { isConcurrentTransactions } from './errors.js'
import { sliceOf } from './slices.js'

/** kafkajs makes one record batch per partition and send; a batch must stay below the broker's 1 MiB. */
const SEND_BYTES_MAX = 900_000
const CONCURRENT_TRANSACTIONS_RETRIES_MAX = 500

/** How far one input partition has come, in what is published. */
export interface PublishedPlace {
  topic: string
  partition: number
  published: number
}

/**
 * Publishes the outputs of one slice of the input, each time with the input's offsets in the same Kafka transaction.
 * A pair (producer epoch, published) is valid only if `published` was read after InitProducerId in that epoch: `fence`
 * establishes the pair, any error forgets it.
 */
export class SlicePublisher {
  private producer: Producer | undefined
  private opened: Transaction | undefined
  private readonly published = new Map<string, PublishedPlace>()
  private turns: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly slice: { stage: string; topics: readonly string[]; number: number },
  ) {}

  /** Everything below this offset has been published; valid after `fence`. */
  publishedOf(topic: string, partition: number): number {
    return this.published.get(`${topic}/${partition}`)?.published ?? 0
  }

  /** Where everything stands that was ever published; valid after `fence`. */
  get places(): PublishedPlace[] {
    return [...this.published.values()]
  }

  get isFenced(): boolean {
    return this.producer !== undefined
  }

  /** One after the other, in the order of asking: a producer has one transaction at a time. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.turns.then(work)
    this.turns = turn.catch(() => undefined)
    return turn
  }

  /**
   * Takes the transactional id (InitProducerId ends whatever an earlier holder left open), then reads how far the group
   * has come; the database's hint wins when the group was deleted or reset.
   */
  async fence(hints: readonly PublishedPlace[]): Promise<void> {
    const producer = transactionalProducer(this.kafka, `${this.slice.stage}-slice-${this.slice.number}`)
    try {
      await producer.connect()
      this.opened = await producer.transaction()
      const committed = await this.committedPlaces()
      this.producer = producer
      this.published.clear()
      for (const place of committed) this.note(place)
      const ahead = hints.filter(
        (hint) =>
          sliceOf(hint.partition) === this.slice.number &&
          hint.published > this.publishedOf(hint.topic, hint.partition),
      )
      if (ahead.length > 0) await this.publish([], ahead)
    } catch (error) {
      this.producer = producer
      await this.forget()
      throw error
    }
  }

  /**
   * Sends the records and moves the group to the places, both or neither. After any error the producer is dropped: its state is
   * unknown, and a failed commit leaves it stuck.
   */
  async publish(
    records: readonly OutgoingRecord[],
    places: readonly PublishedPlace[],
    onSent?: () => void,
  ): Promise<void> {
    try {
      await this.send(records, places, onSent)
    } catch (error) {
      await this.forget()
      throw error
    }
    for (const place of places) this.note(place)
  }

  private async send(
    records: readonly OutgoingRecord[],
    places: readonly PublishedPlace[],
    onSent?: () => void,
  ): Promise<void> {
    if (this.producer === undefined)
      throw new Error('The producer was dropped meanwhile; it has to be fenced again.')
    const transaction = this.opened ?? (await this.producer.transaction())
    this.opened = undefined
    for (const chunk of chunksOf(records))
      await transaction.sendBatch({ acks: -1, topicMessages: byTopic(chunk) })
    onSent?.()
    const topics = [...Map.groupBy(places, ({ topic }) => topic)].map(([topic, list]) => ({
      topic,
      partitions: list.map(({ partition, published }) => ({ partition, offset: String(published) })),
    }))
    await retryingConcurrent(() => transaction.sendOffsets({ consumerGroupId: this.slice.stage, topics }))
    await transaction.commit()
  }

  /** Drops the producer; whoever wants to publish has to fence again. */
  async forget(): Promise<void> {
    const producer = this.producer
    this.producer = undefined
    this.opened = undefined
    await producer?.disconnect().catch(() => undefined)
  }

  private note(place: PublishedPlace): void {
    this.published.set(`${place.topic}/${place.partition}`, place)
  }

  private async committedPlaces(): Promise<PublishedPlace[]> {
    const { stage, topics, number } = this.slice
    const answers = await this.admin.fetchOffsets({ groupId: stage, topics: [...topics] })
    return answers.flatMap(({ topic, partitions }) =>
      partitions
        .filter(({ partition, offset }) => sliceOf(partition) === number && Number(offset) >= 0)
        .map(({ partition, offset }) => ({ topic, partition, published: Number(offset) })),
    )
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
