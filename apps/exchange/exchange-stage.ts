import type { StageBatch } from '#platform/kafka'
import { type Pool, StageJournal } from '#platform/postgres'
import { shareBatch } from './share-batch.js'
import type { ShareContext } from './sharing.js'

/** The exchange's work on a batch: one transaction, the copies stored as bytes before any of them is sent. */
export class ExchangeStage {
  private readonly journal: StageJournal

  constructor(
    pool: Pool,
    private readonly context: ShareContext,
  ) {
    this.journal = new StageJournal(pool)
  }

  apply(batch: StageBatch) {
    return this.journal.apply(batch, (client, from) => {
      const messages = batch.messages.filter((message) => Number(message.offset) >= from)
      return shareBatch(client, this.context, { ...batch, messages })
    })
  }
}
