import { instantOf } from '#core/calendar'
import type { Obligation } from '#core/catalogue'
import type { Scope } from './pending.js'
import { HubError, type Instant } from '#core/kernel'
import type { LinkedMessage } from '#core/messages'
import { caseKeyOf, CaseValues, matchKeyOf, textOf, valueAt } from './case-key.js'
import {
  type CompiledRules,
  DIFFERENCE_FOUND,
  DIFFERENCE_RESOLVED,
  isInForce,
  unitScope,
  type Watch,
} from './compile-rules.js'
import type { EvidenceRole, EvidenceRow } from './evidence.js'
import { pendingOf, picked } from './pending.js'
import { wordsAboutGaps } from './words-about-gaps.js'

/** Roles that begin a cycle. Only the version of the rule in force when they happened listens to them. */
const BEGINNINGS: ReadonlySet<EvidenceRole> = new Set<EvidenceRole>(['opens', 'reopens', 'difference'])

/**
 * What a fact of `hub.linked` is to which cases: one row for each pattern it fits. Conditions on data are evaluated here;
 * those that read the profile or the opening travel with the row.
 * @throws HubError HUB_CONDITION_FAILED where a condition cannot be evaluated, HUB_OBLIGATION_CASE_UNNAMED where an opening
 * does not say which case it is of, HUB_OBLIGATION_DATE_MISSING where it lacks the date that a clock counts from; the
 * message is then parked, since a row left out in silence would be a gap that nobody sees.
 */
export function evidenceOf(message: LinkedMessage, data: unknown, rules: CompiledRules): EvidenceRow[] {
  const rows = wordsAboutGaps(message, data)
  const watches = rules.byType.get(message.envelope.type)
  if (watches === undefined) return rows
  const { envelope } = message
  const unit = unitScope(rules.units.get(envelope.unit))
  const scope: Scope = { data, event: envelope, ...(unit === undefined ? {} : { unit }) }
  const fact = factOf(message, data)
  const values = new CaseValues(message, data, rules)
  for (const watch of watches) {
    if (BEGINNINGS.has(watch.role) && !isInForce(watch.version, fact.occurredAt)) continue
    for (const unit of watch.every ?? [undefined]) {
      const seen = unit === undefined ? scope : speakingTo(unit, scope, rules)
      if (watch.where && !watch.isJudgedLater && !watch.where.holds(seen)) continue
      const row = rowOf(watch, fact, values, seen, unit)
      if (row) rows.push(row)
    }
  }
  return rows
}

/** A fact of the calendar as it concerns one unit: `unit` is that one, not whoever published it. */
function speakingTo(unit: string, scope: Scope, { units }: CompiledRules): Scope {
  const spokenTo = unitScope(units.get(unit))
  return spokenTo === undefined ? scope : { ...scope, unit: spokenTo }
}

type Fact = Pick<
  EvidenceRow,
  | 'eventId'
  | 'source'
  | 'type'
  | 'occurredAt'
  | 'receivedAt'
  | 'dayPrecision'
  | 'person'
  | 'difference'
  | 'asConflict'
>

function factOf({ envelope, person, isPerson, receivedAt }: LinkedMessage, data: unknown): Fact {
  const { id: eventId, source, type } = envelope
  const fact = { eventId, source, type, receivedAt, person: isPerson ? person : null }
  const compared = type === DIFFERENCE_FOUND || type === DIFFERENCE_RESOLVED
  const asAt = compared ? valueAt(data, 'asAt') : undefined
  const comparedAt = instantOf(asAt)
  return {
    ...fact,
    occurredAt: comparedAt ?? envelope.occurredAt,
    dayPrecision:
      comparedAt === undefined
        ? envelope.timePrecision === 'day'
        : typeof asAt === 'string' && asAt.length === 10,
    difference: compared ? disagreementOf(data) : null,
    asConflict: compared && valueAt(data, 'asConflict') === true,
  }
}

/** Names one disagreement between registers, so that its resolution closes it and no other. */
function disagreementOf(data: unknown): string {
  return ['comparison', 'kind', 'side', 'field']
    .map((name) => textOf(valueAt(data, name)) ?? '')
    .join(' ')
    .trim()
}

function rowOf(
  watch: Watch,
  fact: Fact,
  values: CaseValues,
  scope: Scope,
  unit: string | undefined,
): EvidenceRow | undefined {
  const { obligation } = watch.version
  const { obligation: rule, version: ruleVersion, match } = obligation
  const begins = BEGINNINGS.has(watch.role)
  const matched = match === undefined ? undefined : values.valueOf(match)
  const isMatched = watch.role === 'precedes' && match !== undefined
  const named = isMatched ? namedByMatch(match, matched) : values.onePer(obligation.onePer, unit)
  if ('lacks' in named)
    return begins && !isDeniedByData(watch, scope) ? refuseUnnamed(watch, fact, named.lacks) : undefined
  const item = obligation.each === undefined ? null : textOf(obligation.each.value(scope))
  if (item === undefined)
    return begins ? refuseUnnamed(watch, fact, obligation.each?.text ?? 'each') : undefined
  const matchKey = match === undefined || matched === undefined ? null : matchKeyOf(rule, match, matched)
  return {
    rule,
    ruleVersion,
    caseKey: isMatched ? (matchKey ?? '') : caseKeyOf(rule, named.found),
    onePer: named.found,
    role: watch.role,
    clock: watch.clock,
    item,
    matchKey: begins ? matchKey : null,
    ...fact,
    dates: begins ? datesOf(watch, fact, scope.data) : {},
    details: begins ? detailsOf(obligation, scope) : {},
    opening: begins ? picked(scope.data, watch.version.openingReads) : {},
    retracts: null,
    pending: pendingOf(watch, scope),
  }
}

function namedByMatch(
  match: string,
  value: string | undefined,
): { found: Record<string, string> } | { lacks: string } {
  return value === undefined ? { lacks: match } : { found: { [match]: value } }
}

/** A condition that waits for the person may be false already by what the fact itself says, whoever it is about. */
function isDeniedByData({ where, isJudgedLater }: Watch, scope: Scope): boolean {
  if (!isJudgedLater || where === undefined) return false
  try {
    return !where.holds({ ...scope, person: {} })
  } catch (error) {
    if (error instanceof HubError) return false
    throw error
  }
}

function refuseUnnamed({ version }: Watch, { type }: Fact, lacks: string): never {
  throw new HubError(
    'HUB_OBLIGATION_CASE_UNNAMED',
    `${version.obligation.obligation} opens on ${type}, and this one has no ${lacks} to say which case it is of: ` +
      'let the contract of the event demand it, or the rule go by another value.',
    'after-repair',
  )
}

function datesOf({ version, role }: Watch, { type }: Fact, data: unknown): Record<string, Instant> {
  const dates: Record<string, Instant> = {}
  for (const path of version.datePaths) {
    const name = path.slice('data.'.length)
    const at = instantOf(valueAt(data, name) ?? valueAt(data, `details.${name}`))
    if (at !== undefined) dates[path] = at
    else if (role === 'opens') {
      const { obligation } = version.obligation
      throw new HubError(
        'HUB_OBLIGATION_DATE_MISSING',
        `A clock of ${obligation} counts from ${path}, and this ${type} has no date there.`,
        'after-repair',
      )
    }
  }
  return dates
}

/** The fields that the rule carries, from the payload or from the `details` of a fact of the hub. */
function detailsOf({ carries, carriedFrom }: Obligation, scope: Scope): Record<string, unknown> {
  const { data } = scope
  const details: Record<string, unknown> = {}
  for (const name of carries) {
    const from = carriedFrom?.get(name)
    const value = from ? from.value(scope) : (valueAt(data, name) ?? valueAt(data, `details.${name}`))
    if (value !== undefined) details[name] = value
  }
  return details
}
