import type { Kafka, Producer, ProducerRecord } from 'kafkajs'
import { idempotentProducer } from './connect.js'

/**
 * An idempotent producer that is made anew after any failed send: kafkajs winds its sequence back then, and if the broker had
 * appended after all, every later send of that producer would be out of order. What went twice, the register makes once.
 */
export class FreshProducer {
  private producer: Producer | undefined

  constructor(private readonly kafka: Kafka) {}

  async send(record: ProducerRecord): Promise<void> {
    try {
      this.producer ??= await connected(idempotentProducer(this.kafka))
      await this.producer.send(record)
    } catch (error) {
      const broken = this.producer
      this.producer = undefined
      await broken?.disconnect().catch(() => undefined)
      throw error
    }
  }
}

async function connected(producer: Producer): Promise<Producer> {
  await producer.connect()
  return producer
}
