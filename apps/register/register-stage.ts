import type { Catalogue } from '#core/catalogue'
import { HubError } from '#core/kernel'
import type { StageBatch } from '#platform/kafka'
import { type Client, type Pool, StageJournal } from '#platform/postgres'
import type { FactRow } from './fact-store.js'
import { noteDecided } from './metronome/clock-store.js'
import { registerBatch } from './register-batch.js'

const TICK_DECIDED = 'hub.tick.decided'

/** The register's work on a batch: one transaction, told to the metronome when a tick turned out to be decided. */
export class RegisterStage {
  private readonly journal: StageJournal

  constructor(
    pool: Pool,
    private readonly catalogue: Catalogue,
    private readonly linkedTopic: string,
    private readonly tickDecided: () => void,
  ) {
    this.journal = new StageJournal(pool)
  }

  async apply(batch: StageBatch) {
    let decided = false
    const applied = await this.journal.apply(batch, async (client, from) => {
      const messages = batch.messages.filter((message) => Number(message.offset) >= from)
      return registerBatch(
        client,
        this.catalogue,
        this.linkedTopic,
        { ...batch, messages },
        async (inside, fact) => {
          if (await this.act(inside, fact)) decided = true
        },
      )
    })
    if (decided) this.tickDecided()
    return applied
  }

  /** The hub's own facts that the register acts on; true when a tick was decided. */
  private async act(client: Client, fact: FactRow): Promise<boolean> {
    if (fact.candidate.message.envelope.type !== TICK_DECIDED) return false
    const { at, round, facts } = fact.candidate.data as { at: string; round: number; facts: number }
    const instant = Date.parse(at)
    if (Number.isNaN(instant))
      throw new HubError('HUB_TICK_UNREADABLE', `A decided tick names no instant: ${at}.`)
    await noteDecided(client, { at: instant, round }, facts)
    return true
  }
}
