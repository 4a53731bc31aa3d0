import type { Kafka, Producer, ProducerBatch, ProducerRecord } from 'kafkajs'
import { idempotentProducer } from './connect.js'

/**
 * An idempotent producer that is made anew after any failed send: kafkajs winds its sequence back then, and if the broker had
 * appended after all, it would take the next send for a repetition, and drop it. What went twice, the register makes once.
 */
export class FreshProducer {
  private producer: Producer | undefined

  constructor(private readonly kafka: Kafka) {}

  async send(record: ProducerRecord): Promise<void> {
    await this.attempt((producer) => producer.send(record))
  }

  /** Records of several topics at once; they may arrive in part. */
  async sendBatch(batch: ProducerBatch): Promise<void> {
    await this.attempt((producer) => producer.sendBatch(batch))
  }

  async close(): Promise<void> {
    const last = this.producer
    this.producer = undefined
    await last?.disconnect().catch(() => undefined)
  }

  private async attempt(send: (producer: Producer) => Promise<unknown>): Promise<void> {
    const producer = this.producer ?? idempotentProducer(this.kafka)
    try {
      if (this.producer === undefined) await producer.connect()
      this.producer = producer
      await send(producer)
    } catch (error) {
      this.producer = undefined
      await producer.disconnect().catch(() => undefined)
      throw error
    }
  }
}
