import type { Catalogue } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import {
  type FactIdentity,
  type IdentityChanges,
  type IdentityDecision,
  identifiersOf,
  type LinkDecision,
  LinkingBatch,
  type LoadedIdentities,
  soughtByBatch,
} from '#core/persons'
import type { Client, Writes } from '#platform/postgres'
import type { Candidate } from './candidate.js'
import type { FactRow } from './fact-store.js'
import { identityDecisionOf, type RefusedDecision } from './identity-decisions.js'
import {
  claimConflicts,
  isUnchanged,
  loadDoubts,
  loadIdentities,
  lockIdentities,
  writeIdentities,
} from './person-store.js'

/** What is the same from batch to batch. */
export interface Linking {
  catalogue: Catalogue
  linkedTopic: string
  /** Whether the work before this one learnt something about anyone. */
  isLearning: boolean
}

export interface Linked {
  fact: FactRow
  decision: LinkDecision
  identity: FactIdentity
  /** What was merged because of the fact. */
  merges: IdentityChanges['merges']
}

interface LinkedFacts {
  linked: Linked[]
  /** What a person decided about a conflict, and cannot be carried out. */
  refused: RefusedDecision[]
}

/**
 * Links in order. Who learns something new about anyone needs the lock: it is taken at once where the work before learnt
 * something too or a person has decided something, else when it turns out, and then all is read again.
 */
export async function linkFacts(
  { client, writes }: { client: Client; writes: Writes },
  linking: Linking,
  fresh: readonly Candidate[],
  receivedAt: (each: Candidate) => Instant,
): Promise<LinkedFacts> {
  const { catalogue } = linking
  const identities = fresh.map((each) =>
    identifiersOf(each.message, each.data, each.contract, catalogue.identifiers, receivedAt(each)),
  )
  const decided = fresh.map(identityDecisionOf).filter((each) => each !== undefined)
  const decide = async (): Promise<LinkedFacts & { batch: LinkingBatch }> => {
    const batch = new LinkingBatch(catalogue.identifiers, await load(client, identities, decided))
    const refused: RefusedDecision[] = []
    let merged = 0
    const linked = fresh.flatMap((candidate, index) => {
      const identity = identities[index]!
      const { source, id } = candidate.message.envelope
      const by = { source, eventId: id, receivedAt: receivedAt(candidate), identity }
      const named = identityDecisionOf(candidate)
      const fault = named && batch.decide(by, named)
      if (fault) {
        refused.push({ candidate, fault })
        return []
      }
      const decision = batch.link(by)
      const isPerson = decision.kind !== 'nobody'
      const fact = { candidate, person: decision.person, isPerson, receivedAt: by.receivedAt }
      const merges = batch.changes().merges.slice(merged)
      merged += merges.length
      return [{ fact, decision, identity, merges }]
    })
    return { batch, linked, refused }
  }
  const isLocked = linking.isLearning || decided.length > 0
  if (isLocked) await lockIdentities(client)
  let { batch, ...facts } = await decide()
  linking.isLearning = !isUnchanged(batch.changes())
  if (!linking.isLearning) return facts
  if (!isLocked) {
    await lockIdentities(client)
    ;({ batch, ...facts } = await decide())
  }
  const told = new Set((await claimConflicts(client, batch.changes().conflicts)).map((each) => each.conflict))
  writeIdentities(writes, batch.changes())
  for (const each of facts.linked)
    if (each.decision.kind === 'conflict' && !told.delete(each.decision.conflict))
      each.decision = { ...each.decision, kind: 'linked' }
  return facts
}

/** Whom the facts name, and those in the conflicts about which somebody has decided. */
async function load(
  client: Client,
  identities: readonly FactIdentity[],
  decided: readonly IdentityDecision[],
): Promise<LoadedIdentities> {
  const { identifiers, persons } = soughtByBatch(identities)
  const doubts = await loadDoubts(
    client,
    decided.map(({ conflict }) => conflict),
  )
  const sought = { identifiers, persons: [...persons, ...doubts.flatMap(({ between }) => between)] }
  return { ...(await loadIdentities(client, sought)), doubts }
}
