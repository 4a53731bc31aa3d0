import type { Catalogue } from '#core/catalogue'
import { HubError } from '#core/kernel'
import { parkingDecisionOf } from '#core/messages'
import type { StageBatch } from '#platform/kafka'
import {
  type Client,
  discardParked,
  type OffsetOutput,
  parsePlace,
  type Pool,
  StageJournal,
  takeParked,
} from '#platform/postgres'
import type { FactRow } from './fact-store.js'
import { noteDecided } from './metronome/clock-store.js'
import { type RegisterBatch, registerBatch } from './register-batch.js'

const TICK_DECIDED = 'hub.tick.decided'

/** The register's work on a batch: one transaction, told to the metronome when a tick turned out to be decided. */
export class RegisterStage {
  private readonly journal: StageJournal
  private readonly learning = new Set<string>()

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
      const decisions: FactRow[] = []
      const settle = (part: RegisterBatch) =>
        registerBatch(client, this.catalogue, this.linkedTopic, part, this.learning, async (inside, fact) => {
          if (await this.act(inside, fact)) decided = true
          if (parkingDecisionOf(fact.candidate.message, fact.candidate.data, 'register')) decisions.push(fact)
        })
      const outputs = await settle({ ...batch, messages })
      for (const fact of decisions) outputs.push(...(await this.repair(client, fact, settle)))
      return outputs
    })
    if (decided) this.tickDecided()
    return applied
  }

  /** What an operator decided about a message set aside: it is settled again where it stood, or given up. */
  private async repair(
    client: Client,
    { candidate }: FactRow,
    settle: (part: RegisterBatch) => Promise<OffsetOutput[]>,
  ): Promise<OffsetOutput[]> {
    const decision = parkingDecisionOf(candidate.message, candidate.data, 'register')!
    const place = parsePlace(decision.place)
    if (place === undefined) return []
    if (decision.verb === 'discard') {
      await discardParked(client, place, decision.reason)
      return []
    }
    const parked = await takeParked(client, place)
    if (parked === undefined) return []
    const outputs = await settle({ topic: place.topic, partition: place.partition, messages: [parked] })
    return outputs.map((output) => ({ ...output, offset: candidate.offset }))
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
