import { contentFault, HubError, type Instant, isContentError } from '#core/kernel'
import {
  contractName,
  type LinkedMessage,
  linkedMessageFrom,
  parkingDecisionOf,
  type Tick,
  tickFrom,
} from '#core/messages'
import { type EvidenceRow, evidenceOf, underSurvivingPerson } from '#core/obligations'
import { handlesOf } from '#core/persons'
import { effectsOf, type ProfileEntry, type Retraction, retractionOf, underSurvivor } from '#core/profile'
import {
  type BrokerMessage,
  type Client,
  discardParked,
  parkMessage,
  parsePlace,
  takeParked,
} from '#platform/postgres'
import { insertEvidence, lockCases, touchedCases } from './case-store.js'
import { judgeCases, type JudgingContext } from './judging.js'
import { insertOutcomes, noteEmitted, noteTick, type OutcomeRow } from './reconciler-store.js'
import { stageExtracts } from './stage-extracts.js'
import { loadAliases, mergePersons, type Merge, personsRuled, writeProfiles } from './person-store.js'

const PERSON_MERGED = 'hub.person.merged'

/** What one message of `hub.linked` is to the reconciler. */
interface Reading {
  evidence: EvidenceRow[]
  entries: ProfileEntry[]
  retraction?: Retraction
  merge?: Merge
}

/**
 * Takes one batch of `hub.linked`: every fact becomes evidence and profile, the cases it touches are judged at the last
 * decided tick, and ticks are noted. What is due is decided elsewhere, when all partitions have passed the tick.
 */
export async function reconcileBatch(
  client: Client,
  context: JudgingContext,
  batch: { topic: string; partition: number; messages: readonly BrokerMessage[] },
  decidedAt: Instant,
): Promise<void> {
  const taken = new Taken(context)
  for (const raw of batch.messages) {
    const tick = tickFrom(raw.headers)
    if (tick) taken.tick = tick
    else await taken.read(client, batch, raw)
  }
  const aliases = await loadAliases(client, taken.persons())
  const evidence = taken.evidence.map((row) => survived(row, aliases))
  const entries = taken.entries.map((entry) => ({
    ...entry,
    person: aliases.get(entry.person) ?? entry.person,
  }))
  await writeProfiles(client, entries, taken.retractions)
  await insertEvidence(client, evidence)
  const touched = await touchedCases(client, evidence)
  const { rulesReadingProfiles } = context
  for (const [key, rule] of await personsRuled(client, rulesReadingProfiles, entries, taken.retractions))
    touched.set(key, rule)
  for (const merge of taken.merges)
    for (const [key, rule] of await mergePersons(client, merge)) touched.set(key, rule)
  const cases = await lockCases(client, touched)
  const emitted = await judgeCases(client, context, cases, decidedAt, 'between ticks')
  await insertOutcomes(client, taken.outcomes)
  await noteEmitted(client, batch.partition, emitted)
  if (taken.tick) await noteTick(client, batch.partition, taken.tick)
}

/** The batch as it is read, fact by fact: one that cannot be read is parked, and its neighbours go on. */
class Taken {
  readonly evidence: EvidenceRow[] = []
  readonly entries: ProfileEntry[] = []
  readonly retractions: Retraction[] = []
  readonly merges: Merge[] = []
  readonly outcomes: OutcomeRow[] = []
  tick: Tick | undefined

  constructor(private readonly context: JudgingContext) {}

  persons(): string[] {
    const keys = [...this.evidence.map((row) => row.person), ...this.entries.map((entry) => entry.person)]
    return [...new Set(keys.filter((key) => key !== null))]
  }

  async read(client: Client, batch: { topic: string; partition: number }, raw: BrokerMessage): Promise<void> {
    const place = { partition: batch.partition, offset: Number(raw.offset) }
    let message: LinkedMessage | undefined
    try {
      message = linkedMessageFrom(raw.headers, raw.value)
      const data = JSON.parse(message.bytes.toString('utf8')) as unknown
      const reading = this.readingOf(message, data)
      this.evidence.push(...reading.evidence)
      this.entries.push(...reading.entries)
      if (reading.retraction) this.retractions.push(reading.retraction)
      if (reading.merge) this.merges.push(reading.merge)
      const { source, id: eventId } = message.envelope
      this.outcomes.push({
        ...place,
        source,
        eventId,
        outcome: reading.evidence.length > 0 ? 'judged' : 'not-concerned',
      })
      await this.repair(client, batch, message, data)
    } catch (error) {
      if (!isContentError(error)) throw error
      await parkMessage(client, batch, raw, contentFault(error))
      const { source, id: eventId } = message?.envelope ?? {}
      this.outcomes.push({ ...place, outcome: 'parked', ...(source && eventId ? { source, eventId } : {}) })
    }
  }

  /** A message that an operator has put back is read again where it stands now; one given up is done with. */
  private async repair(
    client: Client,
    batch: { topic: string },
    message: LinkedMessage,
    data: unknown,
  ): Promise<void> {
    const decision = parkingDecisionOf(message, data, 'reconciler')
    const place = parsePlace(decision?.place)
    if (decision === undefined || place === undefined) return
    if (decision.verb === 'discard') return discardParked(client, place, decision.reason)
    const parked = await takeParked(client, place)
    if (parked === undefined) return
    if (place.topic === batch.topic) await this.read(client, place, parked)
    else await stageExtracts(client, this.context, { ...place, messages: [parked] })
  }

  private readingOf(message: LinkedMessage, data: unknown): Reading {
    const { catalogue, rules } = this.context
    const { envelope } = message
    const contract = catalogue.events.get(contractName(envelope.type, envelope.version))
    if (contract === undefined)
      throw new HubError(
        'HUB_EVENT_UNKNOWN',
        `No contract describes ${envelope.type}@${envelope.version}.`,
        'after-repair',
      )
    const handles = handlesOf(message, data, contract, catalogue.identifiers, message.receivedAt)
    const entries = effectsOf(message, data, contract, handles)
    const retraction = retractionOf(message, data)
    const reading: Reading = {
      evidence: evidenceOf(message, data, rules),
      entries,
      ...(retraction ? { retraction } : {}),
    }
    if (envelope.type !== PERSON_MERGED) return reading
    const { survivor, merged, profile } = data as {
      survivor: string
      merged: string
      profile: ProfileEntry[]
    }
    // Both copies re-key: a batch of the loser's partition may commit after the survivor's has, and again is harmless.
    const merge = { survivor, loser: merged }
    if (message.person !== survivor) return { ...reading, merge }
    return { ...reading, entries: [...entries, ...underSurvivor(profile, survivor)], merge }
  }
}

function survived(row: EvidenceRow, aliases: ReadonlyMap<string, string>): EvidenceRow {
  const survivor = row.person === null ? undefined : aliases.get(row.person)
  return survivor === undefined ? row : underSurvivingPerson(row, row.person!, survivor)
}
