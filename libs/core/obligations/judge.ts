import type { WorkingCalendar } from '#core/calendar'
import type { Instant } from '#core/kernel'
import type { CaseState, CaseStatus, Stretch } from './case-state.js'
import type { CompiledRule } from './compile-rules.js'
import { cyclesOf } from './cycles.js'
import type { EvidenceRow } from './evidence.js'
import { earliest, gapOf } from './gap-state.js'
import { type JudgedCycle, judgedCycle } from './judged-cycle.js'
import { ladderOf } from './ladder.js'
import { listOf } from './listing.js'
import type { Profiles } from './person-history.js'
import { compareRows, settledEvidence } from './settled-evidence.js'
import { mergedStretches, tellingInstants } from './stretches.js'

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
  const list = listOf(latest, at)
  if (list.nextAt !== null) telling.push(list.nextAt)
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
    listedAt: list.listedAt,
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
  const common = rows.filter(({ item }) => item === null)
  if (common.length === rows.length) return [rows]
  const byItem = new Map<string, EvidenceRow[]>()
  for (const row of rows) {
    if (row.item === null) continue
    const own = byItem.get(row.item)
    if (own) own.push(row)
    else byItem.set(row.item, [row])
  }
  return [...byItem.values()].map((own) =>
    common.length === 0 ? own : [...own, ...common].sort(compareRows),
  )
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

function outstandingOf(judged: readonly JudgedCycle[]): string[] {
  const unmet = judged.filter(
    ({ cycle: { start, closures } }) => start.item !== null && closures.length === 0,
  )
  return [...new Set([...unmet.map(({ cycle }) => cycle.start.item ?? ''), ...judged.flatMap(awaited)])]
}

/** Where clocks wait for different things: what those wait for that were missed. */
function awaited({ cycle: { version, closures }, clocks }: JudgedCycle): string[] {
  if (!version.hasOwn || closures.length > 0) return []
  return clocks.flatMap(({ clock, isMissed, metAt }) =>
    isMissed && metAt === null ? [version.obligation.clocks[clock]?.of ?? ''] : [],
  )
}

/** What the beginnings carried; the later word counts. */
function detailsOf(judged: readonly JudgedCycle[]): Record<string, unknown> {
  const openings = judged.flatMap(({ cycle }) => cycle.openings)
  return Object.assign({}, ...openings.map(({ details }) => details)) as Record<string, unknown>
}
