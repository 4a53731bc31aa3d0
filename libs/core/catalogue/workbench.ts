import type { IdentifierScheme } from '#core/identifiers'
import { parsePhrase, type ClockPhrase, type WorkingCalendar } from '#core/calendar'
import type { Condition, Expression } from './condition.js'
import type { Agreement, EventContract, Organisation, ProfileField, Unit, UnitSelector } from './catalogue.js'
import type { ScopeShape } from './cel-types.js'
import type { ContractFiles } from './contract-files.js'
import { compileCondition, compileValue, type Compiled } from './expression.js'
import { readPeriod, type SelectorLine } from './phrases.js'
import { eitherOf, type Shape } from './shape.js'
import type { FaultList, Path, Source } from './source.js'
import type { LazyValidator } from './validators.js'
import type { Vocabulary } from './vocabulary.js'
import { instantOf } from '#core/calendar'

/** What the readers of the several kinds share while a catalogue is made. */
export class Workbench {
  readonly organisations = new Map<string, Organisation>()
  readonly units = new Map<string, Unit>()
  readonly events = new Map<string, EventContract>()
  /** What tells good payloads of an event from bad, by contract name. */
  readonly validators = new Map<string, LazyValidator>()
  readonly roles = new Set<string>()
  readonly fieldSets = new Map<string, { set: string; says: string }>()
  readonly agreements: Agreement[] = []
  purposes: ReadonlyMap<string, { says: string }> = new Map()
  lawfulBases: ReadonlyMap<string, { says: string; evidence: string }> = new Map()
  profile: ReadonlyMap<string, ProfileField> = new Map()
  identifiers: ReadonlyMap<string, IdentifierScheme> = new Map()
  calendars: ReadonlyMap<string, WorkingCalendar> = new Map()
  personShape: Shape = eitherOf([])
  /** Names of obligations, so that a comparison may open one that is read later. */
  readonly obligations = new Set<string>()
  private readonly scopes = new Map<string, ScopeShape>()

  constructor(
    readonly files: ContractFiles,
    readonly faults: FaultList,
    readonly vocabulary: Vocabulary,
    /** These very contracts passed every check: only what they mean is made of them. */
    readonly passedBefore = false,
  ) {}

  fault(source: Source, path: Path, what: FaultKind, says: string): void {
    this.faults.add(source.place(path), `HUB_CATALOGUE_${what}`, says)
  }

  /** Every version of a type. */
  versionsOf(type: string, version?: number): readonly EventContract[] {
    return [...this.events.values()].filter(
      (event) => event.type === type && (version === undefined || event.version === version),
    )
  }

  /** Whether the contract has a file, even one that could not be used: then it is not the naming one that is wrong. */
  isDeclared(contract: string): boolean {
    const [type = '', version] = contract.split('@')
    const noun = type.slice(type.indexOf('.') + 1)
    return [...this.files.broken].some(
      (stem) => stem === `${noun}.v${version}` || (!version && stem.startsWith(`${noun}.v`)),
    )
  }

  /** What a condition sees that belongs to these events; one object per set of events, so that its types are built once. */
  scopeOf(
    events: readonly EventContract[],
    extras: { opening?: readonly EventContract[]; unit?: boolean } = {},
  ): ScopeShape {
    const named = (list: readonly EventContract[] | undefined): string =>
      (list ?? []).map(({ name }) => name).join(' ')
    const key = `${named(events)}|${named(extras.opening)}|${String(extras.unit ?? false)}`
    const kept = this.scopes.get(key)
    if (kept) return kept
    const scope: ScopeShape = {
      data: eitherOf(events.map(({ schema }) => schema as Shape)),
      person: this.personShape,
      ...(extras.opening ? { opening: eitherOf(extras.opening.map(({ schema }) => schema as Shape)) } : {}),
      ...(extras.unit ? { unit: true } : {}),
    }
    this.scopes.set(key, scope)
    return scope
  }

  /** What a condition sees that is asked of every fact: a field of any event, certain in none. */
  scopeOfAny(): ScopeShape {
    const kept = this.scopes.get('*')
    if (kept) return kept
    const either = eitherOf([...this.events.values()].map(({ schema }) => schema as Shape))
    const scope: ScopeShape = { data: { ...either, required: [] }, person: this.personShape, unit: true }
    this.scopes.set('*', scope)
    return scope
  }

  condition(source: Source, path: Path, text: string, scopes: readonly ScopeShape[]): Condition | undefined {
    return this.compiled(source, path, compileCondition(text, scopes, this.passedBefore))
  }

  expression(
    source: Source,
    path: Path,
    text: string,
    scopes: readonly ScopeShape[],
  ): Expression | undefined {
    return this.compiled(source, path, compileValue(text, scopes, this.passedBefore))
  }

  private compiled<T>(source: Source, path: Path, compiled: Compiled<T>): T | undefined {
    if (compiled.ok) return compiled.value
    for (const says of compiled.says) this.fault(source, path, 'CONDITION', says)
    return undefined
  }

  phrase(source: Source, path: Path, text: string): ClockPhrase | undefined {
    const parsed = parsePhrase(text)
    if (parsed.ok) return parsed.phrase
    this.fault(source, path, 'PHRASE', parsed.fault.says)
    return undefined
  }

  /** `from 2004-05-01 until 2012-04-01` as London days' first instants. */
  period(source: Source, path: Path, text: string): { fromAt: number; untilAt: number | null } {
    const { from, until } = readPeriod(text)
    const fromAt = instantOf(from)
    const untilAt = until === undefined ? null : instantOf(until)
    if (fromAt === undefined || untilAt === undefined) {
      this.fault(
        source,
        path,
        'PERIOD',
        `"${text}" names a day that does not exist: write dates as YYYY-MM-DD.`,
      )
      return { fromAt: 0, untilAt: null }
    }
    if (untilAt !== null && untilAt <= fromAt)
      this.fault(
        source,
        path,
        'PERIOD',
        `It ends (${until}) before it begins (${from}): exchange or mend the dates.`,
      )
    return { fromAt, untilAt }
  }

  /** The selector, if its unit or role exists; the fault is said otherwise. */
  selector(source: Source, path: Path, line: SelectorLine): UnitSelector | undefined {
    if ('unit' in line) {
      if (this.units.has(line.unit)) return line
      this.fault(
        source,
        path,
        'REFERENCE',
        `There is no unit ${line.unit}: name one that an organisation declares.`,
      )
      return undefined
    }
    if (this.unitsOf(line).length > 0) return line
    const known = [...new Set([...this.units.values()].map(({ role }) => role))].join(', ')
    this.fault(
      source,
      path,
      'REFERENCE',
      `No unit has the role ${line.role}: name a unit, or one of the roles ${known}.`,
    )
    return undefined
  }

  unitsOf(selector: UnitSelector): readonly Unit[] {
    if ('unit' in selector) return [this.units.get(selector.unit)].filter((unit) => unit !== undefined)
    return [...this.units.values()].filter(({ role }) => role === selector.role)
  }
}

export type FaultKind =
  | 'NAME'
  | 'DUPLICATE'
  | 'REFERENCE'
  | 'PHRASE'
  | 'CONDITION'
  | 'FIELD'
  | 'EXAMPLE'
  | 'PERIOD'
  | 'CYCLE'
  | 'AUTHORITY'
  | 'CORRECTION'
  | 'LOCK'
  | 'SHAPE'
