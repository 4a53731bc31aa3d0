import type { Catalogue } from '#core/catalogue'
import { HubError } from '#core/kernel'
import { parkingDecisionOf } from '#core/messages'
import type { StageBatch } from '#platform/kafka'
import {
  type Client,
  discardParked,
  parsePlace,
  type PlacedOutput,
  type Pool,
  StageJournal,
  takeParked,
} from '#platform/postgres'
import type { FactRow } from './fact-store.js'
import type { Linking } from './link-facts.js'
import { noteDecided, readClock } from './metronome/clock-store.js'
import type { ClockState } from './metronome/next-tick.js'
import { readBatch, type ReadMessages, registerBatch } from './register-batch.js'

const TICK_DECIDED = 'hub.tick.decided'

type Settle = (read: ReadMessages) => Promise<PlacedOutput[]>

/** The register's work on batches: one transaction, told to the metronome when a tick turned out to be decided. */
export class RegisterStage {
  private readonly journal: StageJournal
  private readonly linking: Linking

  constructor(
    pool: Pool,
    catalogue: Catalogue,
    linkedTopic: string,
    private readonly tickDecided: () => void,
  ) {
    this.linking = { catalogue, linkedTopic, isLearning: false }
    this.journal = new StageJournal(pool)
  }

  async apply(batches: readonly StageBatch[]) {
    let decided = false
    const all = batches.flatMap((batch) => readBatch(this.linking.catalogue, batch))
    const applied = await this.journal.apply<ClockState>(
      batches,
      async (applying) => {
        const decisions: FactRow[] = []
        const settle: Settle = (read) =>
          registerBatch(applying, this.linking, read, async (inside, fact) => {
            if (await this.act(inside, fact)) decided = true
            if (parkingDecisionOf(fact.candidate.message, fact.candidate.data, 'register'))
              decisions.push(fact)
          })
        const outputs = await settle(all.filter((each) => applying.isNew(each, each.offset)))
        for (const fact of decisions) outputs.push(...(await this.repair(applying.client, fact, settle)))
        return outputs
      },
      readClock,
    )
    if (decided) this.tickDecided()
    return applied
  }

  /** What an operator decided about a message set aside: it is settled again where it stood, or given up. */
  private async repair(client: Client, { candidate }: FactRow, settle: Settle): Promise<PlacedOutput[]> {
    const decision = parkingDecisionOf(candidate.message, candidate.data, 'register')!
    const place = parsePlace(decision.place)
    if (place === undefined) return []
    if (decision.verb === 'discard') {
      await discardParked(client, place, decision.reason)
      return []
    }
    const parked = await takeParked(client, place)
    if (parked === undefined) return []
    const outputs = await settle(readBatch(this.linking.catalogue, { ...place, messages: [parked] }))
    const { topic, partition, offset } = candidate
    return outputs.map(({ record }) => ({ topic, partition, offset, record }))
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
