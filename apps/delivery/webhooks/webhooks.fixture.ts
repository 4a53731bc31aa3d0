import { migrate, createPool, type Pool } from '#platform/postgres'
import { createLogger } from '#platform/telemetry'
import { copyHeadersOf, type CopyMessage } from '#core/messages'
import { Hub } from '#testkit/harness'
import { Acknowledge } from '../acknowledgements/acknowledge.js'
import { Outbox } from '../acknowledgements/outbox.js'
import { DELIVERY_MIGRATIONS } from '../store/migrations.js'
import { StoreBatch } from '../store/store-batch.js'
import { webhookParts } from './webhook-parts.js'

const DAY_MS = 86_400_000

/** Delivery's store and its webhooks on a database of their own, with a clock that a test sets. */
export class Calling {
  private readonly offsets = new Map<string, number>()
  at = Date.parse('2011-10-03T10:00:00Z')
  readonly parts: ReturnType<typeof webhookParts>[] = []

  private constructor(
    readonly hub: Hub,
    readonly pool: Pool,
  ) {}

  static async start(): Promise<Calling> {
    const hub = await Hub.start({ apps: [] })
    await migrate(hub.databaseUrl, 'delivery', DELIVERY_MIGRATIONS)
    const pool = createPool(hub.databaseUrl, { application: 'test', schema: 'delivery', connectionsMax: 12 })
    return new Calling(hub, pool)
  }

  /** The webhooks of one process more. */
  process(): ReturnType<typeof webhookParts> {
    const { hub, pool } = this
    const logger = createLogger('test', 'silent')
    const now = async (): Promise<number> => this.at
    const outbox = new Outbox(pool, hub.kafka, logger)
    const topic = hub.topics.facts('hub')
    const acknowledge = new Acknowledge({ pool, outbox, catalogue: hub.catalogue, topic, now })
    const wish = { pool, acknowledge, logger, now, secret: 'a secret of tests', localHosts: ['127.0.0.1'] }
    const parts = webhookParts({ ...wish, chance: () => 0 })
    this.parts.push(parts)
    return parts
  }

  pass(days: number): void {
    this.at += days * DAY_MS
  }

  /** Stores copies as a batch of an inbox. */
  async store(copies: readonly CopyMessage[], organisation = 'police'): Promise<void> {
    const topic = this.hub.topics.inbox(organisation)
    const first = this.offsets.get(topic) ?? 0
    const nextOffset = first + copies.length
    this.offsets.set(topic, nextOffset)
    const messages = copies.map((copy, index) => ({
      offset: String(first + index),
      timestamp: String(this.at),
      key: Buffer.from(copy.recipient),
      value: copy.bytes,
      headers: Object.fromEntries(
        Object.entries(copyHeadersOf(copy)).map(([name, text]) => [name, Buffer.from(text)]),
      ),
      attributes: 0,
    }))
    const batch = { topic, partition: 0, messages, nextOffset, published: 0, seenApplied: 0 }
    const inboxes = new Map(['police', 'hub'].map((name) => [this.hub.topics.inbox(name), name]))
    await new StoreBatch(this.pool, inboxes).apply([batch])
  }

  async rows<Row extends object>(sql: string): Promise<Row[]> {
    return (await this.pool.query<Row>(sql)).rows
  }

  async stop(): Promise<void> {
    for (const { close } of this.parts) await close()
    await this.pool.end()
    await this.hub.stop()
  }
}
