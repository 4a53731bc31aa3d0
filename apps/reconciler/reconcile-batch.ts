import type { Instant } from '#core/kernel'
import { type EvidenceRow, underSurvivingPerson } from '#core/obligations'
import { type Applying, type Client, discardParked, parkMessage, takeParked } from '#platform/postgres'
import { insertEvidence, loadEvidence, lockCases, touchedCases } from './case-store.js'
import { judgeCases, type JudgingContext } from './judging.js'
import { loadAliases, mergePersons, personsRuled, writeProfiles } from './person-store.js'
import { decidedAt, insertOutcomes, noteEmitted, noteTicks } from './reconciler-store.js'
import { stageExtracts } from './stage-extracts.js'
import type { Taken } from './taken.js'

/** What evidence is judged with; asked for before it is known which of the messages are new. */
export interface Known {
  decidedAt: Instant
  aliases: Map<string, string>
}

export async function askKnown(client: Client, taken: Taken): Promise<Known> {
  const [at, aliases] = await Promise.all([decidedAt(client), loadAliases(client, taken.persons())])
  return { decidedAt: at, aliases }
}

/**
 * Takes what there is of `hub.linked`: every fact becomes evidence and profile, the cases it touches are judged at the last
 * decided tick, and ticks are noted. What is due is decided elsewhere, when all partitions have passed the tick.
 * @returns the number of facts put into the outbox
 */
export async function reconcileBatch(
  { client, writes, ahead: known }: Omit<Applying<Known>, 'isNew'>,
  context: JudgingContext,
  linkedTopic: string,
  taken: Taken,
): Promise<number> {
  const isRepaired = await settleAside(client, context, linkedTopic, taken)
  const aliases = isRepaired ? await loadAliases(client, taken.persons()) : known.aliases
  const evidence = taken.evidence.map((row) => survived(row, aliases))
  const entries = taken.entries.map((entry) => ({
    ...entry,
    person: aliases.get(entry.person) ?? entry.person,
  }))
  writeProfiles(writes, entries, taken.retractions)
  insertEvidence(writes, evidence)
  const [touched, ruled] = await Promise.all([
    touchedCases(client, evidence),
    personsRuled(client, context.rulesReadingProfiles, entries, taken.retractions),
  ])
  for (const [key, rule] of ruled) touched.set(key, rule)
  for (const merge of taken.merges)
    for (const [key, rule] of await mergePersons(client, writes, merge)) touched.set(key, rule)
  const [cases, loaded] = await Promise.all([
    lockCases(client, writes, touched),
    loadEvidence(client, [...touched.keys()]),
  ])
  const judging = { cases, evidence: loaded }
  const emitted = await judgeCases({ client, writes }, context, judging, known.decidedAt, 'between ticks')
  insertOutcomes(writes, taken.outcomes)
  noteEmitted(writes, taken.outcomes[0]?.partition, emitted)
  noteTicks(writes, taken.ticks)
  return emitted
}

/** Parks what cannot be read, and reads again what an operator has put back. @returns whether anything was read again */
async function settleAside(
  client: Client,
  context: JudgingContext,
  linkedTopic: string,
  taken: Taken,
): Promise<boolean> {
  let isRepaired = false
  for (;;) {
    const { unreadable, decisions } = taken.takeAside()
    for (const { place, raw, fault } of unreadable) await parkMessage(client, place, raw, fault)
    if (decisions.length === 0) return isRepaired
    for (const { place, verb, reason } of decisions) {
      if (verb === 'discard') {
        await discardParked(client, place, reason)
        continue
      }
      const parked = await takeParked(client, place)
      if (parked === undefined) continue
      isRepaired = true
      if (place.topic === linkedTopic) taken.read(place, parked)
      else await stageExtracts(client, context, { ...place, messages: [parked] })
    }
  }
}

function survived(row: EvidenceRow, aliases: ReadonlyMap<string, string>): EvidenceRow {
  const survivor = row.person === null ? undefined : aliases.get(row.person)
  return survivor === undefined ? row : underSurvivingPerson(row, row.person!, survivor)
}
