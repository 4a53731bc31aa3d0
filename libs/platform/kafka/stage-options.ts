import type { KafkaMessage } from 'kafkajs'
import type { OutgoingRecord } from '#core/messages'
import type { PublishedPlace } from './slice-publisher.js'

/** What there is of one partition. */
export interface StageBatch {
  topic: string
  partition: number
  messages: KafkaMessage[]
  /** One past the batch's last offset, control records included. */
  nextOffset: number
  /** Everything below this has been published; 0 for a stage that publishes nothing. */
  published: number
  /** This process has seen that everything below this was applied; a database that holds less was restored. */
  seenApplied: number
}

/** What the app keeps in PostgreSQL for the stage; Kafka knows only this much of it. */
export interface StageKeeping {
  cursors(topics: readonly string[]): Promise<(PublishedPlace & { applied: number })[]>
  notePublished(places: readonly PublishedPlace[]): Promise<void>
  outputsBetween(topic: string, partition: number, from: number, to: number): Promise<OutgoingRecord[]>
}

/** How one batch went in: the cursor from before, and what is to be published because of it. */
export interface BatchApplied {
  appliedBefore: number
  outputs: OutgoingRecord[]
}

/**
 * Writes the effects of batches of different partitions, in one transaction as far as it can; must be idempotent per offset.
 * Throws only what a retry can cure. @returns an answer for each batch, in their order
 */
export type ApplyBatches = (batches: readonly StageBatch[]) => Promise<BatchApplied[]>

/** Where a crash must lose and repeat nothing: after each step of the protocol, and in the middle of publishing. */
export type StagePoint = 'fenced' | 'applied' | 'sent' | 'published'

export interface StageOptions {
  /** Consumer group, prefix of transactional ids, and name in logs. */
  name: string
  topics: string[]
  /** `transactional`: outputs and offsets in one Kafka transaction. `none`: the effects are in PostgreSQL alone. */
  publishes: 'transactional' | 'none'
  apply: ApplyBatches
  keeping: StageKeeping
  /** Told as a batch passes each point between the two commits; tests stop the process there. */
  passing?: (point: StagePoint) => void
  /** Called about once a second, and after nothing else: the idle step. */
  onIdle?: () => Promise<void>
  /** The consumer is lost for good; the process should exit and be started again. */
  onCrash: (error: Error) => void
}
