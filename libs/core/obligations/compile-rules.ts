import type { ClockPhrase, WorkingCalendar } from '#core/calendar'
import type {
  Catalogue,
  Clock,
  Condition,
  ConditionScope,
  FactPattern,
  Obligation,
  Role,
  Unit,
} from '#core/catalogue'
import type { EvidenceRole } from './evidence.js'

/** What `compileRules` needs of the catalogue. */
export type RuleSource = Pick<Catalogue, 'obligations' | 'events' | 'units' | 'identifiers' | 'calendars'>

/** The obligations as an index by event type, made once for each catalogue. */
export interface CompiledRules {
  byType: ReadonlyMap<string, readonly Watch[]>
  /** By obligation: every version of it. */
  rules: ReadonlyMap<string, CompiledRule>
  events: Catalogue['events']
  units: Catalogue['units']
  identifiers: Catalogue['identifiers']
}

export interface CompiledRule {
  rule: string
  /** Ascending; a cycle is judged by the version in force on the day it began. */
  versions: readonly RuleVersion[]
}

export interface RuleVersion {
  obligation: Obligation
  watches: readonly Watch[]
  ladder: readonly CompiledRung[]
  /** Data paths that clocks count from. */
  datePaths: readonly string[]
  /** Some clocks wait for something of their own: the rule is met when all that applies has come. */
  hasOwn: boolean
  /** Members of an opening's data that pauses and the conditions on later facts read; null: they may read any. */
  openingReads: readonly string[] | null
}

export interface CompiledRung {
  when: ClockPhrase
  roles: readonly string[]
  /** The addressee's; undefined where the catalogue names no unit for the roles. */
  calendar: WorkingCalendar | undefined
}

/** One pattern of one version of a rule. */
export interface Watch {
  version: RuleVersion
  role: EvidenceRole
  /** Its place in `version.watches`. */
  index: number
  clock: number
  where: Condition | undefined
  /** `where` reads the profile or the opening, so it is judged with them. */
  isJudgedLater: boolean
  /** Top-level paths of data that `where` reads; null: it may read any. */
  reads: readonly string[] | null
  /** The units that a fact of the calendar speaks to. */
  every: readonly string[] | undefined
}

/** The facts by which comparisons open a rule, and by which a later comparison closes it again (CORE §9). */
export const DIFFERENCE_FOUND = 'hub.difference.found'
export const DIFFERENCE_RESOLVED = 'hub.difference.resolved'

/** Compiles every obligation once. Whether the rules make sense the catalogue's loader has checked. */
export function compileRules(source: RuleSource): CompiledRules {
  const byType = new Map<string, Watch[]>()
  const rules = new Map<string, { rule: string; versions: RuleVersion[] }>()
  for (const obligation of source.obligations) {
    const { version, patterns } = compileVersion(obligation, source)
    for (const { type, watch } of patterns) {
      const watches = byType.get(type)
      if (watches) watches.push(watch)
      else byType.set(type, [watch])
    }
    const rule = rules.get(obligation.obligation)
    if (rule) rule.versions.push(version)
    else rules.set(obligation.obligation, { rule: obligation.obligation, versions: [version] })
  }
  for (const rule of rules.values())
    rule.versions.sort((one, other) => one.obligation.version - other.obligation.version)
  const { events, units, identifiers } = source
  return { byType, rules, events, units, identifiers }
}

/** Whether a rule's version was in force at an instant. */
export function isInForce({ obligation: { inForce } }: RuleVersion, at: number): boolean {
  return at >= inForce.fromAt && (inForce.untilAt === null || at < inForce.untilAt)
}

interface TypedWatch {
  type: string
  watch: Watch
}

function compileVersion(
  obligation: Obligation,
  source: RuleSource,
): { version: RuleVersion; patterns: TypedWatch[] } {
  const watches: Watch[] = []
  const patterns: TypedWatch[] = []
  const version: RuleVersion = {
    obligation,
    watches,
    ladder: obligation.ladder.map((rung) => ({ ...rung, calendar: calendarOf(rung.roles, source) })),
    datePaths: [
      ...new Set(
        obligation.clocks.flatMap(({ due: { anchor } }) => (anchor.at === 'data' ? [anchor.path] : [])),
      ),
    ],
    hasOwn: obligation.clocks.some(hasOwn),
    openingReads: openingReads(obligation),
  }
  const watch = (role: EvidenceRole, pattern: FactPattern | undefined, clock = -1): void => {
    if (pattern === undefined) return
    const compiled = { version, role, clock, index: watches.length, ...conditionOf(pattern, source) }
    watches.push(compiled)
    patterns.push({ type: pattern.type, watch: compiled })
  }
  for (const pattern of obligation.opens) watch(roleOfOpening(pattern), pattern)
  for (const pattern of obligation.opens)
    if (pattern.type === DIFFERENCE_FOUND) watch('expects', { ...pattern, type: DIFFERENCE_RESOLVED })
  for (const pattern of obligation.reopens) watch('reopens', pattern)
  for (const pattern of obligation.expects) watch('expects', pattern)
  watch('precedes', obligation.precededBy)
  for (const pattern of obligation.conflicts) watch('conflicts', pattern)
  for (const pattern of obligation.cancels) watch('cancels', pattern)
  obligation.clocks.forEach(({ due, after, expects, precededBy }, clock) => {
    watch('clock', after ?? (due.anchor.at === 'event' ? { type: due.anchor.type } : undefined), clock)
    for (const pattern of expects) watch('expects', pattern, clock)
    watch('precedes', precededBy, clock)
  })
  // Last: evidence that is judged later is stored with the place of its watch, so what is new comes behind all that was there.
  watch('puts-right', obligation.putRight?.by)
  return { version, patterns }
}

/** Whether a clock waits for something of its own. */
export function hasOwn({ expects, precededBy }: Clock): boolean {
  return expects.length > 0 || precededBy !== undefined
}

function roleOfOpening({ type }: FactPattern): EvidenceRole {
  return type === DIFFERENCE_FOUND ? 'difference' : 'opens'
}

function conditionOf(
  { where, every }: FactPattern,
  { units }: RuleSource,
): Pick<Watch, 'where' | 'isJudgedLater' | 'reads' | 'every'> {
  const isJudgedLater = where !== undefined && (where.readsPerson || /\bopening\b/.test(where.text))
  return {
    where,
    isJudgedLater,
    reads: where === undefined ? [] : membersRead(where.text, 'data'),
    every: every === undefined ? undefined : unitsOfRole(every, units).map(({ unit }) => unit),
  }
}

/** First members of a root that an expression names, so that evidence keeps no more of a payload than conditions need. */
function membersRead(text: string, root: 'data' | 'opening'): string[] | null {
  if (new RegExp(`\\b${root}\\b(?!\\.[A-Za-z_])`).test(text)) return null
  return [...new Set([...text.matchAll(new RegExp(`\\b${root}\\.(\\w+)`, 'g'))].map(([, name = '']) => name))]
}

function openingReads({ expects, precededBy, pausedWhile, ...rule }: Obligation): string[] | null {
  const later = [
    ...expects,
    precededBy,
    ...rule.conflicts,
    ...rule.cancels,
    rule.putRight?.by,
    ...rule.clocks.flatMap((clock) => [clock.after, ...clock.expects, clock.precededBy]),
  ]
  const read = later.map((pattern) => membersRead(pattern?.where?.text ?? '', 'opening'))
  for (const condition of [pausedWhile, ...rule.clocks.map(({ onlyIf }) => onlyIf)])
    read.push(membersRead(condition?.text ?? '', 'data'))
  return read.includes(null) ? null : [...new Set(read.flatMap((names) => names ?? []))]
}

function calendarOf(roles: readonly string[], { units, calendars }: RuleSource): WorkingCalendar | undefined {
  for (const role of roles) {
    const unit = unitsOfRole(role, units)[0]
    if (unit) return calendars.get(unit.calendar)
  }
  return undefined
}

function unitsOfRole(role: Role['role'], units: ReadonlyMap<string, Unit>): Unit[] {
  return [...units.values()].filter((unit) => unit.role === role)
}

/** The unit that published a fact, as conditions read it. */
export function unitScope(unit: Unit | undefined): ConditionScope['unit'] {
  if (unit === undefined) return undefined
  return {
    id: unit.unit,
    role: unit.role,
    organisation: unit.organisation,
    area: unit.area ?? '',
    code: unit.code ?? '',
  }
}
