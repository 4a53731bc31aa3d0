import type { EventContract } from '#core/catalogue'
import { type Canonical, canonicalise, canonicaliseParts, type IdentifierScheme } from '#core/identifiers'
import type { Instant } from '#core/kernel'
import type { Message } from '#core/messages'
import { type Identifier, identifierKey } from './identifier.js'

/** An identifier that cannot be read: kept as it came, never matched on, never guessed at (DOMAIN C.1). */
export interface UnusableIdentifier {
  scheme: string
  raw: unknown
  /** A sentence that does not repeat the value. */
  reason: string
}

/** Everything in a fact by which its person can be known. */
export interface FactIdentity {
  /** `nobody`: a manifest, a unit's meeting, the hub itself; such a fact is keyed by its subject. */
  about: 'person' | 'nobody'
  subject: string
  /** Canonical and distinct, strongest scheme first. Identifiers of a case are not among them: a case has several defendants. */
  identifiers: readonly Identifier[]
  unusable: readonly UnusableIdentifier[]
  /** The handles that the fact declares or is about, by scheme, canonical; what `sets: add order` means. */
  handles: ReadonlyMap<string, string>
  /** The hub's own key of the person, where the subject is `person:<key>`. */
  personKey?: string
  /** `YYYY-MM-DD`; absent when unknown or a placeholder. */
  dateOfBirth?: string
}

/** Dates that registers write for "unknown" (hmpps-person-record cleaning rules, DOMAIN C.13). */
const PLACEHOLDER_DATES = new Set(['1900-01-01', '1970-01-01'])
const DATE = /^\d{4}-\d{2}-\d{2}$/

/**
 * Every identifier a fact carries, from `data.person`, from the handles its contract declares, and from its subject, each
 * in its canonical form. `asAt` is when the fact was received: a PNC ID's two-digit year is read by it.
 */
export function identifiersOf(
  message: Message,
  data: unknown,
  contract: EventContract,
  schemes: ReadonlyMap<string, IdentifierScheme>,
  asAt: Instant,
): FactIdentity {
  const { subject } = message.envelope
  const found = new Collected(schemes)
  const person = memberOf(data, 'person')
  for (const scheme of schemes.values()) {
    if (scheme.of !== 'person') continue
    const raw = memberOf(person, scheme.scheme)
    if (raw !== undefined && raw !== null) found.add(scheme, raw, canonicalise(scheme, raw, { asAt }))
  }
  addHandles(found, data, contract, schemes, asAt)
  const [prefix, value] = splitSubject(subject)
  const scheme = schemes.get(prefix)
  if (scheme) found.add(scheme, value, canonicalise(scheme, value, { asAt }))

  const somebody = person !== undefined || scheme !== undefined || found.any || prefix === 'person'
  const dateOfBirth = birthDate(memberOf(person, 'dateOfBirth'))
  return {
    about: contract.about === 'person' && somebody ? 'person' : 'nobody',
    subject,
    ...found.sorted(),
    ...(prefix === 'person' ? { personKey: value } : {}),
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
  }
}

/** The fact's handles alone, which is all that a profile takes of them (FactIdentity, `handles`). */
export function handlesOf(
  { envelope }: Message,
  data: unknown,
  contract: EventContract,
  schemes: ReadonlyMap<string, IdentifierScheme>,
  asAt: Instant,
): FactIdentity['handles'] {
  const found = new Collected(schemes)
  addHandles(found, data, contract, schemes, asAt)
  const [prefix, value] = splitSubject(envelope.subject)
  const scheme = schemes.get(prefix)
  if (scheme?.of === 'handle') found.add(scheme, value, canonicalise(scheme, value, { asAt }))
  return found.handles
}

function addHandles(
  found: Collected,
  data: unknown,
  contract: EventContract,
  schemes: ReadonlyMap<string, IdentifierScheme>,
  asAt: Instant,
): void {
  for (const [name, paths] of contract.handles) {
    const scheme = schemes.get(name)
    const parts = paths.map((path) => valueAt(data, path))
    if (scheme && parts.some((part) => part !== undefined && part !== null))
      found.add(scheme, parts, canonicaliseParts(scheme, parts, { asAt }))
  }
}

/** Identifiers as they are found; the first value of a handle scheme is the fact's own (declared before subject). */
class Collected {
  private readonly identifiers = new Map<string, Identifier>()
  private readonly unusable: UnusableIdentifier[] = []
  readonly handles = new Map<string, string>()

  constructor(private readonly schemes: ReadonlyMap<string, IdentifierScheme>) {}

  get any(): boolean {
    return this.identifiers.size > 0 || this.unusable.length > 0
  }

  add({ scheme, of }: IdentifierScheme, raw: unknown, read: Canonical): void {
    if (!read.ok) {
      this.unusable.push({ scheme, raw, reason: read.reason })
      return
    }
    if (of === 'case') return
    const identifier = { scheme, value: read.value }
    this.identifiers.set(identifierKey(identifier), identifier)
    if (of === 'handle' && !this.handles.has(scheme)) this.handles.set(scheme, read.value)
  }

  sorted(): Pick<FactIdentity, 'identifiers' | 'unusable' | 'handles'> {
    const strength = ({ scheme }: Identifier): number => this.schemes.get(scheme)!.strength
    const identifiers = [...this.identifiers.values()].sort((a, b) => strength(a) - strength(b))
    return { identifiers, unusable: this.unusable, handles: this.handles }
  }
}

function birthDate(value: unknown): string | undefined {
  return typeof value === 'string' && DATE.test(value) && !PLACEHOLDER_DATES.has(value) ? value : undefined
}

function splitSubject(subject: string): [string, string] {
  const colon = subject.indexOf(':')
  return colon < 0 ? ['', subject] : [subject.slice(0, colon), subject.slice(colon + 1)]
}

function valueAt(data: unknown, path: string): unknown {
  let value = data
  for (const name of path.split('.')) value = memberOf(value, name)
  return value
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}
