import type { Admin } from 'kafkajs'
import { counter, gauge, timing } from '#platform/telemetry'

const batches = counter('interlock_stage_batches_total', 'Batches by how an attempt ended.', [
  'stage',
  'outcome',
])
const messages = counter('interlock_stage_messages_total', 'Messages of the batches that were applied.', [
  'stage',
  'topic',
])
const duration = timing(
  'interlock_stage_batch_duration_seconds',
  'A batch from its first attempt until its offsets are committed.',
  ['stage'],
)

type Lag = { labels: { stage: string; topic: string; partition: string }; value: number }

/** What a stage tells of itself: once a batch, and its lag when somebody looks. */
export class StageMetrics {
  private owned: Readonly<Record<string, readonly number[]>> = {}
  private readonly forget: () => void

  constructor(
    private readonly stage: string,
    private readonly admin: Admin,
  ) {
    this.forget = gauge(
      'interlock_stage_lag_messages',
      'Messages of its own partitions that the stage has yet to take.',
      ['stage', 'topic', 'partition'],
      () => this.lag(),
    )
  }

  /** The partitions that this process holds from now on: another reports the others. */
  owns(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.owned = assignment
  }

  applied(batch: { topic: string; messages: readonly unknown[] }, beganAt: number): void {
    const { stage } = this
    batches.add({ stage, outcome: 'applied' })
    messages.add({ stage, topic: batch.topic }, batch.messages.length)
    duration.observe({ stage }, (performance.now() - beganAt) / 1_000)
  }

  failed(outcome: 'retried' | 'fenced'): void {
    batches.add({ stage: this.stage, outcome })
  }

  close(): void {
    this.forget()
  }

  private async lag(): Promise<Lag[]> {
    const topics = Object.keys(this.owned)
    const groups = await this.admin.fetchOffsets({ groupId: this.stage, topics })
    const series = await Promise.all(
      topics.map(async (topic): Promise<Lag[]> => {
        const committed = groups.find((group) => group.topic === topic)?.partitions ?? []
        const ends = await this.admin.fetchTopicOffsets(topic)
        return (this.owned[topic] ?? []).map((partition) => ({
          labels: { stage: this.stage, topic, partition: String(partition) },
          value: behind(
            ends.find((end) => end.partition === partition),
            committed.find((place) => place.partition === partition)?.offset,
          ),
        }))
      }),
    )
    return series.flat()
  }
}

/** A group that has committed nothing (-1) has all of what the partition still holds before it. */
function behind(end: { low: string; high: string } | undefined, committed = '-1'): number {
  const from = Math.max(Number(committed), Number(end?.low ?? 0))
  return Math.max(Number(end?.high ?? 0) - from, 0)
}
