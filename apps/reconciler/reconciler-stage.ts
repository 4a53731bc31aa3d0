import type { StageBatch } from '#platform/kafka'
import { type AppliedBatch, type Applying, type Pool, StageJournal } from '#platform/postgres'
import type { Decider } from './decider.js'
import type { JudgingContext } from './judging.js'
import type { Outbox } from './outbox.js'
import { askKnown, type Known, reconcileBatch } from './reconcile-batch.js'
import { stageExtracts } from './stage-extracts.js'
import { Taken } from './taken.js'

/** The reconciler's work on batches, and what follows it: perhaps a tick can be decided, certainly there is something to tell. */
export class ReconcilerStage {
  private readonly journal: StageJournal

  constructor(
    pool: Pool,
    private readonly context: JudgingContext,
    private readonly linkedTopic: string,
    private readonly decider: Decider,
    private readonly outbox: Outbox,
    private readonly onError: (error: Error) => void,
  ) {
    this.journal = new StageJournal(pool)
  }

  async apply(batches: readonly StageBatch[]): Promise<AppliedBatch[]> {
    const isLinked = ({ topic }: StageBatch): boolean => topic === this.linkedTopic
    const linked = batches.filter(isLinked)
    const extracts = batches.filter((batch) => !isLinked(batch))
    const taken = linked.length === 0 ? [] : await this.take(linked)
    const staged = extracts.length === 0 ? [] : await this.stage(extracts)
    return batches.map((batch) => (isLinked(batch) ? taken : staged).shift()!)
  }

  private async take(batches: readonly StageBatch[]): Promise<AppliedBatch[]> {
    const all = Taken.of(this.context, batches)
    let emitted = 0
    const applied = await this.journal.apply<Known>(
      batches,
      async (applying) => {
        const news = batches.map((batch) => newOf(batch, applying.isNew))
        const areAll = news.every(
          ({ messages }, index) => messages.length === batches[index]!.messages.length,
        )
        const taken = areAll ? all : Taken.of(this.context, news)
        emitted = await reconcileBatch(applying, this.context, this.linkedTopic, taken)
        return []
      },
      (client) => askKnown(client, all),
    )
    // Not awaited: this work is done, and the loop that fetches must not wait for a decision.
    if (all.ticks.size > 0) void this.follow()
    else if (emitted > 0) void this.outbox.drain()
    return applied
  }

  private async stage(batches: readonly StageBatch[]): Promise<AppliedBatch[]> {
    return this.journal.apply(batches, async ({ client, isNew }) => {
      for (const batch of batches) await stageExtracts(client, this.context, newOf(batch, isNew))
      return []
    })
  }

  /** Tells what is in the outbox, and decides the tick if every partition has passed it. */
  async follow(): Promise<void> {
    try {
      await Promise.all([this.outbox.drain(), this.decider.decide()])
    } catch (error) {
      this.onError(error as Error)
    }
  }
}

function newOf(batch: StageBatch, isNew: Applying['isNew']): StageBatch {
  return { ...batch, messages: batch.messages.filter(({ offset }) => isNew(batch, offset)) }
}
