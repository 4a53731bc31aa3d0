import type { WorkingCalendar } from '#core/calendar'
import type { GapKind } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import type { CaseState, CaseStatus, ClockFigure, Closing, GapState, Stretch } from './case-state.js'
import { clocksOf } from './clocks.js'
import type { CompiledRule } from './compile-rules.js'
import { type Cycle, cyclesOf } from './cycles.js'
import type { EvidenceRow } from './evidence.js'
import { ladderOf } from './ladder.js'
import type { Profiles } from './person-history.js'
import { settledEvidence } from './settled-evidence.js'
import { mergedStretches, stretchesOf, tellingInstants } from './stretches.js'

/**
 * Where a case of a rule stands at `at`: a function of the set of its evidence, the profiles and the instant, whatever
 * order the evidence came in (CORE §4). `evidence` is the case's rows, the `precedes` rows under its match keys, and the
 * retractions of any of them. `calendar` serves working days where a rung's addressee has none of its own.
 * @throws HubError HUB_CONDITION_FAILED, HUB_CALENDAR_NOT_COVERED
 */
export function judge(
  rule: CompiledRule,
  evidence: readonly EvidenceRow[],
  profiles: Profiles,
  at: Instant,
  calendar: WorkingCalendar,
): CaseState {
  const rows = settledEvidence(evidence)
  const judged: JudgedCycle[] = []
  for (const itemRows of rowsByItem(rows))
    for (const cycle of cyclesOf(rule, itemRows, profiles))
      judged.push(judgedCycle(cycle, at, calendar, profiles))
  return caseStateOf(rule, evidence, rows, judged, at, calendar)
}

interface JudgedCycle {
  cycle: Cycle
  clocks: readonly ClockFigure[]
  stretches: readonly Stretch[]
  status: CaseStatus
}

function judgedCycle(cycle: Cycle, at: Instant, calendar: WorkingCalendar, profiles: Profiles): JudgedCycle {
  const clocks = clocksOf(cycle, at, calendar, profiles)
  const stretches = stretchesOf(cycle, clocks, at)
  return { cycle, clocks, stretches, status: statusOf(cycle, clocks, stretches) }
}

function statusOf(
  { closures: [end] }: Cycle,
  clocks: readonly ClockFigure[],
  stretches: readonly Stretch[],
): CaseStatus {
  const open = stretches.filter(({ closedAt }) => closedAt === null)
  if (open.length > 0) return open.some(({ reason }) => reason === 'conflict') ? 'conflict' : 'breached'
  if (end === undefined) return 'open'
  if (end.by !== 'met') return end.by
  const isLate =
    clocks.some(({ isMissed }) => isMissed) || stretches.some(({ closing }) => closing === 'met-late')
  return isLate ? 'met-late' : 'met'
}

function caseStateOf(
  rule: CompiledRule,
  evidence: readonly EvidenceRow[],
  rows: readonly EvidenceRow[],
  judged: readonly JudgedCycle[],
  at: Instant,
  calendar: WorkingCalendar,
): CaseState {
  const latest = latestOf(judged)
  const stretches = mergedStretches(judged.flatMap((one) => one.stretches))
  const last = stretches.at(-1)
  const open = last?.closedAt === null ? last : undefined
  const ladder = open && latest && ladderOf(latest.cycle.version, open.openedAt, rows, at, calendar)
  const telling = judged.flatMap(({ cycle, clocks }) => tellingInstants(cycle, clocks))
  if (ladder?.nextAt) telling.push(ladder.nextAt)
  const { gapId, onePer } = nameOf(evidence)
  return {
    rule: rule.rule,
    ruleVersion: latest?.cycle.version.obligation.version ?? 0,
    gapId,
    onePer,
    person: latest?.cycle.start.person ?? null,
    status: caseStatusOf(judged, latest, last),
    cycleStartAt: latest?.cycle.start.occurredAt ?? null,
    clocks: judged.flatMap(({ clocks }) => clocks),
    gap: gapOf(judged, latest, stretches),
    rungsReached: ladder?.reached ?? [],
    nextDueAt: earliest(telling.filter((instant) => instant > at)),
    requests: latest?.cycle.openings.length ?? 0,
    outstanding: outstandingOf(judged),
    details: detailsOf(judged),
  }
}

/** The case, named by any of its rows, retracted ones too; an acknowledgement knows its id alone. */
function nameOf(evidence: readonly EvidenceRow[]): Pick<CaseState, 'gapId' | 'onePer'> {
  const own = evidence.filter(({ role }) => role !== 'retracts' && role !== 'precedes')
  const named =
    own.find(({ ruleVersion }) => ruleVersion > 0) ??
    own[0] ??
    evidence.find(({ role }) => role === 'precedes')
  return { gapId: named?.caseKey ?? '', onePer: named?.onePer ?? {} }
}

/** Rows by item, each with the rows that are about every item; one list where the case gathers none. */
function rowsByItem(rows: readonly EvidenceRow[]): (readonly EvidenceRow[])[] {
  if (rows.every(({ item }) => item === null)) return [rows]
  const items = new Set(rows.flatMap(({ item }) => (item === null ? [] : [item])))
  return [...items].map((one) => rows.filter(({ item }) => item === null || item === one))
}

function latestOf(judged: readonly JudgedCycle[]): JudgedCycle | undefined {
  return judged.reduce<JudgedCycle | undefined>(
    (latest, one) => (latest && latest.cycle.start.occurredAt > one.cycle.start.occurredAt ? latest : one),
    undefined,
  )
}

/** What is open outweighs what is settled, and an older breach the newer cycle that it reaches into. */
function caseStatusOf(
  judged: readonly JudgedCycle[],
  latest: JudgedCycle | undefined,
  last: Stretch | undefined,
): CaseStatus {
  if (latest === undefined) return 'waiting'
  if (last?.closedAt === null) return last.reason === 'conflict' ? 'conflict' : 'breached'
  if (judged.some(({ cycle, status }) => status === 'open' && cycle.supersededBy === null)) return 'open'
  const end = latest.cycle.closures[0]
  const reachesIntoLatest =
    last?.closing === 'met-late' && end !== undefined && last.closedAt! >= end.row.occurredAt
  return latest.status === 'met' && reachesIntoLatest ? 'met-late' : latest.status
}

function gapOf(
  judged: readonly JudgedCycle[],
  latest: JudgedCycle | undefined,
  stretches: readonly Stretch[],
): GapState {
  const last = stretches.at(-1)
  const isOpen = last?.closedAt === null
  const running = judged.flatMap(({ cycle, clocks }) =>
    cycle.closures.length > 0 ? [] : clocks.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt])),
  )
  const isLate = last?.closing === 'met-late' && last.reason === 'missing'
  return {
    isOpen,
    reason: isLate ? 'late' : (last?.reason ?? 'missing'),
    kind: kindOf(latest),
    breachedAt: last?.openedAt ?? null,
    dueAt: isOpen ? last.dueAt : (earliest(running) ?? last?.dueAt ?? null),
    closing: isOpen ? null : (last?.closing ?? closingWithoutGap(latest)),
    stretches,
  }
}

function kindOf(latest: JudgedCycle | undefined): GapKind {
  if (latest?.cycle.start.role === 'difference') return 'comparison'
  return latest?.cycle.version.obligation.kind ?? 'follow-up'
}

/** How a case ended that by its evidence never had a gap. */
function closingWithoutGap(latest: JudgedCycle | undefined): Closing | null {
  const end = latest?.cycle.closures[0]
  if (latest === undefined || end === undefined) return null
  if (end.by !== 'met') return end.by
  return wasHeardLate(latest) ? 'met-in-time-heard-late' : 'met-in-time'
}

/** The breach had been said when the fact was heard: after the opening was, and when the miss could be told. */
function wasHeardLate({ cycle, clocks }: JudgedCycle): boolean {
  const heardAt = cycle.closures[0]?.row.receivedAt ?? 0
  const toldAt = earliest(clocks.flatMap(({ missedFromAt }) => (missedFromAt === null ? [] : [missedFromAt])))
  return (
    toldAt !== null && heardAt >= toldAt + cycle.version.obligation.waitMs && heardAt > cycle.start.receivedAt
  )
}

function outstandingOf(judged: readonly JudgedCycle[]): string[] {
  const unmet = judged.filter(
    ({ cycle: { start, closures } }) => start.item !== null && closures.length === 0,
  )
  return [...new Set(unmet.map(({ cycle }) => cycle.start.item ?? ''))]
}

/** What the beginnings carried; the later word counts. */
function detailsOf(judged: readonly JudgedCycle[]): Record<string, unknown> {
  const details: Record<string, unknown> = {}
  for (const { cycle } of judged)
    for (const opening of cycle.openings) Object.assign(details, opening.details)
  return details
}

function earliest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : Math.min(...instants)
}
