import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs'
import type { OutgoingRecord } from '#core/messages'
import { type Logger, sayable } from '#platform/telemetry'
import { type KafkaClients, stageConsumer } from './connect.js'
import { isFenced, isRebalance } from './errors.js'
import { PartitionPublisher } from './partition-publisher.js'
import { StageMetrics } from './stage-metrics.js'
import { traceBatch } from './trace-batch.js'

export interface StageBatch {
  topic: string
  partition: number
  messages: KafkaMessage[]
  /** One past the batch's last offset, control records included. */
  nextOffset: number
  /** Everything below this has been published; 0 for a stage that publishes nothing. */
  published: number
}

/** What the app keeps in PostgreSQL for the stage; Kafka knows only this much of it. */
export interface StageKeeping {
  cursor(topic: string, partition: number): Promise<{ applied: number; published: number } | undefined>
  notePublished(topic: string, partition: number, published: number): Promise<void>
  outputsBetween(topic: string, partition: number, from: number, to: number): Promise<OutgoingRecord[]>
}

/** Writes a batch's effects in one transaction; must be idempotent per offset. Throws only what a retry can cure. */
export type ApplyBatch = (batch: StageBatch) => Promise<{ appliedBefore: number; outputs: OutgoingRecord[] }>

/** Where a crash must lose and repeat nothing: after each step of the protocol, and in the middle of publishing. */
export type StagePoint = 'fenced' | 'applied' | 'sent' | 'published'

export interface StageOptions {
  /** Consumer group, prefix of transactional ids, and name in logs. */
  name: string
  topics: string[]
  /** `transactional`: outputs and offsets in one Kafka transaction. `none`: the effects are in PostgreSQL alone. */
  publishes: 'transactional' | 'none'
  apply: ApplyBatch
  keeping: StageKeeping
  /** Told as a batch passes each point between the two commits; tests stop the process there. */
  passing?: (point: StagePoint) => void
  /** Called about once a second, and after nothing else: the idle step. */
  onIdle?: () => Promise<void>
  /** The consumer is lost for good; the process should exit and be started again. */
  onCrash: (error: Error) => void
  concurrentPartitionsMax?: number
}

const IDLE_MS = 1_000
const BACKOFF_MS_MAX = 1_000
/** Long enough for the process that fenced us to finish its transaction. */
const FENCED_MS = 1_200

/**
 * The exactly-once protocol (docs/architecture.md, EXACTLY-ONCE in the decisions): per partition and in order, fence,
 * apply in PostgreSQL, publish in Kafka with the input's offsets, resolve. A crash anywhere replays from stored bytes.
 */
export class Stage {
  private readonly consumer: Consumer
  private readonly admin: Admin
  private readonly metrics: StageMetrics
  private readonly publishers = new Map<string, PartitionPublisher>()
  private readonly turns = new Map<string, Promise<void>>()
  private readonly hints = new Map<string, { published: number; isNoted: boolean }>()
  private idleTimer: NodeJS.Timeout | undefined
  private idling: Promise<void> = Promise.resolve()
  private stopped = false
  /** Settles when the places of a new assignment have been compared; no batch is applied before. */
  private joining: Promise<void> = Promise.resolve()

  constructor(
    private readonly kafka: KafkaClients,
    private readonly options: StageOptions,
    private readonly logger: Logger,
  ) {
    this.consumer = stageConsumer(kafka.consuming, options.name)
    this.admin = kafka.producing.admin()
    this.metrics = new StageMetrics(options.name, this.admin)
  }

  async start(): Promise<void> {
    await this.admin.connect()
    await this.consumer.connect()
    this.consumer.on(this.consumer.events.GROUP_JOIN, ({ payload }) => {
      this.joining = this.joinedAtLast(payload.memberAssignment)
    })
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) this.options.onCrash(payload.error)
    })
    await this.consumer.subscribe({ topics: this.options.topics, fromBeginning: true })
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.concurrentPartitionsMax ?? 6,
      eachBatch: (payload) => this.inTurn(payload),
    })
    this.scheduleIdle()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.metrics.close()
    clearTimeout(this.idleTimer)
    await this.idling
    await this.consumer.disconnect()
    await Promise.all([...this.publishers.values()].map((publisher) => publisher.forget()))
    await this.admin.disconnect()
  }

  private async joinedAtLast(assignment: Record<string, number[]>): Promise<void> {
    while (!this.stopped) {
      try {
        return await this.joined(assignment)
      } catch (error) {
        this.logger.warn({ code: 'HUB_STAGE_JOIN_FAILED', error: sayable(error) })
        await pause(BACKOFF_MS_MAX)
      }
    }
  }

  /** After a rebalance: drop what is no longer ours, and go back where the database is behind the group. */
  private async joined(assignment: Record<string, number[]>): Promise<void> {
    this.metrics.owns(assignment)
    const owned = new Set(
      Object.entries(assignment).flatMap(([topic, list]) => list.map((p) => `${topic}/${p}`)),
    )
    for (const [place, publisher] of this.publishers) {
      if (owned.has(place)) continue
      this.publishers.delete(place)
      void publisher.forget()
    }
    for (const [topic, partitions] of Object.entries(assignment)) {
      const [group] = await this.admin.fetchOffsets({ groupId: this.options.name, topics: [topic] })
      for (const partition of partitions) {
        const committed = Number(
          group?.partitions.find((entry) => entry.partition === partition)?.offset ?? -1,
        )
        const applied = (await this.options.keeping.cursor(topic, partition))?.applied ?? 0
        if (committed > applied) this.consumer.seek({ topic, partition, offset: String(applied) })
      }
    }
  }

  /** One batch of a partition at a time: after a rebalance an earlier one may still be running in this process. */
  private async inTurn(payload: EachBatchPayload): Promise<void> {
    const place = `${payload.batch.topic}/${payload.batch.partition}`
    const before = this.turns.get(place) ?? Promise.resolve()
    const turn = before.catch(() => undefined).then(() => this.process(payload, place))
    this.turns.set(place, turn)
    await turn
  }

  private async process(payload: EachBatchPayload, place: string): Promise<void> {
    const { heartbeat, isRunning, isStale } = payload
    const beganAt = performance.now()
    const beating = setInterval(() => void heartbeat().catch(() => undefined), 1_000)
    try {
      await this.joining
      for (let attempt = 0; isRunning() && !isStale() && !this.stopped; attempt += 1) {
        try {
          await this.attempt(payload, place)
          this.metrics.applied(payload.batch, beganAt)
          traceBatch(this.options.name, payload.batch, Date.now() - (performance.now() - beganAt))
          return
        } catch (error) {
          await this.recover(error as Error, place, attempt)
          // A failed heartbeat means the group moved on; only then does an error reach kafkajs.
          await heartbeat()
        }
      }
    } finally {
      clearInterval(beating)
    }
  }

  private async attempt(payload: EachBatchPayload, place: string): Promise<void> {
    const { batch, resolveOffset, heartbeat, commitOffsetsIfNecessary } = payload
    const { topic, partition } = batch
    const nextOffset = Number(batch.lastOffset()) + 1
    if (this.options.publishes === 'none') {
      await this.options.apply({ topic, partition, messages: batch.messages, nextOffset, published: 0 })
      this.options.passing?.('applied')
      resolveOffset(batch.lastOffset())
      await commitOffsetsIfNecessary(payload.uncommittedOffsets())
      await heartbeat()
      return
    }
    const publisher = await this.fencedPublisher(topic, partition, place)
    this.options.passing?.('fenced')
    const published = publisher.published
    const { appliedBefore, outputs } = await this.options.apply({
      topic,
      partition,
      messages: batch.messages,
      nextOffset,
      published,
    })
    this.options.passing?.('applied')
    if (published < nextOffset) {
      // From memory only when nothing older is waiting; gaps make the first message's offset useless for this.
      const records =
        published === appliedBefore
          ? outputs
          : await this.options.keeping.outputsBetween(topic, partition, published, nextOffset)
      await publisher.publish(records, nextOffset, () => this.options.passing?.('sent'))
      this.options.passing?.('published')
    }
    resolveOffset(batch.lastOffset())
    await heartbeat()
  }

  private async fencedPublisher(
    topic: string,
    partition: number,
    place: string,
  ): Promise<PartitionPublisher> {
    let publisher = this.publishers.get(place)
    if (publisher === undefined) {
      publisher = new PartitionPublisher(this.kafka.producing, this.admin, {
        stage: this.options.name,
        topic,
        partition,
      })
      this.publishers.set(place, publisher)
    }
    if (!publisher.isFenced) {
      const hint = (await this.options.keeping.cursor(topic, partition))?.published ?? 0
      await publisher.fence(hint)
    }
    return publisher
  }

  private async recover(error: Error, place: string, attempt: number): Promise<void> {
    const fenced = isFenced(error)
    this.metrics.failed(fenced ? 'fenced' : 'retried')
    this.logger.warn({
      code: fenced ? 'HUB_STAGE_FENCED' : 'HUB_STAGE_RETRIES',
      stage: this.options.name,
      place,
      attempt,
      error: sayable(error),
    })
    await this.publishers.get(place)?.forget()
    if (isRebalance(error)) throw error
    const backoff = Math.min(50 * 2 ** attempt, BACKOFF_MS_MAX)
    await pause(fenced ? FENCED_MS + 800 * Math.random() : backoff * (0.5 + Math.random() / 2))
  }

  private scheduleIdle(): void {
    if (this.stopped) return
    this.idleTimer = setTimeout(() => {
      this.idling = this.idle().finally(() => this.scheduleIdle())
    }, IDLE_MS)
  }

  /** Once for each standstill: while batches come, each notes what was published before it, and holds the row. */
  private async noteHint(place: string, { published }: PartitionPublisher): Promise<void> {
    const hint = this.hints.get(place)
    if (hint?.published !== published) this.hints.set(place, { published, isNoted: false })
    else if (!hint.isNoted) {
      const slash = place.lastIndexOf('/')
      const partition = Number(place.slice(slash + 1))
      await this.options.keeping.notePublished(place.slice(0, slash), partition, published)
      hint.isNoted = true
    }
  }

  private async idle(): Promise<void> {
    try {
      for (const [place, publisher] of this.publishers)
        if (publisher.isFenced) await this.noteHint(place, publisher)
      await this.options.onIdle?.()
    } catch (error) {
      this.logger.warn({
        code: 'HUB_STAGE_IDLE_FAILED',
        stage: this.options.name,
        error: sayable(error),
      })
    }
  }
}
