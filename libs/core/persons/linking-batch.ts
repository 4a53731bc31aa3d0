import type { Instant } from '#core/kernel'
import { decideLink, type FactToLink, type LinkDecision, soughtBy } from './decide-link.js'
import { type Identifier, identifierKey } from './identifier.js'
import type { FactIdentity } from './identifiers-of.js'
import { type Contradiction, type KnownPerson, type Schemes } from './known-person.js'

/** What the register reads once for a whole batch, aliases resolved: every `person` and `to` below is a surviving key. */
export interface LoadedIdentities {
  /** Everyone who holds a sought identifier or is a named key. */
  persons: readonly { person: string; firstSeenAt: Instant; dateOfBirth: string | null }[]
  /** All identifiers of those persons, not only the sought ones. */
  identifiers: readonly (Identifier & { person: string })[]
  /** For named keys that were merged away. */
  aliases: readonly { from: string; to: string }[]
}

/** What the register writes once, in this order. */
export interface IdentityChanges {
  persons: readonly { person: string; firstSeenAt: Instant; dateOfBirth: string | null; provisional: boolean }[]
  /** `person` is the one who gained it first; it stays in its row when that person is merged, so that a split restores. */
  identifiers: readonly (Identifier & { person: string })[]
  /** Of persons already stored, or merged into: the date becomes known. */
  datesOfBirth: readonly { person: string; dateOfBirth: string }[]
  /** Also re-point the aliases that led to `loser`. */
  merges: readonly { loser: string; survivor: string; source: string; eventId: string; at: Instant }[]
  /** One for each conflict of the batch, under its first fact. */
  conflicts: readonly {
    conflict: string
    between: readonly string[]
    reason: Contradiction
    source: string
    eventId: string
    at: Instant
  }[]
}

/** The identifiers and hub keys to read for a batch of facts. */
export function soughtByBatch(identities: readonly FactIdentity[]): { identifiers: Identifier[]; persons: string[] } {
  const identifiers = new Map<string, Identifier>()
  const persons = new Set<string>()
  for (const identity of identities) {
    if (identity.about === 'nobody') continue
    for (const identifier of soughtBy(identity)) identifiers.set(identifierKey(identifier), identifier)
    if (identity.personKey !== undefined) persons.add(identity.personKey)
  }
  return { identifiers: [...identifiers.values()], persons: [...persons] }
}

interface LivePerson extends KnownPerson {
  identifiers: Map<string, Set<string>>
}

/**
 * Links the facts of a batch one after the other, each seeing what those before it did, and collects the rows to write:
 * one read, a pure decision, one write. The outcome is that of linking each in a transaction of its own.
 * Two batches that may share an identifier must not run at once: lock the sought identifiers, in sorted order, first.
 */
export class LinkingBatch {
  private readonly holders = new Map<string, string>()
  private readonly persons = new Map<string, LivePerson>()
  private readonly aliases: Map<string, string>
  private readonly newPersons = new Map<string, IdentityChanges['persons'][number]>()
  private readonly newIdentifiers: (Identifier & { person: string })[] = []
  private readonly newDates = new Map<string, string>()
  private readonly merges: IdentityChanges['merges'][number][] = []
  private readonly conflicts = new Map<string, IdentityChanges['conflicts'][number]>()

  constructor(
    private readonly schemes: Schemes,
    loaded: LoadedIdentities,
  ) {
    this.aliases = new Map(loaded.aliases.map(({ from, to }) => [from, to]))
    for (const { person, firstSeenAt, dateOfBirth } of loaded.persons)
      this.persons.set(person, livePerson(person, firstSeenAt, dateOfBirth))
    for (const identifier of loaded.identifiers) this.hold(identifier, identifier.person)
  }

  link(fact: FactToLink): LinkDecision {
    const decision = decideLink(this.holders, this.persons, this.resolved(fact), this.schemes)
    if (decision.kind === 'nobody') return decision
    if (decision.kind === 'conflict') this.noteConflict(fact, decision)
    if (decision.kind === 'merge') for (const loser of decision.losers) this.merge(fact, loser, decision.survivor)
    if ('provisional' in decision && decision.provisional) this.create(fact, decision.person, true)
    else if (decision.kind === 'new') this.create(fact, decision.person, false)
    for (const identifier of decision.added) {
      this.newIdentifiers.push({ ...identifier, person: decision.person })
      this.hold(identifier, decision.person)
    }
    const { dateOfBirth } = fact.identity
    if (decision.kind !== 'conflict' && dateOfBirth !== undefined) this.born(decision.person, dateOfBirth)
    return decision
  }

  changes(): IdentityChanges {
    return {
      persons: [...this.newPersons.values()],
      identifiers: this.newIdentifiers,
      datesOfBirth: [...this.newDates].map(([person, dateOfBirth]) => ({ person, dateOfBirth })),
      merges: this.merges,
      conflicts: [...this.conflicts.values()],
    }
  }

  private resolved(fact: FactToLink): FactToLink {
    const { personKey } = fact.identity
    const survivor = personKey === undefined ? undefined : this.aliases.get(personKey)
    return survivor === undefined ? fact : { ...fact, identity: { ...fact.identity, personKey: survivor } }
  }

  private create({ receivedAt, identity }: FactToLink, person: string, provisional: boolean): void {
    const dateOfBirth = identity.dateOfBirth ?? null
    this.persons.set(person, livePerson(person, receivedAt, dateOfBirth))
    this.newPersons.set(person, { person, firstSeenAt: receivedAt, dateOfBirth, provisional })
  }

  private hold(identifier: Identifier, person: string): void {
    this.holders.set(identifierKey(identifier), person)
    const held = this.persons.get(person)?.identifiers
    const values = held?.get(identifier.scheme)
    if (values) values.add(identifier.value)
    else held?.set(identifier.scheme, new Set([identifier.value]))
  }

  private born(person: string, dateOfBirth: string): void {
    const known = this.persons.get(person)
    if (known === undefined || known.dateOfBirth !== undefined) return
    known.dateOfBirth = dateOfBirth
    this.newDates.set(person, dateOfBirth)
  }

  private merge({ source, eventId, receivedAt }: FactToLink, loser: string, survivor: string): void {
    const lost = this.persons.get(loser)!
    this.persons.delete(loser)
    for (const [scheme, values] of lost.identifiers)
      for (const value of values) this.hold({ scheme, value }, survivor)
    if (lost.dateOfBirth !== undefined) this.born(survivor, lost.dateOfBirth)
    for (const [from, to] of this.aliases) if (to === loser) this.aliases.set(from, survivor)
    this.aliases.set(loser, survivor)
    this.merges.push({ loser, survivor, source, eventId, at: receivedAt })
  }

  private noteConflict(
    { source, eventId, receivedAt }: FactToLink,
    { conflict, between, reason }: Extract<LinkDecision, { kind: 'conflict' }>,
  ): void {
    if (this.conflicts.has(conflict)) return
    this.conflicts.set(conflict, { conflict, between, reason, source, eventId, at: receivedAt })
  }
}

function livePerson(person: string, firstSeenAt: Instant, dateOfBirth: string | null): LivePerson {
  return { person, firstSeenAt, identifiers: new Map(), ...(dateOfBirth === null ? {} : { dateOfBirth }) }
}
