import type { Catalogue } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import { type LinkedMessage, linkedHeadersOf, organisationOf } from '#core/messages'
import {
  type FactIdentity,
  identifiersOf,
  type LinkDecision,
  LinkingBatch,
  soughtByBatch,
} from '#core/persons'
import {
  type Applying,
  type BrokerMessage,
  type Client,
  type OffsetOutput,
  parkMessage,
  type Writes,
} from '#platform/postgres'
import { conflictMessage, mergeMessages } from './announcements.js'
import { type Candidate, inItsTime, readCandidate, type Rejection } from './candidate.js'
import {
  claimIdentities,
  type FactRow,
  type Identity,
  identityKey,
  insertFacts,
  insertOutcomes,
  type OutcomeRow,
} from './fact-store.js'
import type { ClockState } from './metronome/next-tick.js'
import {
  claimConflicts,
  isUnchanged,
  loadIdentities,
  lockIdentities,
  writeIdentities,
  writeUnusable,
} from './person-store.js'

export interface RegisterBatch {
  topic: string
  partition: number
  messages: readonly BrokerMessage[]
  /** What each of the messages was read as. */
  read: readonly (Candidate | Rejection)[]
}

/** A batch of `facts.<organisation>` as it is read; nothing is asked of the database yet. */
export function readBatch(
  catalogue: Catalogue,
  { topic, partition, messages }: Omit<RegisterBatch, 'read'>,
): RegisterBatch {
  const organisation = organisationOf(topic.slice(topic.lastIndexOf('facts.') + 'facts.'.length))
  const read = messages.map((raw) => readCandidate(catalogue, organisation, raw))
  return { topic, partition, messages, read }
}

/** The same batch without what has been applied before. */
export function notApplied(batch: RegisterBatch, applied: number): RegisterBatch {
  const messages = batch.messages.filter((message) => Number(message.offset) >= applied)
  return { ...batch, messages, read: batch.read.filter(({ offset }) => offset >= applied) }
}

interface Linked {
  fact: FactRow
  decision: LinkDecision
  identity: FactIdentity
}

/** Told of each fact as it is linked, inside the transaction: what the register itself must act on. */
export type OnLinked = (client: Client, fact: FactRow) => Promise<void>

/** What is the same from batch to batch. */
export interface Linking {
  catalogue: Catalogue
  linkedTopic: string
  /** The topics whose last batch learnt something about anyone. */
  learning: Set<string>
}

/**
 * Settles one batch of `facts.<organisation>`: read, admit, claim identities, link persons, record, and give what goes to
 * `hub.linked`. Every message ends in exactly one outcome.
 */
export async function registerBatch(
  { client, writes, ahead: clock }: Omit<Applying<ClockState>, 'applied'>,
  { catalogue, linkedTopic, learning }: Linking,
  batch: RegisterBatch,
  onLinked: OnLinked,
): Promise<OffsetOutput[]> {
  const inTime = batch.read.map((each) => ('contract' in each ? inItsTime(each, clock) : each))
  const candidates = inTime.filter((each): each is Candidate => 'contract' in each)
  const decidedAt = clock.tickAt ?? candidates[0]?.appendedAt ?? Number(batch.messages[0]?.timestamp ?? 0)
  const receivedAt = (each: Candidate): Instant =>
    clock.mode === 'simulated'
      ? (clock.tickAt ?? each.message.envelope.occurredAt)
      : Math.max(each.appendedAt, clock.tickAt ?? 0)

  const { fresh, repeated } = await settleIdentities(client, batch, candidates)
  const linked = await linkFacts({ client, writes }, catalogue, fresh, receivedAt, {
    topic: batch.topic,
    learning,
  })
  const facts = linked.map(({ fact }) => fact)
  insertFacts(writes, batch, facts)
  for (const fact of facts) await onLinked(client, fact)
  writeUnusable(writes, linked.flatMap(unusableOf))

  const rejections = inTime.filter((each): each is Rejection => 'outcome' in each)
  const reused = repeated.filter((each) => each.outcome === 'refused')
  for (const each of [...rejections, ...reused])
    await parkMessage(client, batch, rawAt(batch, each.offset), {
      state: each.outcome === 'parked' ? 'parked' : 'refused',
      code: each.code ?? '',
      says: each.says ?? '',
    })
  const outcomes = [...rejections.map(rejectionOutcome), ...repeated, ...facts.map(linkedOutcome)]
  insertOutcomes(writes, batch, outcomes, decidedAt)
  return outputsOf(client, catalogue, linkedTopic, linked)
}

/** Sorts facts never seen from repetitions of the same, and from other content under an id already used. */
async function settleIdentities(
  client: Client,
  place: { topic: string; partition: number },
  candidates: readonly Candidate[],
): Promise<{ fresh: Candidate[]; repeated: OutcomeRow[] }> {
  if (candidates.length === 0) return { fresh: [], repeated: [] }
  const first = new Map<string, Candidate>()
  for (const each of candidates) {
    const key = identityKey(each.message.envelope.source, each.message.envelope.id)
    if (!first.has(key)) first.set(key, each)
  }
  const taken = await claimIdentities(client, place, [...first.values()])
  const fresh: Candidate[] = []
  const repeated: OutcomeRow[] = []
  for (const each of candidates) {
    const key = identityKey(each.message.envelope.source, each.message.envelope.id)
    const earlier = taken.get(key) ?? identityOf(first.get(key)!, place)
    if (!taken.has(key) && first.get(key) === each) fresh.push(each)
    else repeated.push(repetition(each, earlier))
  }
  return { fresh, repeated }
}

function identityOf(candidate: Candidate, place: { topic: string; partition: number }): Identity {
  return { contentHash: candidate.contentHash, ...place, offset: candidate.offset }
}

function repetition(candidate: Candidate, earlier: Identity): OutcomeRow {
  const { source, id } = candidate.message.envelope
  const where = `${earlier.topic}/${earlier.partition}/${earlier.offset}`
  return earlier.contentHash === candidate.contentHash
    ? { offset: candidate.offset, outcome: 'duplicate', source, id, says: `First received at ${where}.` }
    : {
        offset: candidate.offset,
        outcome: 'refused',
        source,
        id,
        code: 'HUB_EVENT_ID_REUSED',
        says: `The id was used before, at ${where}, for other content. Publish a correction under an id of its own.`,
      }
}

/**
 * Links in order. A batch that learns something new about anyone needs the lock: it takes it at once where the topic's last
 * batch learnt something too, else when it finds that it does, and then reads again.
 */
async function linkFacts(
  { client, writes }: { client: Client; writes: Writes },
  catalogue: Catalogue,
  fresh: readonly Candidate[],
  receivedAt: (each: Candidate) => Instant,
  { topic, learning }: { topic: string; learning: Set<string> },
): Promise<Linked[]> {
  const identities = fresh.map((each) =>
    identifiersOf(each.message, each.data, each.contract, catalogue.identifiers, receivedAt(each)),
  )
  const sought = soughtByBatch(identities)
  const decide = async (): Promise<{ batch: LinkingBatch; linked: Linked[] }> => {
    const batch = new LinkingBatch(catalogue.identifiers, await loadIdentities(client, sought))
    const linked = fresh.map((candidate, index) => {
      const identity = identities[index]!
      const { source, id } = candidate.message.envelope
      const decision = batch.link({ source, eventId: id, receivedAt: receivedAt(candidate), identity })
      const fact = {
        candidate,
        person: decision.person,
        isPerson: decision.kind !== 'nobody',
        receivedAt: receivedAt(candidate),
      }
      return { fact, decision, identity }
    })
    return { batch, linked }
  }
  const isLocked = learning.has(topic)
  if (isLocked) await lockIdentities(client)
  let { batch, linked } = await decide()
  if (isUnchanged(batch.changes())) {
    learning.delete(topic)
    return linked
  }
  if (!isLocked) {
    learning.add(topic)
    await lockIdentities(client)
    ;({ batch, linked } = await decide())
  }
  writeIdentities(writes, batch.changes())
  const told = new Set((await claimConflicts(client, batch.changes().conflicts)).map((each) => each.conflict))
  for (const each of linked)
    if (each.decision.kind === 'conflict' && !told.delete(each.decision.conflict))
      each.decision = { ...each.decision, kind: 'linked' }
  return linked
}

async function outputsOf(
  client: Client,
  catalogue: Catalogue,
  linkedTopic: string,
  linked: readonly Linked[],
): Promise<OffsetOutput[]> {
  const outputs: OffsetOutput[] = []
  const emit = (offset: number, message: LinkedMessage): void => {
    outputs.push({
      offset,
      record: {
        topic: linkedTopic,
        key: message.person,
        value: message.bytes,
        headers: linkedHeadersOf(message),
      },
    })
  }
  for (const { fact, decision, identity } of linked) {
    const { offset, message } = fact.candidate
    const { source, id } = message.envelope
    if (decision.kind === 'merge')
      for (const loser of decision.losers) {
        const merge = { loser, survivor: decision.survivor, source, eventId: id, at: fact.receivedAt }
        for (const each of await mergeMessages(client, catalogue, merge, decision.bridge)) emit(offset, each)
      }
    if (decision.kind === 'conflict') {
      const conflict = { ...decision, source, eventId: id, at: fact.receivedAt }
      emit(offset, conflictMessage(conflict, decision.person, identity.identifiers))
    }
    emit(offset, { ...message, person: fact.person, isPerson: fact.isPerson, receivedAt: fact.receivedAt })
  }
  return outputs
}

function rawAt(batch: RegisterBatch, offset: number): BrokerMessage {
  return batch.messages.find((message) => Number(message.offset) === offset)!
}

function rejectionOutcome({ offset, outcome, code, says, envelope }: Rejection): OutcomeRow {
  return {
    offset,
    outcome,
    code,
    says,
    ...(envelope === undefined ? {} : { source: envelope.source, id: envelope.id }),
  }
}

function linkedOutcome({ candidate }: FactRow): OutcomeRow {
  const { source, id } = candidate.message.envelope
  return { offset: candidate.offset, outcome: 'linked', source, id }
}

function unusableOf({ fact, identity }: Linked) {
  const { source, id } = fact.candidate.message.envelope
  return identity.unusable.map((each) => ({ ...each, source, id }))
}
