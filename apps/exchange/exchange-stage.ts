import type { StageBatch } from '#platform/kafka'
import { type Pool, StageJournal } from '#platform/postgres'
import { read } from './reading.js'
import { askKnown, type Known, shareBatch } from './share-batch.js'
import type { ShareContext } from './sharing.js'

/** The exchange's work on batches: one transaction, the copies stored as bytes before any of them is sent. */
export class ExchangeStage {
  private readonly journal: StageJournal

  constructor(
    pool: Pool,
    private readonly context: ShareContext,
  ) {
    this.journal = new StageJournal(pool)
  }

  apply(batches: readonly StageBatch[]) {
    const readings = batches.flatMap((batch) => batch.messages.map((raw) => read(batch, raw)))
    return this.journal.apply<Known>(
      batches,
      (applying) =>
        shareBatch(
          applying,
          this.context,
          readings.filter((reading) => applying.isNew(reading, reading.offset)),
        ),
      (client) => askKnown(client, this.context, readings),
    )
  }
}
