import type { ClockPhrase, WorkingCalendar } from '#core/calendar'
import type { IdentifierScheme } from '#core/identifiers'
import type { Fault } from '#core/kernel'
import type { Marking } from '#core/messages'
import type { Condition, Expression } from './condition.js'
import type { Organisation, Unit, UnitSelector } from './parties.js'
import type { PersonList, Position } from './pages.js'
import type { Comparison, Measure, Obligation } from './rules.js'

export * from './parties.js'
export * from './rules.js'
export * from './pages.js'

/** `contracts/` read, checked and compiled: everything the engines know of the domain. */
export interface Catalogue {
  /** SHA-256 over every file; recorded beside each decision so that its complement can be asked for later. */
  hash: string
  organisations: ReadonlyMap<string, Organisation>
  units: ReadonlyMap<string, Unit>
  /** By contract name, `courts.prevention-order.made@1`. */
  events: ReadonlyMap<string, EventContract>
  agreements: readonly Agreement[]
  exclusions: readonly Exclusion[]
  obligations: readonly Obligation[]
  comparisons: readonly Comparison[]
  measures: readonly Measure[]
  roles: ReadonlyMap<string, Role>
  routing: readonly RoutingStep[]
  profile: ReadonlyMap<string, ProfileField>
  fieldSets: ReadonlyMap<string, { set: string; says: string }>
  /** The types that events are made of; each `schema` is complete in itself. A catalogue made by hand may lack it. */
  vocabulary?: ReadonlyMap<string, { type: string; says: string; schema: object; sample: unknown }>
  /** What purposes and lawful bases mean, for those who read; a catalogue made by hand may lack them. */
  purposes?: ReadonlyMap<string, { says: string }>
  lawfulBases?: ReadonlyMap<string, { says: string; evidence: string }>
  /** What people who sign in may read, and the lists they read; a catalogue made by hand may lack them. */
  positions?: ReadonlyMap<string, Position>
  lists?: readonly PersonList[]
  /** Names of areas by their GSS codes, for pages. */
  areas?: ReadonlyMap<string, string>
  identifiers: ReadonlyMap<string, IdentifierScheme>
  calendars: ReadonlyMap<string, WorkingCalendar>
}

export interface EventContract {
  /** `type@version` */
  name: string
  type: string
  version: number
  means: string
  /** Roles of units that may publish it. */
  publishers: readonly string[]
  about: 'person' | 'nobody'
  /** Handle scheme to the data fields that make it: `order: [courtCode, orderId]`. */
  handles: ReadonlyMap<string, readonly string[]>
  marking: Marking
  fields: ReadonlyMap<string, EventField>
  /** JSON Schema 2020-12 of `data`, derived from the fields. */
  schema: object
  /** Every fault of a payload, or an empty list. */
  check(data: unknown): Fault[]
  sets: readonly ProfileEffect[]
  /** Role names or unit ids that the fact names, for subscriptions with scope `named`. */
  names?: Expression
  /** Role names or unit ids that are offered, on the occasion of this fact, what stands about its person. */
  offersStandingTo?: Expression
  /** How long a later occasion (a new owner, an encounter) may still offer this fact; absent: never. */
  stands?: Standing
  examples: { accepted: readonly unknown[]; refused: readonly unknown[] }
}

/** Until the end of the day that the fact itself names, and where it names none, no longer than `atMost` after its time. */
export interface Standing {
  until?: Expression
  atMost: ClockPhrase
}

export interface EventField {
  field: string
  type: string
  /** Field set M0 … M8. */
  set: string
  optional: boolean
}

/** What a fact sets on its person's profile. */
export interface ProfileEffect {
  field: string
  op: 'set' | 'add' | 'remove'
  /** The value; for `add <handle>` the handle's canonical value. */
  value: Expression | { handle: string }
  from?: Expression
  until?: Expression
  where?: Condition
}

export interface Agreement {
  agreement: string
  /** The organisation that gives; or a unit, where each signs for itself. */
  gives: string
  /** The memorandum that it stands under and whose terms are its own. */
  under?: string
  receives: readonly UnitSelector[]
  purpose: string
  lawfulBasis: readonly string[]
  registry: string
  /** In force from the start of `from` until the start of `until` (instants, Europe/London days in the file). */
  inForce: { fromAt: number; untilAt: number | null }
  reviewBy: string
  ceiling: Marking
  keptFor: string
  shares: readonly Share[]
  evidence: string
  /** Where it stands, for `explain`. */
  file: string
}

export interface Share {
  /** Contract name, `type@version`. */
  event: string
  where?: Condition
  /** The allow-list, field sets expanded; a dotted name gives one member of an object (`details.courtCode`). */
  fields: readonly string[]
}

export interface Exclusion {
  exclusion: string
  says: string
  when: Condition
  /** Those who may never hear it. */
  never: readonly UnitSelector[]
  evidence: string
}

export interface Role {
  role: string
  says: string
  /**
   * How the units that bear the role are found for a fact: all of them, by comparing `code` or `area`, because the fact
   * names the `unit` itself, by routing, or the bearers in the area of the unit that routing finds.
   */
  found:
    | { by: 'everyone' }
    | { by: 'code' | 'area' | 'unit'; path: Expression }
    | { by: 'owner' }
    | { by: 'beside the owner' }
}

/** One step of finding who is responsible; the first that finds a unit is taken, and its name travels with the copy. */
export interface RoutingStep {
  step: string
  says: string
  /** A unit id, or a GSS area whose unit of `role` is meant. */
  finds: 'unit' | 'area'
  from: Expression
  role?: string
}

export interface ProfileField {
  field: string
  says: string
  /** What a condition reads while nobody has said anything: a value is absent (ask with `has()`), a flag false, a set empty. */
  type: 'value' | 'flag' | 'set'
  /** What it holds, or what the set holds: a type of the vocabulary, an identifier scheme, or `yes or no`. */
  of: string
  /** Event types, or the words that several types begin with; what the latest of them said stands. */
  authority: readonly string[]
  alsoSaidBy: readonly string[]
  disagreement: 'none' | 'conflict'
  /** The role that is told of a conflict. */
  tell?: string
  whenMerged: 'keep both' | 'keep latest'
}

/** A file of `contracts/` as platform code read it. `path` is relative to `contracts/`. */
export interface SourceFile {
  path: string
  text: string
  /** What the text says, where it was read before: reading YAML is a third of a load. */
  value?: unknown
}

export type LoadedCatalogue =
  { ok: true; catalogue: Catalogue } | { ok: false; faults: readonly CatalogueFault[] }

/** A fault in the contracts, with the place to mend it. */
export interface CatalogueFault extends Fault {
  file: string
  line: number
}
