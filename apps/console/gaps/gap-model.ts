import { printPhrase } from '#core/calendar'
import type { Catalogue, Obligation } from '#core/catalogue'
import {
  type CaseClock,
  type CaseEvidence,
  CLOSING_WORDS,
  EVIDENCE_WORDS,
  factName,
  HOLDING_WORDS,
  type SideHeld,
  type ToldGap,
  type ToldOfGap,
} from '#platform/published'
import { valueText } from '../layout/filters.js'
import { type DeadlineWords, deadlineWords } from './deadline-words.js'

/** Everything that was read about one gap. */
export interface GapReadings {
  gap: ToldGap
  told: readonly ToldOfGap[]
  clocks: readonly CaseClock[]
  /** Rungs of the ladder told by now, whoever was told. */
  rung: number
  evidence: readonly CaseEvidence[]
  /** Names of facts that the viewer's units know of themselves. */
  known: ReadonlySet<string>
  sides: readonly SideHeld[]
}

export interface GapModel {
  gap: ToldGap & { about: string }
  rule: { rule: string; says: string; source: string | null; expects: string | null }
  deadlines: DeadlineWords[]
  /** What happened, in order, as far as the viewer may know it. */
  timeline: TimelineEntry[]
  /** Facts that were considered and that the viewer's units were not told. */
  notTold: number
  ladder: { when: string; told: string[]; isTold: boolean }[]
  sides: { unit: string; asAt: number; holds: string }[]
}

export interface TimelineEntry {
  at: number
  /** `fact`: something happened; `missed`: a gap was opened; `told`: somebody was told; `closed`. */
  kind: 'fact' | 'missed' | 'told' | 'closed'
  says: string
  eventId: string | null
  units: string[]
}

/** One gap as its page and its twin show it. */
export function gapModel(readings: GapReadings, catalogue: Catalogue, isAuditor: boolean): GapModel {
  const { gap, told, clocks, rung, evidence, known, sides } = readings
  const rule = catalogue.obligations.filter(({ obligation }) => obligation === gap.rule).at(-1)
  const calendar = catalogue.calendars.get(catalogue.organisations.get('hub')?.calendar ?? '')
  const knows = (fact: CaseEvidence): boolean => isAuditor || known.has(factName(fact))
  const mayKnow = evidence.filter((fact) => knows(fact) || fact.role === 'difference')
  const facts = mayKnow.map((fact) => ({
    at: fact.occurredAt,
    kind: 'fact' as const,
    says: `${EVIDENCE_WORDS[fact.role] ?? fact.role}: ${meaningOf(catalogue, fact.type)}`,
    eventId: knows(fact) ? fact.eventId : null,
    units: [],
  }))
  return {
    gap: { ...gap, about: aboutOf(gap), outstanding: outstandingOf(gap) },
    rule: {
      rule: gap.rule,
      says: rule?.says ?? gap.says,
      source: rule?.source ?? null,
      expects: expectedWords(rule, catalogue),
    },
    deadlines: rule === undefined || calendar === undefined ? [] : deadlineWords(rule, clocks, calendar),
    timeline: [...facts, ...told.map(toldEntry)].sort((one, other) => one.at - other.at),
    notTold: evidence.length - mayKnow.length,
    ladder: ladderOf(rule, rung, catalogue),
    sides: sides.map(({ unit, asAt, state }) => ({
      unit: catalogue.units.get(unit)?.name ?? unit,
      asAt,
      holds: HOLDING_WORDS[state] ?? state,
    })),
  }
}

function toldEntry({ type, at, closing, eventId, units }: ToldOfGap): TimelineEntry {
  const entry = { at, eventId, units }
  switch (type) {
    case 'hub.gap.opened':
      return { ...entry, kind: 'missed', says: 'It was due, and had not come. The gap was opened.' }
    case 'hub.gap.closed':
      return { ...entry, kind: 'closed', says: CLOSING_WORDS[closing ?? ''] ?? 'Closed.' }
    case 'hub.gap.acknowledged':
      return { ...entry, kind: 'told', says: 'Somebody acknowledged the gap.' }
    default:
      return { ...entry, kind: 'told', says: 'Nothing had followed. The next on the ladder were told.' }
  }
}

function ladderOf(
  rule: Obligation | undefined,
  rung: number,
  { units }: Pick<Catalogue, 'units'>,
): GapModel['ladder'] {
  return (rule?.ladder ?? []).map((step, index) => ({
    when: printPhrase(step.when),
    told: step.roles.map((role) => bearerOf(role, units)),
    isTold: index < rung,
  }))
}

/** The unit where one alone bears the role; else the role in words. */
function bearerOf(role: string, units: Catalogue['units']): string {
  const bearers = [...units.values()].filter((unit) => unit.role === role)
  return bearers.length === 1 ? bearers[0]!.name : `the ${role.replaceAll('-', ' ')} concerned`
}

function expectedWords(rule: Obligation | undefined, catalogue: Catalogue): string | null {
  const facts = [...(rule?.expects ?? []), ...(rule?.precededBy === undefined ? [] : [rule.precededBy])]
  const means = [...new Set(facts.map(({ type }) => meaningOf(catalogue, type)))]
  return means.length === 0 ? null : means.join(' Or: ')
}

/** `Order B01FA/2011-0042`, or a person's name where an agreement gives it: what a gap is about. */
export function aboutOf({ subject, details }: Pick<ToldGap, 'subject' | 'details'>): string {
  const [scheme = '', ...value] = subject.split(':')
  if (scheme !== 'gap' && scheme !== 'person')
    return `${scheme.charAt(0).toUpperCase()}${scheme.slice(1)} ${value.join(':')}`
  if (typeof details['person'] === 'object' && details['person'] !== null) return valueText(details['person'])
  if (scheme === 'person') return 'A person'
  const named = Object.entries(details).find(([, each]) => typeof each === 'string')
  return named === undefined ? '–' : `${named[0]} ${String(named[1])}`
}

/** What a gathering case still waits for; other gaps, which it may gather, are only counted. */
function outstandingOf({ outstanding }: ToldGap): string[] {
  const gaps = outstanding.filter((item) => /^[0-9a-f-]{36}$/.test(item)).length
  const named = outstanding.filter((item) => !/^[0-9a-f-]{36}$/.test(item))
  return gaps === 0 ? named : [...named, `${gaps} ${gaps === 1 ? 'gap' : 'gaps'}`]
}

/** The first sentence of what a type of fact means. */
export function meaningOf({ events }: Pick<Catalogue, 'events'>, type: string): string {
  const event = [...events.values()].filter((each) => each.type === type).at(-1)
  return event?.means.split(/(?<=\.)\s/)[0] ?? type
}
