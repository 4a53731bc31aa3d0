import type { Fault, Instant } from '#core/kernel'
import { decideLink, type FactToLink, type LinkDecision, soughtBy } from './decide-link.js'
import { type Identifier, identifierKey } from './identifier.js'
import { type IdentityDecision, refusalOf } from './identity-decision.js'
import type { Doubt, IdentityChanges, LoadedIdentities } from './identity-rows.js'
import { byAge, type KnownPerson, type Schemes } from './known-person.js'

interface LivePerson extends KnownPerson {
  firstSeenAt: Instant
  datesOfBirth: Set<string>
  identifiers: Map<string, Set<string>>
  apartFrom: Set<string>
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
  private readonly newDates: { person: string; dateOfBirth: string }[] = []
  private readonly merges: IdentityChanges['merges'][number][] = []
  private readonly conflicts = new Map<string, IdentityChanges['conflicts'][number]>()
  private readonly doubts: Map<string, Doubt>
  private readonly newApart: IdentityChanges['apart'][number][] = []
  private readonly settled: IdentityChanges['settled'][number][] = []

  constructor(
    private readonly schemes: Schemes,
    loaded: LoadedIdentities,
  ) {
    this.aliases = new Map(loaded.aliases.map(({ from, to }) => [from, to]))
    for (const { person, firstSeenAt, dateOfBirth } of loaded.persons)
      this.admit(person, firstSeenAt, dateOfBirth)
    for (const identifier of loaded.identifiers) this.hold(identifier, identifier.person)
    for (const [a, b] of loaded.apart ?? []) this.keepApart(a, b)
    this.doubts = new Map((loaded.doubts ?? []).map((doubt) => [doubt.conflict, doubt]))
  }

  link(fact: FactToLink): LinkDecision {
    const decision = decideLink(this.holders, this.persons, this.resolved(fact), this.schemes)
    if (decision.kind === 'nobody') return decision
    if (decision.kind === 'conflict' && this.areKnownApart(decision.between))
      return { kind: 'linked', person: decision.person, added: [] }
    if (decision.kind === 'conflict') this.noteConflict(fact, decision)
    if (decision.kind === 'merge')
      for (const loser of decision.losers) this.merge(fact, loser, decision.survivor)
    if (decision.kind === 'new') this.create(fact, decision.person, decision.provisional)
    if (decision.kind === 'conflict' && decision.provisional) this.create(fact, decision.person, true)
    for (const identifier of decision.added) {
      this.newIdentifiers.push({ ...identifier, person: decision.person })
      this.hold(identifier, decision.person)
    }
    if (decision.kind !== 'conflict') this.born(decision.person, fact.identity.dateOfBirth)
    return decision
  }

  /**
   * Carries out what somebody decided about a conflict: its people are one, whatever contradicts it, or each stays apart from
   * each. To be asked before the decision itself is linked.
   * @returns why it cannot be carried out; nothing is changed then
   */
  decide(by: FactToLink, decision: IdentityDecision): Fault | undefined {
    const { conflict, isOne } = decision
    const doubt = this.doubts.get(conflict)
    const between = doubt?.between ?? []
    const people = [...new Set(between)].map((key) => this.persons.get(this.survivorOf(key))!)
    const refusal = refusalOf(decision, doubt, people, this.survivorOf(by.identity.personKey))
    if (refusal) return refusal
    const { source, eventId, receivedAt: at } = by
    if (isOne) {
      const [eldest, ...losers] = [...new Set(people)].sort(byAge)
      for (const loser of losers) this.merge(by, loser.person, eldest!.person)
    } else
      for (const [index, one] of between.entries())
        for (const other of between.slice(index + 1)) {
          this.keepApart(this.survivorOf(one), this.survivorOf(other))
          this.newApart.push({ one, other, source, eventId, at })
        }
    this.doubts.delete(conflict)
    this.settled.push({ conflict, at })
    return undefined
  }

  changes(): IdentityChanges {
    return {
      persons: [...this.newPersons.values()],
      identifiers: this.newIdentifiers,
      datesOfBirth: this.newDates,
      merges: this.merges,
      conflicts: [...this.conflicts.values()],
      apart: this.newApart,
      settled: this.settled,
    }
  }

  private survivorOf(person: string | undefined): string {
    return this.aliases.get(person ?? '') ?? person ?? ''
  }

  private resolved(fact: FactToLink): FactToLink {
    const survivor = this.aliases.get(fact.identity.personKey ?? '')
    return survivor === undefined ? fact : { ...fact, identity: { ...fact.identity, personKey: survivor } }
  }

  private admit(person: string, firstSeenAt: Instant, dateOfBirth: string | null): void {
    const known = this.persons.get(person)
    const datesOfBirth = known?.datesOfBirth ?? new Set()
    if (dateOfBirth !== null) datesOfBirth.add(dateOfBirth)
    if (known) known.firstSeenAt = Math.min(known.firstSeenAt, firstSeenAt)
    else
      this.persons.set(person, {
        person,
        firstSeenAt,
        datesOfBirth,
        identifiers: new Map(),
        apartFrom: new Set(),
      })
  }

  private create({ receivedAt, identity }: FactToLink, person: string, provisional: boolean): void {
    const dateOfBirth = identity.dateOfBirth ?? null
    this.admit(person, receivedAt, dateOfBirth)
    this.newPersons.set(person, { person, firstSeenAt: receivedAt, dateOfBirth, provisional })
  }

  private hold(identifier: Identifier, person: string): void {
    this.holders.set(identifierKey(identifier), person)
    const held = this.persons.get(person)?.identifiers
    const values = held?.get(identifier.scheme)
    if (values) values.add(identifier.value)
    else held?.set(identifier.scheme, new Set([identifier.value]))
  }

  private keepApart(a: string, b: string): void {
    this.persons.get(a)?.apartFrom.add(b)
    this.persons.get(b)?.apartFrom.add(a)
  }

  private born(person: string, dateOfBirth: string | undefined): void {
    const known = this.persons.get(person)
    if (known === undefined || dateOfBirth === undefined || known.datesOfBirth.size > 0) return
    known.datesOfBirth.add(dateOfBirth)
    this.newDates.push({ person, dateOfBirth })
  }

  private merge(
    { source, eventId, receivedAt }: Pick<FactToLink, 'source' | 'eventId' | 'receivedAt'>,
    loser: string,
    survivor: string,
  ): void {
    const lost = this.persons.get(loser)!
    this.persons.delete(loser)
    for (const [scheme, values] of lost.identifiers)
      for (const value of values) this.hold({ scheme, value }, survivor)
    this.born(survivor, [...lost.datesOfBirth][0])
    for (const dateOfBirth of lost.datesOfBirth) this.persons.get(survivor)?.datesOfBirth.add(dateOfBirth)
    for (const other of lost.apartFrom) this.keepApart(survivor, other)
    const inherited = [...this.aliases].flatMap(([from, to]) => (to === loser ? [from] : []))
    for (const from of [...inherited, loser]) this.aliases.set(from, survivor)
    this.merges.push({ loser, inherited, survivor, source, eventId, at: receivedAt })
  }

  /** Whether somebody decided of each of them that it is none of the others: then there is nothing left in doubt. */
  private areKnownApart(people: readonly string[]): boolean {
    const areApart = (one: string, other: string): boolean =>
      this.persons.get(one)?.apartFrom.has(other) === true
    return (
      people.length > 1 &&
      people.every((one, index) => people.slice(index + 1).every((other) => areApart(one, other)))
    )
  }

  private noteConflict(
    { source, eventId, receivedAt }: FactToLink,
    { conflict, between, reason }: Extract<LinkDecision, { kind: 'conflict' }>,
  ): void {
    if (this.conflicts.has(conflict)) return
    this.conflicts.set(conflict, { conflict, between, reason, source, eventId, at: receivedAt })
    // A doubt that is open already keeps the time at which it arose: a decision may be dated between the two.
    if (!this.doubts.has(conflict)) this.doubts.set(conflict, { conflict, between, openedAt: receivedAt })
  }
}

/** The identifiers and hub keys to read for a batch of facts. */
export function soughtByBatch(identities: readonly FactToLink['identity'][]): {
  identifiers: Identifier[]
  persons: string[]
} {
  const identifiers = new Map<string, Identifier>()
  const persons = new Set<string>()
  for (const identity of identities) {
    if (identity.about === 'nobody') continue
    for (const identifier of soughtBy(identity)) identifiers.set(identifierKey(identifier), identifier)
    if (identity.personKey !== undefined) persons.add(identity.personKey)
  }
  return { identifiers: [...identifiers.values()], persons: [...persons] }
}
