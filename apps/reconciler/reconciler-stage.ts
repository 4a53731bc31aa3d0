import type { StageBatch } from '#platform/kafka'
import { type Pool, StageJournal } from '#platform/postgres'
import type { Decider } from './decider.js'
import type { JudgingContext } from './judging.js'
import type { Outbox } from './outbox.js'
import { reconcileBatch } from './reconcile-batch.js'
import { decidedAt } from './reconciler-store.js'
import { stageExtracts } from './stage-extracts.js'

/** The reconciler's work on a batch, and what follows it: perhaps a tick can be decided, certainly there is something to tell. */
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

  async apply(batch: StageBatch) {
    const applied = await this.journal.apply(batch, async (client, from) => {
      const messages = batch.messages.filter((message) => Number(message.offset) >= from)
      if (batch.topic === this.linkedTopic)
        await reconcileBatch(client, this.context, { ...batch, messages }, await decidedAt(client))
      else await stageExtracts(client, this.context, { ...batch, messages })
      return []
    })
    // Not awaited: the batch is done, and the loop that fetches must not wait for a decision.
    void this.follow()
    return applied
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
