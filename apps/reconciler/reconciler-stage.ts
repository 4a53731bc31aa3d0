import type { StageBatch } from '#platform/kafka'
import { type BrokerMessage, type Pool, StageJournal } from '#platform/postgres'
import type { Decider } from './decider.js'
import type { JudgingContext } from './judging.js'
import type { Outbox } from './outbox.js'
import { askKnown, type Known, reconcileBatch } from './reconcile-batch.js'
import { stageExtracts } from './stage-extracts.js'
import { Taken } from './taken.js'

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
    if (batch.topic !== this.linkedTopic) return this.stageExtracts(batch)
    const all = Taken.of(this.context, batch)
    let emitted = 0
    const applied = await this.journal.apply<Known>(
      batch,
      async (applying) => {
        const isNew = (message: BrokerMessage): boolean => Number(message.offset) >= applying.applied
        const messages = batch.messages.filter(isNew)
        const taken =
          messages.length === batch.messages.length ? all : Taken.of(this.context, { ...batch, messages })
        emitted = await reconcileBatch(applying, this.context, batch, taken)
        return []
      },
      (client) => askKnown(client, all),
    )
    // Not awaited: the batch is done, and the loop that fetches must not wait for a decision.
    if (all.tick !== undefined) void this.follow()
    else if (emitted > 0) void this.outbox.drain()
    return applied
  }

  private async stageExtracts(batch: StageBatch) {
    return this.journal.apply(batch, async ({ client, applied }) => {
      const messages = batch.messages.filter((message) => Number(message.offset) >= applied)
      await stageExtracts(client, this.context, { ...batch, messages })
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
