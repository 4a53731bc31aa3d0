import type { OutgoingRecord } from '#core/messages'
import { traceOf } from '#platform/http'
import { byTopic, FreshProducer, type KafkaClients } from '#platform/kafka'
import { type Client, inTransaction, type Pool } from '#platform/postgres'
import type { Logger } from '#platform/telemetry'
import { OUTBOX_POLL_MS, OUTBOX_SEND_MAX } from '../bounds.js'

interface Row {
  id: number
  event_id: string
  topic: string
  key: string
  headers: Record<string, string>
  value: Buffer
}

/**
 * Facts that wait to be published, written with the state they are about. At least once on the wire, in the order they
 * were written; the register knows duplicates by their ids, so once in effect (CORE §4).
 */
export class Outbox {
  private readonly producer: FreshProducer
  private timer: NodeJS.Timeout | undefined
  private flushing: Promise<void> | undefined
  private again = false
  private closed = false

  constructor(
    private readonly pool: Pool,
    kafka: KafkaClients,
    private readonly logger: Logger,
  ) {
    this.producer = new FreshProducer(kafka.producing)
  }

  /** Writes the records in the caller's transaction. */
  async put(client: Client, records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return
    await client.query(
      `insert into outbox (event_id, topic, key, headers, value)
       select r.id, r.topic, r.key, r.headers::jsonb, r.value
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[]) with ordinality
         as r (id, topic, key, headers, value, n) order by r.n
       on conflict (event_id) do nothing`,
      [
        records.map((record) => record.headers['ce_id']),
        records.map((record) => record.topic),
        records.map((record) => record.key),
        records.map((record) => JSON.stringify(record.headers)),
        records.map((record) => record.value),
      ],
    )
  }

  /** Publishes what waits, now and then every second. */
  start(): void {
    this.timer = setInterval(() => this.nudge(), OUTBOX_POLL_MS)
    this.nudge()
  }

  /** Something was written: publish it soon. */
  nudge(): void {
    if (this.closed) return
    this.again = true
    this.flushing ??= this.flushAll()
  }

  async close(): Promise<void> {
    this.closed = true
    clearInterval(this.timer)
    await this.flushing
    await this.producer.close()
  }

  private async flushAll(): Promise<void> {
    try {
      while (this.again) {
        this.again = false
        while ((await this.flushSome()) === OUTBOX_SEND_MAX);
      }
    } catch (error) {
      this.logger.warn({ code: 'HUB_DELIVERY_OUTBOX_WAITS', ...traceOf(error) })
    } finally {
      this.flushing = undefined
    }
  }

  /** Rows stay locked while they are sent, so that two processes do not send them in two orders. */
  private async flushSome(): Promise<number> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<Row>('select * from outbox order by id limit $1 for update', [
        OUTBOX_SEND_MAX,
      ])
      if (rows.length === 0) return 0
      const records = rows.map(({ topic, key, headers, value }) => ({ topic, key, headers, value }))
      await this.producer.sendBatch({ acks: -1, topicMessages: byTopic(records) })
      await client.query('delete from outbox where id = any($1::bigint[])', [rows.map((row) => row.id)])
      return rows.length
    })
  }
}
