import type { Catalogue } from '#core/catalogue'
import { contentFault, HubError, type Instant, isContentError } from '#core/kernel'
import { contractName, type LinkedMessage, type Topics } from '#core/messages'
import { handlesOf } from '#core/persons'
import { effectsOf, type Profile, type ProfileEntry, retractionOf, underSurvivor } from '#core/profile'
import {
  decideSharing,
  type Occasion,
  offeredStanding,
  type Route,
  routeOf,
  type SharingPolicy,
} from '#core/sharing'
import { type Client, parkMessage, type Writes } from '#platform/postgres'
import { Entered } from './entered.js'
import type { Ledger } from './ledger.js'
import type { People } from './people.js'
import type { Reading, ReadingPlace } from './reading.js'
import { type Keeping, keepingOf, keepStanding, loadStanding, type StandingFact } from './standing-facts.js'
import { hadBy, noteDay, unitsThatHad } from './sharing-store.js'

export interface ShareContext {
  catalogue: Catalogue
  policy: SharingPolicy
  topics: Topics
  secret: Buffer
}

export const PERSON_MERGED = 'hub.person.merged'

/** The data of that fact, as far as sharing reads them. */
export interface Merged {
  survivor: string
  merged: string
  profile: ProfileEntry[]
  survivorProfile?: ProfileEntry[]
}

/** Whose standing facts are offered once more, as whose, to which unit, and why. */
interface Later {
  facts: string
  person: string
  why: 'new-owner' | 'merged' | 'encounter'
  to: string
  newOwner?: Route
  /** The instant as at which conditions read the profile, where it is the occasion's and not each fact's own. */
  then?: Instant
  /** The person's profile, where it is not the one that the exchange has folded here. */
  profile?: (at: Instant) => Profile
}

/** How an offer's row is told apart from others of the same fact; later occasions count on from the first. */
const FIRST_OFFER = { occasion: 'published', ordinal: 0 }
const REPLAY = { occasion: 'replayed', ordinal: 10_000 }

/** Decides facts one after the other, each seeing what those before it changed. */
export class Sharing {
  readonly entered: Entered
  private keepings: Keeping[] = []
  /** About whom something was decided that is not written yet. */
  private readonly unwritten = new Set<string>()
  /** How many later offers the fact in hand has been the occasion of. */
  private laterOffers = 0

  constructor(
    private readonly client: Client,
    private readonly writes: Writes,
    private readonly context: ShareContext,
    private readonly people: People,
    private readonly ledger: Ledger,
  ) {
    this.entered = new Entered(people, ledger, context)
  }

  /** Writes what later questions, of these facts or the next, are answered from. */
  flush(): void {
    const { keepings } = this
    this.keepings = []
    this.unwritten.clear()
    this.ledger.write(this.writes)
    keepStanding(this.writes, keepings)
  }

  async take(reading: Reading): Promise<void> {
    const { raw, message, data, fault, tickAt, parkedAt } = reading
    if (tickAt !== undefined) {
      this.flush()
      noteDay(this.writes, reading.partition, tickAt)
      return
    }
    const offered = parkedAt === undefined ? FIRST_OFFER : REPLAY
    try {
      if (fault) throw fault
      await this.decide(message!, data, reading, offered)
    } catch (error) {
      if (!isContentError(error)) throw error
      await parkMessage(this.client, parkedAt ?? reading, raw, contentFault(error))
      const { source, id: eventId } = message?.envelope ?? {}
      this.entered.parked(reading, { source, eventId, ...offered })
    }
  }

  private async decide(
    linked: LinkedMessage,
    data: unknown,
    place: ReadingPlace,
    { occasion, ordinal }: typeof FIRST_OFFER,
  ): Promise<void> {
    const { catalogue, policy } = this.context
    this.laterOffers = 0
    const person = linked.isPerson ? this.people.surviving(linked.person) : linked.person
    const message = { ...linked, person }
    const { envelope, receivedAt } = message
    const contract = catalogue.events.get(contractName(envelope.type, envelope.version))
    if (contract === undefined)
      throw new HubError(
        'HUB_EVENT_UNKNOWN',
        `No contract describes ${contractName(envelope.type, envelope.version)}.`,
        'after-repair',
      )
    const mayMove = message.isPerson && (contract.sets.length > 0 || envelope.type === PERSON_MERGED)
    const ownerBefore = mayMove ? this.ownerOf(person, receivedAt) : undefined
    this.fold(message, data, contract)
    const retraction = retractionOf(message, data)
    if (retraction) {
      this.people.retract(retraction)
      this.people.writeRetractions(this.writes)
      this.flush()
    }
    const told = retraction
      ? new Set(await unitsThatHad(this.client, retraction))
      : message.isPerson
        ? this.people.toldAbout(person)
        : new Set<string>()
    const offer: Occasion = {
      message,
      data,
      occasion,
      at: receivedAt,
      personNow: message.isPerson ? this.people.profile(person, receivedAt) : {},
      personThen: message.isPerson ? this.people.profile(person, envelope.occurredAt) : {},
      told,
    }
    const keeping =
      message.isPerson && contract.stands ? keepingOf(message, data, contract.stands, catalogue) : undefined
    const ownerNow = mayMove ? this.ownerOf(person, receivedAt) : undefined
    const { decisions, unfound } = decideSharing(policy, offer)
    // Whatever may err is asked before anything is entered: a fact is decided or parked, never both.
    const mayHaveStanding = message.isPerson && this.people.mayHaveStanding(person)
    const offered = mayHaveStanding ? offeredStanding(policy, offer) : []
    const ofMerge = envelope.type === PERSON_MERGED ? this.laterOfMerge(linked, offer) : undefined
    // Somebody was to be told and is not: said where the fact's decision stands, and seen by `status`.
    this.entered.decided(offer, decisions, place, ordinal, unfound)
    if (keeping) this.keepings.push(keeping)
    if (ownerNow !== undefined && ownerNow.unit !== ownerBefore?.unit && mayHaveStanding)
      await this.reoffer({ facts: person, person, why: 'new-owner', ...toOwner(ownerNow) }, offer, place)
    for (const to of offered)
      await this.reoffer(
        { facts: person, person, why: 'encounter', to, then: envelope.occurredAt },
        offer,
        place,
      )
    if (keeping) this.people.noteStanding(person)
    this.unwritten.add(person)
    if (ofMerge) await this.reoffer(ofMerge, offer, place)
  }

  private fold(
    message: LinkedMessage,
    data: unknown,
    contract: NonNullable<ReturnType<Catalogue['events']['get']>>,
  ): void {
    if (!message.isPerson) return
    if (contract.sets.length > 0) {
      const { identifiers } = this.context.catalogue
      const handles = handlesOf(message, data, contract, identifiers, message.receivedAt)
      this.people.add(effectsOf(message, data, contract, handles))
    }
    if (message.envelope.type !== PERSON_MERGED) return
    const { survivor: named, merged, profile } = data as Merged
    // From here on the loser's facts are the survivor's too, so what is known of them in this work must be there to be found.
    this.flush()
    const survivor = this.people.merge(merged, named)
    if (message.person === survivor) this.people.add(underSurvivor(profile, survivor))
  }

  /**
   * Somebody turns out to be a person who was known: what stands about the one that goes is news to the owner of the one
   * that stays. Its facts lie in this partition and the other's profile does not, so the merge carries that; it serves this
   * occasion and is not kept, for the other partition may not have come so far.
   */
  private laterOfMerge(linked: LinkedMessage, cause: Occasion): Later | undefined {
    const { survivor: named, merged, profile, survivorProfile } = cause.data as Merged
    if (linked.person !== merged || survivorProfile === undefined) return undefined
    const survivor = this.people.surviving(named)
    const joined = this.people.joined(survivor, underSurvivor([...profile, ...survivorProfile], survivor))
    const scope = { data: {}, person: joined(cause.at) }
    const owner = routeOf(this.context.policy, scope)
    if (owner === undefined) return undefined
    return { facts: merged, person: survivor, why: 'merged', ...toOwner(owner), profile: joined }
  }

  /** An occasion of its own for the facts that still stand, which concerns one unit and nobody else. */
  private async reoffer(later: Later, cause: Occasion, place: ReadingPlace): Promise<void> {
    // What was decided about others in this work can wait until its end, and is written in one go then.
    if (later.profile !== undefined || this.unwritten.has(later.facts)) this.flush()
    this.people.writeAliases(this.writes)
    const facts = await loadStanding(this.client, later.facts, cause.at, cause.message.envelope)
    const had = await hadBy(
      this.client,
      later.to,
      facts.map(({ message }) => message.envelope),
    )
    for (const fact of facts)
      if (!had(fact.message.envelope))
        this.offerLater(this.laterOffer(fact, later, cause), place, (this.laterOffers += 1))
    this.unwritten.add(later.person)
  }

  /** A standing fact that cannot be decided is noted as parked; the fact that was the occasion has been decided already. */
  private offerLater(offer: Occasion, place: ReadingPlace, ordinal: number): void {
    try {
      this.entered.decided(offer, decideSharing(this.context.policy, offer).decisions, place, ordinal)
    } catch (error) {
      if (!isContentError(error)) throw error
      const { source, id: eventId } = offer.message.envelope
      const unfound = [contentFault(error).code]
      this.entered.parked(place, { source, eventId, occasion: offer.occasion, ordinal, unfound })
    }
  }

  private laterOffer(
    fact: StandingFact,
    { person, why, to, newOwner, profile, then }: Later,
    cause: Occasion,
  ): Occasion {
    const message = { ...fact.message, person }
    const profileAt = profile ?? ((at: Instant) => this.people.profile(person, at))
    return {
      message,
      data: fact.data,
      occasion: `${why}:${cause.message.envelope.id}`,
      at: cause.at,
      personNow: profileAt(cause.at),
      personThen: profileAt(then ?? message.envelope.occurredAt),
      told: this.people.toldAbout(person),
      onlyTo: to,
      ...(newOwner ? { newOwner } : {}),
    }
  }

  private ownerOf(person: string, at: Instant): Route | undefined {
    return routeOf(this.context.policy, { data: {}, person: this.people.profile(person, at) })
  }
}

const toOwner = (newOwner: Route): Pick<Later, 'to' | 'newOwner'> => ({ to: newOwner.unit.unit, newOwner })
