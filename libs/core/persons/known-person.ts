import type { IdentifierScheme } from '#core/identifiers'
import type { Instant } from '#core/kernel'
import type { Identifier } from './identifier.js'

/** A person as the register knows it, with the identifiers of those merged into it. */
export interface KnownPerson {
  person: string
  /** When the hub received the first fact about the person; the elder survives a merge. */
  firstSeenAt: Instant
  /** Empty while unknown; several only where a person decided that two records are one. */
  datesOfBirth: ReadonlySet<string>
  /** Scheme to values. */
  identifiers: ReadonlyMap<string, ReadonlySet<string>>
  /** Those whom somebody decided to be other persons: no bridge joins them again. */
  apartFrom: ReadonlySet<string>
}

/** Why two of them, or a person and a fact, cannot be the same person. */
export type Contradiction =
  { what: 'identifier'; scheme: string } | { what: 'date-of-birth' } | { what: 'decided-apart' }

export type Schemes = ReadonlyMap<string, IdentifierScheme>

/**
 * Whether two known persons cannot be one: somebody decided so, or both hold a one-per-person identifier and not the
 * same, or they were born on two days.
 */
export function contradictionBetween(
  a: KnownPerson,
  b: KnownPerson,
  schemes: Schemes,
): Contradiction | undefined {
  if (a.apartFrom.has(b.person)) return { what: 'decided-apart' }
  if (areApart(a.datesOfBirth, b.datesOfBirth)) return { what: 'date-of-birth' }
  for (const [scheme, values] of a.identifiers) {
    const others = b.identifiers.get(scheme)
    if (others !== undefined && isOnePerPerson(scheme, schemes) && areApart(values, others))
      return { what: 'identifier', scheme }
  }
  return undefined
}

/** Whether a fact cannot be about that person: it names another one-per-person identifier, or another date of birth. */
export function contradictionWith(
  person: KnownPerson,
  fact: { identifiers: readonly Identifier[]; dateOfBirth?: string },
  schemes: Schemes,
): Contradiction | undefined {
  if (isBornOtherwise(person, fact.dateOfBirth)) return { what: 'date-of-birth' }
  for (const { scheme, value } of fact.identifiers) {
    const held = person.identifiers.get(scheme)
    if (held !== undefined && !held.has(value) && isOnePerPerson(scheme, schemes))
      return { what: 'identifier', scheme }
  }
  return undefined
}

/** Whether a fact contradicts itself: its subject is one PNC ID and its data say another. */
export function contradictionIn(
  identifiers: readonly Identifier[],
  schemes: Schemes,
): Contradiction | undefined {
  const seen = new Map<string, string>()
  for (const { scheme, value } of identifiers) {
    if ((seen.get(scheme) ?? value) !== value && isOnePerPerson(scheme, schemes))
      return { what: 'identifier', scheme }
    seen.set(scheme, value)
  }
  return undefined
}

/** Elder first; two first seen in the same millisecond go by key, so that every replay agrees. */
export function byAge(a: KnownPerson, b: KnownPerson): number {
  return a.firstSeenAt - b.firstSeenAt || (a.person < b.person ? -1 : a.person > b.person ? 1 : 0)
}

function isOnePerPerson(scheme: string, schemes: Schemes): boolean {
  return schemes.get(scheme)?.perPerson === 'one'
}

/** Whether a date of birth is known of the person, and is not this one. */
export function isBornOtherwise({ datesOfBirth }: KnownPerson, dateOfBirth: string | undefined): boolean {
  return dateOfBirth !== undefined && datesOfBirth.size > 0 && !datesOfBirth.has(dateOfBirth)
}

/** Whether something is known of both, and nothing of it is the same. */
function areApart(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const value of a) if (b.has(value)) return false
  return a.size > 0 && b.size > 0
}
