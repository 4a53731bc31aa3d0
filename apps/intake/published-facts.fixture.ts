import type { Consumer } from 'kafkajs'
import { headerText } from '#core/messages'
import type { Hub } from '#testkit/harness'

export interface PublishedFact {
  id: string
  key: string
  text: string
  data: unknown
  headers: Record<string, string>
  valueBytes: number
}

/** An independent reader of one topic, from its beginning, read committed. */
export class PublishedFacts {
  readonly all: PublishedFact[] = []

  private constructor(private readonly consumer: Consumer) {}

  static async of(hub: Hub, topic: string): Promise<PublishedFacts> {
    const consumer = hub.kafka.consuming.consumer({
      groupId: `${hub.prefix}reader-${topic}`,
      maxWaitTimeInMs: 50,
    })
    const reader = new PublishedFacts(consumer)
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({
      eachMessage: async ({ message }) => {
        const names = Object.keys(message.headers ?? {})
        const headers = Object.fromEntries(
          names.map((name) => [name, headerText(message.headers, name) ?? '']),
        )
        const text = String(message.value)
        reader.all.push({
          id: headers['ce_id'] ?? '',
          key: String(message.key),
          text,
          data: JSON.parse(text),
          headers,
          valueBytes: message.value?.length ?? 0,
        })
      },
    })
    return reader
  }

  count(id: string): number {
    return this.all.filter((fact) => fact.id === id).length
  }

  /** Waits until the fact has been read. */
  async find(id: string): Promise<PublishedFact> {
    await this.until(() => this.count(id) > 0)
    return this.all.find((fact) => fact.id === id)!
  }

  async until(holds: () => boolean): Promise<void> {
    const deadline = performance.now() + 60_000
    while (!holds()) {
      if (performance.now() > deadline) throw new Error('waited a minute in vain')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect()
  }
}
