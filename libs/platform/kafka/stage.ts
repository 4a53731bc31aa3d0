import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, Consumer, EachBatchPayload } from 'kafkajs'
import { HubError } from '#core/kernel'
import type { OutgoingRecord } from '#core/messages'
import { type Logger, sayable } from '#platform/telemetry'
import { type KafkaClients, stageConsumer } from './connect.js'
import { isFenced, isRebalance } from './errors.js'
import { PublishedHints } from './published-hints.js'
import { type PublishedPlace, SlicePublisher } from './slice-publisher.js'
import { SliceQueue } from './slice-queue.js'
import { sliceOf, SLICES } from './slices.js'
import { StageMetrics } from './stage-metrics.js'
import type { BatchApplied, StageBatch, StageOptions } from './stage-options.js'
import { type GivenPartitions, placesOf, StagePlaces } from './stage-places.js'
import { traceBatch } from './trace-batch.js'

/** Said by whoever keeps the cursors, of a database that was restored under a running stage. */
const DATABASE_BEHIND = 'HUB_STAGE_DATABASE_BEHIND'
const IDLE_MS = 1_000
const BACKOFF_MS_MAX = 1_000
/** More than a stage has partitions: what is worked beside each other is for the slices to say. */
const PARTITIONS_MAX = 512
/** Long enough for the process that fenced us to finish its transaction. */
const FENCED_MS = 1_200

/**
 * The exactly-once protocol (docs/architecture.md; decisions 15 and 38): per slice of the partitions and in order, fence, apply
 * in PostgreSQL, publish in Kafka with the input's offsets, resolve. A crash anywhere replays from stored bytes.
 */
export class Stage {
  private readonly consumer: Consumer
  private readonly admin: Admin
  private readonly metrics: StageMetrics
  private readonly publishers = new Map<number, SlicePublisher>()
  private readonly queues = Array.from(
    { length: SLICES },
    (_, slice) => new SliceQueue((payloads) => this.process(slice, payloads)),
  )
  private readonly places: StagePlaces
  private readonly hints: PublishedHints
  private idleTimer: NodeJS.Timeout | undefined
  private idling: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(
    private readonly kafka: KafkaClients,
    private readonly options: StageOptions,
    private readonly logger: Logger,
  ) {
    this.consumer = stageConsumer(kafka.consuming, options.name)
    this.admin = kafka.producing.admin()
    this.metrics = new StageMetrics(options.name, this.admin)
    this.places = new StagePlaces(options, { consumer: this.consumer, admin: this.admin }, logger)
    this.hints = new PublishedHints((places) => options.keeping.notePublished(places))
  }

  async start(): Promise<void> {
    await this.admin.connect()
    await this.consumer.connect()
    this.consumer.on(this.consumer.events.GROUP_JOIN, ({ payload }) => this.joined(payload.memberAssignment))
    this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) this.options.onCrash(payload.error)
    })
    await this.consumer.subscribe({ topics: this.options.topics, fromBeginning: true })
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_MAX,
      eachBatch: (payload) => this.queues[sliceOf(payload.batch.partition)]!.take(payload),
    })
    this.scheduleIdle()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.places.stop()
    this.metrics.close()
    clearTimeout(this.idleTimer)
    await this.idling
    await this.consumer.disconnect()
    await Promise.all([...this.publishers.values()].map((publisher) => publisher.forget()))
    await this.admin.disconnect()
  }

  private joined(given: GivenPartitions): void {
    this.metrics.owns(given)
    const slices = new Set(placesOf(given).map(({ partition }) => sliceOf(partition)))
    for (const [slice, publisher] of this.publishers) {
      if (slices.has(slice)) continue
      this.publishers.delete(slice)
      void publisher.forget()
    }
    this.places.take(given)
  }

  private async process(slice: number, payloads: readonly EachBatchPayload[]): Promise<void> {
    const { heartbeat } = payloads[0]!
    const beganAt = performance.now()
    const beating = setInterval(() => void heartbeat().catch(() => undefined), 1_000)
    try {
      await this.places.compared
      // One that slept while its partitions went to another finds out here, before it fences its successor.
      await heartbeat()
      for (let attempt = 0; !this.stopped; attempt += 1) {
        const current = payloads.filter((payload) => this.isCurrent(payload))
        if (current.length === 0) return
        try {
          await this.attempt(slice, current)
          for (const { batch } of current) {
            this.metrics.applied(batch, beganAt)
            traceBatch(this.options.name, batch, Date.now() - (performance.now() - beganAt))
          }
          return
        } catch (error) {
          await this.recover(error as Error, slice, attempt)
          // A failed heartbeat means the group moved on; only then does an error reach kafkajs.
          await heartbeat()
        }
      }
    } finally {
      clearInterval(beating)
    }
  }

  /** Not one that was fetched before a seek, nor one that another process has been given meanwhile. */
  private isCurrent({ batch, isRunning, isStale }: EachBatchPayload): boolean {
    return isRunning() && !isStale() && this.places.owns(batch)
  }

  private async attempt(slice: number, payloads: readonly EachBatchPayload[]): Promise<void> {
    const [{ heartbeat, commitOffsetsIfNecessary, uncommittedOffsets }] = payloads as [EachBatchPayload]
    if (this.options.publishes === 'transactional') await this.applyAndPublish(slice, payloads)
    else {
      await this.apply(payloads.map(({ batch }) => this.batchOf(batch, 0)))
      this.options.passing?.('applied')
    }
    for (const { batch, resolveOffset } of payloads) resolveOffset(batch.lastOffset())
    if (this.options.publishes === 'none') await commitOffsetsIfNecessary(uncommittedOffsets())
    await heartbeat()
  }

  private async applyAndPublish(slice: number, payloads: readonly EachBatchPayload[]): Promise<void> {
    const publisher = this.publisherOf(slice)
    await this.fence(publisher)
    this.options.passing?.('fenced')
    const batches = payloads.map(({ batch }) =>
      this.batchOf(batch, publisher.publishedOf(batch.topic, batch.partition)),
    )
    const applied = await this.apply(batches)
    this.options.passing?.('applied')
    await publisher.inTurn(() => this.publish(publisher, batches, applied))
  }

  /** What is published is judged now, not when the batches were applied: the publisher may have been fenced anew since. */
  private async publish(
    publisher: SlicePublisher,
    batches: readonly StageBatch[],
    applied: readonly BatchApplied[],
  ): Promise<void> {
    const records: OutgoingRecord[] = []
    const places: PublishedPlace[] = []
    for (const [index, { topic, partition, nextOffset }] of batches.entries()) {
      const published = publisher.publishedOf(topic, partition)
      if (published >= nextOffset) continue
      const { appliedBefore, outputs } = applied[index]!
      // From memory only when nothing older is waiting; gaps make the first message's offset useless for this.
      const toSend =
        published === appliedBefore
          ? outputs
          : await this.options.keeping.outputsBetween(topic, partition, published, nextOffset)
      for (const record of toSend) records.push(record)
      places.push({ topic, partition, published: nextOffset })
    }
    if (places.length === 0) return
    await publisher.publish(records, places, () => this.options.passing?.('sent'))
    this.options.passing?.('published')
  }

  private async apply(batches: readonly StageBatch[]): Promise<BatchApplied[]> {
    const applied = await this.options.apply(batches)
    this.places.noteApplied(batches)
    return applied
  }

  private batchOf(batch: EachBatchPayload['batch'], published: number): StageBatch {
    const { topic, partition, messages } = batch
    const seenApplied = this.places.seenAppliedOf(batch)
    return { topic, partition, messages, nextOffset: Number(batch.lastOffset()) + 1, published, seenApplied }
  }

  private publisherOf(slice: number): SlicePublisher {
    const { name: stage, topics } = this.options
    let publisher = this.publishers.get(slice)
    if (publisher === undefined) {
      publisher = new SlicePublisher(this.kafka.producing, this.admin, { stage, topics, number: slice })
      this.publishers.set(slice, publisher)
    }
    return publisher
  }

  private fence(publisher: SlicePublisher): Promise<void> {
    return publisher.inTurn(async () => {
      const { keeping, topics } = this.options
      if (!publisher.isFenced) await publisher.fence(await keeping.cursors(topics))
    })
  }

  private async recover(error: Error, slice: number, attempt: number): Promise<void> {
    const fenced = isFenced(error)
    this.metrics.failed(fenced ? 'fenced' : 'retried')
    this.logger.warn({
      code: fenced ? 'HUB_STAGE_FENCED' : 'HUB_STAGE_RETRIES',
      stage: this.options.name,
      slice,
      attempt,
      error: sayable(error),
    })
    if (isRebalance(error)) throw error
    if (error instanceof HubError && error.code === DATABASE_BEHIND) await this.places.compareAgain()
    const backoff = Math.min(50 * 2 ** attempt, BACKOFF_MS_MAX)
    await pause(fenced ? FENCED_MS + 800 * Math.random() : backoff * (0.5 + Math.random() / 2))
  }

  private scheduleIdle(): void {
    if (this.stopped) return
    this.idleTimer = setTimeout(() => {
      this.idling = this.idle().finally(() => this.scheduleIdle())
    }, IDLE_MS)
  }

  private async idle(): Promise<void> {
    try {
      for (const publisher of this.publishers.values())
        if (publisher.isFenced) await this.hints.look(publisher.places)
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
