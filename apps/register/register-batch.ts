import type { Catalogue } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import { type LinkedMessage, linkedHeadersOf, organisationOf } from '#core/messages'
import {
  type Applying,
  type BrokerMessage,
  type Client,
  parkMessage,
  type Place,
  type PlacedOutput,
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
import { identityDecisionOf, rejectionOf, releaseIdentities, repeatedWith } from './identity-decisions.js'
import { type Linked, linkFacts, type Linking } from './link-facts.js'
import type { ClockState } from './metronome/next-tick.js'
import { writeUnusable } from './person-store.js'

/** What each message of the batches was read as. */
export type ReadMessages = readonly (Candidate | Rejection)[]

/** A batch of `facts.<organisation>` as it is read; nothing is asked of the database yet. */
export function readBatch(
  catalogue: Catalogue,
  batch: Place & { messages: readonly BrokerMessage[] },
): ReadMessages {
  const { topic } = batch
  const organisation = organisationOf(topic.slice(topic.lastIndexOf('facts.') + 'facts.'.length))
  return batch.messages.map((raw) => readCandidate(catalogue, organisation, batch, raw))
}

/** Told of each fact as it is linked, inside the transaction: what the register itself must act on. */
export type OnLinked = (client: Client, fact: FactRow) => Promise<void>

/**
 * Settles what there is of `facts.<organisation>`: admit, claim identities, link persons, record, and give what goes to
 * `hub.linked`. Every message ends in exactly one outcome.
 */
export async function registerBatch(
  { client, writes, ahead: clock }: Omit<Applying<ClockState>, 'isNew'>,
  linking: Linking,
  read: ReadMessages,
  onLinked: OnLinked,
): Promise<PlacedOutput[]> {
  const { catalogue, linkedTopic } = linking
  const inTime = read.map((each) => ('contract' in each ? inItsTime(each, clock) : each))
  const candidates = inTime.filter((each): each is Candidate => 'contract' in each)
  const decidedAt = clock.tickAt ?? Number(read[0]?.raw.timestamp ?? 0)
  const receivedAt = (each: Candidate): Instant =>
    clock.mode === 'simulated'
      ? (clock.tickAt ?? each.message.envelope.occurredAt)
      : Math.max(each.appendedAt, clock.tickAt ?? 0)

  const { fresh, repeated: repetitions } = await settleIdentities(client, candidates)
  const { linked, refused } = await linkFacts({ client, writes }, linking, fresh, receivedAt)
  await releaseIdentities(client, refused)
  const facts = linked.map(({ fact }) => fact)
  insertFacts(writes, facts)
  for (const fact of facts) await onLinked(client, fact)
  writeUnusable(writes, linked.flatMap(unusableOf))

  const rejections = [
    ...inTime.filter((each): each is Rejection => 'outcome' in each),
    ...refused.map(rejectionOf),
  ]
  const repeated = repetitions.map((each) => repeatedWith(refused, each))
  const reused = repeated.filter((each) => each.outcome === 'refused')
  for (const each of [...rejections, ...reused])
    await parkMessage(client, each, each.raw, {
      state: each.outcome === 'parked' ? 'parked' : 'refused',
      code: each.code ?? '',
      says: each.says ?? '',
    })
  const outcomes = [...rejections.map(rejectionOutcome), ...repeated, ...facts.map(linkedOutcome)]
  insertOutcomes(writes, outcomes, decidedAt)
  return outputsOf(client, catalogue, linkedTopic, linked)
}

/** Sorts facts never seen from repetitions of the same, and from other content under an id already used. */
async function settleIdentities(
  client: Client,
  candidates: readonly Candidate[],
): Promise<{ fresh: Candidate[]; repeated: Repeated[] }> {
  if (candidates.length === 0) return { fresh: [], repeated: [] }
  const first = new Map<string, Candidate>()
  for (const each of candidates) {
    const key = identityKey(each.message.envelope.source, each.message.envelope.id)
    if (!first.has(key)) first.set(key, each)
  }
  const taken = await claimIdentities(client, [...first.values()])
  const fresh: Candidate[] = []
  const repeated: Repeated[] = []
  for (const each of candidates) {
    const key = identityKey(each.message.envelope.source, each.message.envelope.id)
    const earlier = taken.get(key) ?? first.get(key)!
    if (!taken.has(key) && first.get(key) === each) fresh.push(each)
    else repeated.push(repetition(each, earlier))
  }
  return { fresh, repeated }
}

/** Of a candidate whose identity was used before. */
interface Repeated extends OutcomeRow {
  raw: BrokerMessage
}

function repetition(candidate: Candidate, earlier: Identity): Repeated {
  const { topic, partition, offset, raw } = candidate
  const { source, id } = candidate.message.envelope
  const one = { topic, partition, offset, raw, source, id }
  const where = `${earlier.topic}/${earlier.partition}/${earlier.offset}`
  return earlier.contentHash === candidate.contentHash
    ? { ...one, outcome: 'duplicate', says: `First received at ${where}.` }
    : {
        ...one,
        outcome: 'refused',
        code: 'HUB_EVENT_ID_REUSED',
        says: `The id was used before, at ${where}, for other content. Publish a correction under an id of its own.`,
      }
}

async function outputsOf(
  client: Client,
  catalogue: Catalogue,
  linkedTopic: string,
  linked: readonly Linked[],
): Promise<PlacedOutput[]> {
  const outputs: PlacedOutput[] = []
  const emit = ({ topic, partition, offset }: Candidate, message: LinkedMessage): void => {
    outputs.push({
      topic,
      partition,
      offset,
      record: {
        topic: linkedTopic,
        key: message.person,
        value: message.bytes,
        headers: linkedHeadersOf(message),
      },
    })
  }
  for (const { fact, decision, identity, merges } of linked) {
    const { message } = fact.candidate
    const { source, id } = message.envelope
    const bridge = decision.kind === 'merge' ? decision.bridge : []
    const cause = identityDecisionOf(fact.candidate) ?? { bridge }
    for (const merge of merges)
      for (const each of await mergeMessages(client, catalogue, merge, cause)) emit(fact.candidate, each)
    if (decision.kind === 'conflict') {
      const conflict = { ...decision, source, eventId: id, at: fact.receivedAt }
      emit(fact.candidate, conflictMessage(conflict, decision.person, identity.identifiers))
    }
    emit(fact.candidate, {
      ...message,
      person: fact.person,
      isPerson: fact.isPerson,
      receivedAt: fact.receivedAt,
    })
  }
  return outputs
}

function rejectionOutcome({ envelope, ...rejection }: Rejection): OutcomeRow {
  return { ...rejection, ...(envelope === undefined ? {} : { source: envelope.source, id: envelope.id }) }
}

function linkedOutcome({ candidate }: FactRow): OutcomeRow {
  const { source, id } = candidate.message.envelope
  const { topic, partition, offset } = candidate
  return { topic, partition, offset, outcome: 'linked', source, id }
}

function unusableOf({ fact, identity }: Linked) {
  const { source, id } = fact.candidate.message.envelope
  return identity.unusable.map((each) => ({ ...each, source, id }))
}
