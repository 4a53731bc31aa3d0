import { derivedId, type Instant } from '#core/kernel'
import { claimTo, type Identifier, identifierKey } from './identifier.js'
import type { FactIdentity } from './identifiers-of.js'
import {
  byAge,
  type Contradiction,
  contradictionBetween,
  contradictionIn,
  contradictionWith,
  isBornOtherwise,
  type KnownPerson,
  type Schemes,
} from './known-person.js'

/** A fact whose person is to be settled. */
export interface FactToLink {
  source: string
  eventId: string
  receivedAt: Instant
  identity: FactIdentity
}

/** Whom a fact is about. `person` is always the key under which it goes to `hub.linked`. */
export type LinkDecision =
  /** About nobody: keyed by its subject. */
  | { kind: 'nobody'; person: string }
  /** About a person known before; `added` are identifiers that the person gains. */
  | { kind: 'linked'; person: string; added: readonly Identifier[] }
  /** The first fact about a person. Provisional when no identifier of a person says who it is (a handle at most). */
  | { kind: 'new'; person: string; added: readonly Identifier[]; provisional: boolean }
  /** An exact and consistent bridge: they were always one. The elder survives. */
  | {
      kind: 'merge'
      person: string
      survivor: string
      losers: readonly string[]
      bridge: readonly Identifier[]
      added: readonly Identifier[]
    }
  /**
   * A contradiction: an identity gap, and nothing is merged. The fact goes to the holder of its strongest identifier whom
   * it does not itself contradict, else to a provisional person, so that nothing is shared of the candidates and none of
   * their obligations is met by what may be another's fact (MISSION ruling 14).
   */
  | {
      kind: 'conflict'
      person: string
      /** Whether `person` is a provisional one made by this very fact. */
      provisional: boolean
      added: readonly Identifier[]
      between: readonly string[]
      reason: Contradiction
      /** The same for every fact that shows the same persons in conflict. */
      conflict: string
    }

/** UUIDv5 of the first fact's source and id: the same on every replay, never random (CORE §1). */
export function personKeyOf(source: string, eventId: string): string {
  return derivedId(source, eventId)
}

/**
 * Settles whom a fact is about. `found` gives the key of the person who holds an identifier (by `identifierKey`, claims
 * among them), `persons` what is known of each; both with aliases resolved. Depends on nothing else.
 */
export function decideLink(
  found: ReadonlyMap<string, string | undefined>,
  persons: ReadonlyMap<string, KnownPerson>,
  fact: FactToLink,
  schemes: Schemes,
): LinkDecision {
  const { identity } = fact
  if (identity.about === 'nobody') return { kind: 'nobody', person: identity.subject }
  const holderOf = (identifier: Identifier): KnownPerson | undefined =>
    persons.get(found.get(identifierKey(identifier)) ?? '')
  const candidates = candidatesOf(identity, holderOf, persons)
  const added = identity.identifiers.filter((identifier) => holderOf(identifier) === undefined)
  const reason = contradictionAmong(candidates, identity, schemes)
  if (reason) return conflict(fact, candidates, added, reason, holderOf, schemes)

  const elders = candidates.toSorted(byAge)
  const [eldest, ...losers] = elders
  if (eldest === undefined) return newPerson(fact, added, persons, schemes)
  if (losers.length === 0) return { kind: 'linked', person: eldest.person, added }
  return {
    kind: 'merge',
    person: eldest.person,
    survivor: eldest.person,
    losers: losers.map(({ person }) => person),
    bridge: identity.identifiers.filter((identifier) => holderOf(identifier) !== undefined),
    added,
  }
}

/** The identifiers to ask the store for: the fact's own, and the claims that a contradicted date of birth may have left. */
export function soughtBy({ identifiers, dateOfBirth }: FactIdentity): Identifier[] {
  if (dateOfBirth === undefined) return [...identifiers]
  return [...identifiers, ...identifiers.map((identifier) => claimTo(identifier, dateOfBirth))]
}

/** The holders, by the strength of what they hold; the person whom the subject names comes first. */
function candidatesOf(
  identity: FactIdentity,
  holderOf: (identifier: Identifier) => KnownPerson | undefined,
  persons: ReadonlyMap<string, KnownPerson>,
): KnownPerson[] {
  const candidates = new Set<KnownPerson>()
  const named = persons.get(identity.personKey ?? '')
  if (named) candidates.add(named)
  for (const identifier of soughtBy(identity)) {
    const holder = holderOf(identifier)
    if (holder) candidates.add(holder)
  }
  return [...candidates]
}

function contradictionAmong(
  candidates: readonly KnownPerson[],
  identity: FactIdentity,
  schemes: Schemes,
): Contradiction | undefined {
  for (const [i, candidate] of candidates.entries()) {
    const reason = contradictionWith(candidate, identity, schemes)
    if (reason) return reason
    for (const other of candidates.slice(i + 1)) {
      const between = contradictionBetween(candidate, other, schemes)
      if (between) return between
    }
  }
  const own = contradictionIn(identity.identifiers, schemes)
  const settled = candidates.some((candidate) => holdsAll(candidate, identity.identifiers, own))
  return settled ? undefined : own
}

/** Whether somebody already holds both of what a fact contradicts itself in: then it has been said before. */
function holdsAll(
  candidate: KnownPerson,
  identifiers: readonly Identifier[],
  own: Contradiction | undefined,
): boolean {
  if (own?.what !== 'identifier') return false
  const held = candidate.identifiers.get(own.scheme)
  return identifiers.every(({ scheme, value }) => scheme !== own.scheme || held?.has(value) === true)
}

function newPerson(
  { source, eventId }: FactToLink,
  added: readonly Identifier[],
  persons: ReadonlyMap<string, KnownPerson>,
  schemes: Schemes,
): LinkDecision {
  const person = personKeyOf(source, eventId)
  if (persons.has(person)) return { kind: 'linked', person, added }
  return {
    kind: 'new',
    person,
    added,
    provisional: !added.some(({ scheme }) => schemes.get(scheme)?.of === 'person'),
  }
}

function conflict(
  { source, eventId, identity }: FactToLink,
  candidates: readonly KnownPerson[],
  unheld: readonly Identifier[],
  reason: Contradiction,
  holderOf: (identifier: Identifier) => KnownPerson | undefined,
  schemes: Schemes,
): LinkDecision {
  const known = candidates.find((candidate) => !contradictionWith(candidate, identity, schemes))
  const ownable = [...unheld, ...claimsOf(identity, holderOf)]
  const provisional = known === undefined && (ownable.length > 0 || candidates.length === 0)
  const person = provisional ? personKeyOf(source, eventId) : (known ?? candidates[0]!).person
  const between = [...new Set([...candidates.map((candidate) => candidate.person), person])].sort()
  return {
    kind: 'conflict',
    person,
    provisional,
    added: provisional ? ownable : [],
    between,
    reason,
    conflict: derivedId('identity-conflict', ...between),
  }
}

/** What a provisional person disputes: identifiers whose holder was born on another day. */
function claimsOf(
  { identifiers, dateOfBirth }: FactIdentity,
  holderOf: (identifier: Identifier) => KnownPerson | undefined,
): Identifier[] {
  if (dateOfBirth === undefined) return []
  return identifiers
    .filter((identifier) => {
      const holder = holderOf(identifier)
      return holder !== undefined && isBornOtherwise(holder, dateOfBirth)
    })
    .map((identifier) => claimTo(identifier, dateOfBirth))
    .filter((claim) => holderOf(claim) === undefined)
}
