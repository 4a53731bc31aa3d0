import type { StageBatch } from '#platform/kafka'
import { type Pool, StageJournal } from '#platform/postgres'
import { read } from './reading.js'
import { askKnown, type Known, shareBatch } from './share-batch.js'
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
    const { topic, partition } = batch
    const readings = batch.messages.map(read)
    return this.journal.apply<Known>(
      batch,
      (applying) =>
        shareBatch(applying, this.context, {
          topic,
          partition,
          readings: readings.filter(({ offset }) => offset >= applying.applied),
        }),
      (client) => askKnown(client, this.context, partition, readings),
    )
  }
}
