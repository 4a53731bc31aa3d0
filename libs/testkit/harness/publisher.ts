import type { Producer } from 'kafkajs'
import { anEventRecord, anExtract, type EventWish, type ExtractWish } from '#testkit/builders'
import type { Hub } from './hub.js'

/** Publishes as organisations do that write to their own topics. */
export class Publisher {
  private constructor(
    private readonly hub: Hub,
    private readonly producer: Producer,
  ) {}

  static async connect(hub: Hub): Promise<Publisher> {
    const producer = hub.kafka.producing.producer({ idempotent: true })
    await producer.connect()
    return new Publisher(hub, producer)
  }

  /** Facts in this order, as far as they have one subject. */
  async facts(organisation: string, ...wishes: readonly EventWish[]): Promise<void> {
    const messages = wishes.map(anEventRecord)
    await this.producer.send({ topic: this.hub.topics.facts(organisation), acks: -1, messages })
  }

  async extract(organisation: string, wish: ExtractWish): Promise<void> {
    const messages = anExtract(wish)
    await this.producer.send({ topic: this.hub.topics.extracts(organisation), acks: -1, messages })
  }

  async close(): Promise<void> {
    await this.producer.disconnect()
  }
}
