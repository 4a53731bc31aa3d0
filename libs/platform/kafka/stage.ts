import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, Consumer, EachBatchPayload } from 'kafkajs'
import { HubError } from '#core/kernel'
import type { OutgoingRecord } from '#core/messages'
import { type Logger, sayable } from '#platform/telemetry'
import { type KafkaClients, stageConsumer } from './connect.js'
import { isFenced, isRebalance } from './errors.js'
import { type PublishedPlace, SlicePublisher } from './slice-publisher.js'
import { SliceQueue } from './slice-queue.js'
import { sliceOf, SLICES } from './slices.js'
import { StageMetrics } from './stage-metrics.js'
import type { BatchApplied, StageBatch, StageOptions } from './stage-options.js'
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
  /** The partitions that are ours since the group last joined. */
  private owned = new Set<string>()
  private assignment: Record<string, number[]> = {}
  /** How far each partition was applied, as this process has seen it. */
  private readonly seenApplied = new Map<string, number>()
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
      this.assignment = payload.memberAssignment
      this.owned = new Set(placesOf(payload.memberAssignment).map(nameOf))
      this.joining = this.joinedAtLast(payload.memberAssignment)
    })
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
    const places = placesOf(assignment)
    const slices = new Set(places.map(({ partition }) => sliceOf(partition)))
    for (const [slice, publisher] of this.publishers) {
      if (slices.has(slice)) continue
      this.publishers.delete(slice)
      void publisher.forget()
    }
    this.seenApplied.clear()
    const topics = Object.keys(assignment)
    if (topics.length === 0) return
    const [groups, cursors] = await Promise.all([
      this.admin.fetchOffsets({ groupId: this.options.name, topics }),
      this.options.keeping.cursors(topics),
    ])
    const applied = new Map(cursors.map((cursor) => [nameOf(cursor), cursor.applied]))
    for (const { topic, partitions } of groups)
      for (const { partition, offset } of partitions) {
        const before = applied.get(nameOf({ topic, partition })) ?? 0
        this.seenApplied.set(nameOf({ topic, partition }), before)
        if (Number(offset) > before && this.owned.has(nameOf({ topic, partition })))
          this.consumer.seek({ topic, partition, offset: String(before) })
      }
  }

  private async process(slice: number, payloads: readonly EachBatchPayload[]): Promise<void> {
    const { heartbeat } = payloads[0]!
    const beganAt = performance.now()
    const beating = setInterval(() => void heartbeat().catch(() => undefined), 1_000)
    try {
      await this.joining
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
    return isRunning() && !isStale() && this.owned.has(nameOf(batch))
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
    for (const batch of batches) this.seenApplied.set(nameOf(batch), batch.nextOffset)
    return applied
  }

  private batchOf(batch: EachBatchPayload['batch'], published: number): StageBatch {
    const { topic, partition, messages } = batch
    const seenApplied = this.seenApplied.get(nameOf(batch)) ?? 0
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
    if (error instanceof HubError && error.code === DATABASE_BEHIND)
      await (this.joining = this.joinedAtLast(this.assignment))
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
  private async noteHints(places: readonly PublishedPlace[]): Promise<void> {
    const standing: PublishedPlace[] = []
    for (const place of places) {
      const hint = this.hints.get(nameOf(place))
      if (hint?.published !== place.published)
        this.hints.set(nameOf(place), { published: place.published, isNoted: false })
      else if (!hint.isNoted) standing.push(place)
    }
    if (standing.length === 0) return
    await this.options.keeping.notePublished(standing)
    for (const place of standing) this.hints.set(nameOf(place), { published: place.published, isNoted: true })
  }

  private async idle(): Promise<void> {
    try {
      for (const publisher of this.publishers.values())
        if (publisher.isFenced) await this.noteHints(publisher.places)
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

const nameOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}/${partition}`

function placesOf(assignment: Record<string, number[]>): { topic: string; partition: number }[] {
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  )
}
