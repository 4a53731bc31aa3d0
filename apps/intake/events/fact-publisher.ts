import type { OutgoingRecord } from '#core/messages'
import { Problem } from '#platform/http'
import { byTopic, FreshProducer, type KafkaClients } from '#platform/kafka'
import { PENDING_BYTES_MAX, PUBLISH_TIMEOUT_MS } from '../bounds.js'

/** kafkajs makes one record batch per partition and send; a batch must stay below the broker's 1 MiB. */
const SEND_BYTES_MAX = 900_000

interface Waiting {
  record: OutgoingRecord
  bytes: number
  submission: Submission
}

interface Submission {
  outstanding: number
  settled: boolean
  settle(error?: unknown): void
}

/**
 * Publishes facts with acks=all through one idempotent producer, not transactional (CORE §3: control records would make
 * end and committed offsets differ). While one send is under way, what arrives waits and goes out together in the next:
 * many small requests share a round trip, and a lone one waits for nobody.
 */
export class FactPublisher {
  private readonly producer: FreshProducer
  private readonly waiting: Waiting[] = []
  private waitingBytes = 0
  private sending: Promise<void> | undefined

  constructor(
    kafka: KafkaClients,
    private readonly timeoutMs = PUBLISH_TIMEOUT_MS,
  ) {
    this.producer = new FreshProducer(kafka.producing)
  }

  /**
   * Resolves when Kafka has acknowledged all the records.
   * @throws Problem 503 HUB_INTAKE_KAFKA_UNAVAILABLE or HUB_INTAKE_BUSY; some of the records may have been published
   * then, which a repeated request puts right, because the register knows duplicates
   */
  async publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return
    if (this.waitingBytes > PENDING_BYTES_MAX)
      throw new Problem(503, 'HUB_INTAKE_BUSY', 'Too much is waiting for Kafka.', 'Send it again shortly.', {
        retryAfterS: 2,
      })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(
      () => submission.settle(new Error('Kafka did not acknowledge in time')),
      this.timeoutMs,
    )
    const submission: Submission = {
      outstanding: records.length,
      settled: false,
      settle(error) {
        if (this.settled) return
        this.settled = true
        clearTimeout(timer)
        if (error === undefined) resolve()
        else reject(unavailable(error))
      },
    }
    for (const record of records) this.enqueue(record, submission)
    this.sending ??= this.drain()
    return promise
  }

  async close(): Promise<void> {
    await this.sending?.catch(() => undefined)
    await this.producer.close()
  }

  private enqueue(record: OutgoingRecord, submission: Submission): void {
    const bytes = record.value.length + 1_000
    this.waiting.push({ record, bytes, submission })
    this.waitingBytes += bytes
  }

  private async drain(): Promise<void> {
    // lets the requests of this turn of the event loop join
    await Promise.resolve()
    for (let load = this.nextLoad(); load.length > 0; load = this.nextLoad()) {
      try {
        const records = load.map(({ record }) => record)
        await this.producer.sendBatch({ acks: -1, topicMessages: byTopic(records) })
        for (const { submission } of load) if (--submission.outstanding === 0) submission.settle()
      } catch (error) {
        for (const { submission } of load) submission.settle(error)
      }
    }
    // in the same turn as the last look, so that nothing can be enqueued in between and stay
    this.sending = undefined
  }

  /** As many as fit one send; those whose request has been given up are left out. */
  private nextLoad(): Waiting[] {
    const load: Waiting[] = []
    let loadBytes = 0
    let taken = 0
    for (const entry of this.waiting) {
      if (loadBytes + entry.bytes > SEND_BYTES_MAX && load.length > 0) break
      taken += 1
      this.waitingBytes -= entry.bytes
      if (entry.submission.settled) continue
      load.push(entry)
      loadBytes += entry.bytes
    }
    this.waiting.splice(0, taken)
    return load
  }
}

function unavailable(cause: unknown): Problem {
  return new Problem(
    503,
    'HUB_INTAKE_KAFKA_UNAVAILABLE',
    'Kafka did not acknowledge, so nothing is promised about this request.',
    'Send the same request again after the time in Retry-After; what did get through will be a duplicate.',
    { retryAfterS: 5, cause },
  )
}
