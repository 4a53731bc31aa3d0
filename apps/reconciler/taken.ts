import { contentFault, HubError, isContentError } from '#core/kernel'
import {
  contractName,
  type LinkedMessage,
  linkedMessageFrom,
  parkingDecisionOf,
  type Tick,
  tickFrom,
} from '#core/messages'
import { type EvidenceRow, evidenceOf } from '#core/obligations'
import { handlesOf } from '#core/persons'
import { effectsOf, type ProfileEntry, type Retraction, retractionOf, underSurvivor } from '#core/profile'
import { type BrokerMessage, parsePlace, type Place } from '#platform/postgres'
import type { JudgingContext } from './judging.js'
import type { Merge } from './person-store.js'
import type { OutcomeRow } from './reconciler-store.js'

const PERSON_MERGED = 'hub.person.merged'

/** What one message of `hub.linked` is to the reconciler. */
interface Reading {
  evidence: EvidenceRow[]
  entries: ProfileEntry[]
  retraction?: Retraction
  merge?: Merge
}

interface Unreadable {
  place: Place
  raw: BrokerMessage
  fault: { code: string; says: string }
}

/** What an operator decided about a message set aside. */
interface ParkingDecision {
  place: Place & { offset: number }
  verb: 'replay' | 'discard'
  reason: string
}

/** What there is of `hub.linked` as it is read, fact by fact: one that cannot be read is set aside, and its neighbours go on. */
export class Taken {
  readonly evidence: EvidenceRow[] = []
  readonly entries: ProfileEntry[] = []
  readonly retractions: Retraction[] = []
  readonly merges: Merge[] = []
  readonly outcomes: OutcomeRow[] = []
  /** The last tick of each partition that has one. */
  readonly ticks = new Map<number, Tick>()
  private unreadable: Unreadable[] = []
  private decisions: ParkingDecision[] = []

  constructor(private readonly context: JudgingContext) {}

  /** Pure reading: nothing is asked of the database yet. */
  static of(
    context: JudgingContext,
    batches: readonly (Place & { messages: readonly BrokerMessage[] })[],
  ): Taken {
    const taken = new Taken(context)
    for (const batch of batches)
      for (const raw of batch.messages) {
        const tick = tickFrom(raw.headers)
        if (tick) taken.ticks.set(batch.partition, tick)
        else taken.read(batch, raw)
      }
    return taken
  }

  persons(): string[] {
    const keys = [...this.evidence.map((row) => row.person), ...this.entries.map((entry) => entry.person)]
    return [...new Set(keys.filter((key) => key !== null))]
  }

  /** What needs the database before the batch can go on; handed out once. */
  takeAside(): { unreadable: Unreadable[]; decisions: ParkingDecision[] } {
    const { unreadable, decisions } = this
    this.unreadable = []
    this.decisions = []
    return { unreadable, decisions }
  }

  read(place: Place, raw: BrokerMessage): void {
    const at = { partition: place.partition, offset: Number(raw.offset) }
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
      const outcome = reading.evidence.length > 0 ? 'judged' : 'not-concerned'
      this.outcomes.push({ ...at, source, eventId, outcome })
      this.noteDecision(message, data)
    } catch (error) {
      if (!isContentError(error)) throw error
      const { topic, partition } = place
      this.unreadable.push({ place: { topic, partition }, raw, fault: contentFault(error) })
      const { source, id: eventId } = message?.envelope ?? {}
      this.outcomes.push({ ...at, outcome: 'parked', ...(source && eventId ? { source, eventId } : {}) })
    }
  }

  /** A message that an operator has put back is read again where it stands now; one given up is done with. */
  private noteDecision(message: LinkedMessage, data: unknown): void {
    const decision = parkingDecisionOf(message, data, 'reconciler')
    const place = parsePlace(decision?.place)
    if (decision !== undefined && place !== undefined) this.decisions.push({ ...decision, place })
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
