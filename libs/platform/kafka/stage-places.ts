import { setTimeout as pause } from 'node:timers/promises'
import type { Admin, Consumer } from 'kafkajs'
import { type Logger, sayable } from '#platform/telemetry'
import type { StageBatch, StageOptions } from './stage-options.js'

export interface Place {
  topic: string
  partition: number
}

/** What the group has given this process: partitions by topic. */
export type GivenPartitions = Record<string, number[]>

const JOIN_AGAIN_MS = 1_000

/** The partitions that are a stage's since its group last joined, and how far the database had each of them. */
export class StagePlaces {
  private owned = new Set<string>()
  private given: GivenPartitions = {}
  /** How far each partition was applied, as this process has seen it. */
  private readonly seenApplied = new Map<string, number>()
  private comparing: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(
    private readonly options: Pick<StageOptions, 'name' | 'keeping'>,
    private readonly servers: { consumer: Consumer; admin: Admin },
    private readonly logger: Logger,
  ) {}

  /** Settles when the places have been compared with the database; no batch may be applied before. */
  get compared(): Promise<void> {
    return this.comparing
  }

  take(given: GivenPartitions): void {
    this.given = given
    this.owned = new Set(placesOf(given).map(nameOf))
    void this.compareAgain()
  }

  /** Also where the database turns out to have been restored. */
  compareAgain(): Promise<void> {
    return (this.comparing = this.comparedAtLast(this.given))
  }

  owns(place: Place): boolean {
    return this.owned.has(nameOf(place))
  }

  seenAppliedOf(place: Place): number {
    return this.seenApplied.get(nameOf(place)) ?? 0
  }

  noteApplied(batches: readonly StageBatch[]): void {
    for (const batch of batches) this.seenApplied.set(nameOf(batch), batch.nextOffset)
  }

  stop(): void {
    this.stopped = true
  }

  private async comparedAtLast(given: GivenPartitions): Promise<void> {
    while (!this.stopped) {
      try {
        return await this.compare(given)
      } catch (error) {
        this.logger.warn({ code: 'HUB_STAGE_JOIN_FAILED', error: sayable(error) })
        await pause(JOIN_AGAIN_MS)
      }
    }
  }

  /** Goes back where the database is behind the group. */
  private async compare(given: GivenPartitions): Promise<void> {
    this.seenApplied.clear()
    const topics = Object.keys(given)
    if (topics.length === 0) return
    const { consumer, admin } = this.servers
    const [groups, cursors] = await Promise.all([
      admin.fetchOffsets({ groupId: this.options.name, topics }),
      this.options.keeping.cursors(topics),
    ])
    const applied = new Map(cursors.map((cursor) => [nameOf(cursor), cursor.applied]))
    for (const { topic, partitions } of groups)
      for (const { partition, offset } of partitions) {
        const place = { topic, partition }
        const before = applied.get(nameOf(place)) ?? 0
        this.seenApplied.set(nameOf(place), before)
        if (Number(offset) > before && this.owns(place)) consumer.seek({ ...place, offset: String(before) })
      }
  }
}

export const nameOf = ({ topic, partition }: Place): string => `${topic}/${partition}`

export function placesOf(given: GivenPartitions): Place[] {
  return Object.entries(given).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  )
}
