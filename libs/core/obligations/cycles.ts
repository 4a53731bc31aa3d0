import { type CompiledRule, hasOwn, type RuleVersion } from './compile-rules.js'
import type { EvidenceRow } from './evidence.js'
import { compareMoments, isAtOrAfter } from './moments.js'
import { counts } from './pending.js'
import type { Profiles } from './person-history.js'

/** One run of an obligation: from an opening, a reopening or a difference, to whatever ends it. */
export interface Cycle {
  start: EvidenceRow
  version: RuleVersion
  /** The beginning of the next cycle, which replaces what was not yet due of this one. */
  supersededBy: EvidenceRow | null
  /** Openings heard in it, its own included. */
  openings: readonly EvidenceRow[]
  /** The dates that its clocks count from: its beginning's, and where that names none, the former cycle's. */
  dates: EvidenceRow['dates']
  /** The first fact that was expected (or, where a rule only looks back, that should have preceded). */
  followUp: EvidenceRow | null
  preceding: EvidenceRow | null
  /** Clocks that run for this opening. */
  running: ReadonlySet<number>
  /** The first fact that each clock waits for which waits for something of its own. */
  own: ReadonlyMap<number, EvidenceRow | null>
  /** What ends it, in order; what comes after the first matters to conflicts alone. */
  closures: readonly Closure[]
  conflicts: readonly EvidenceRow[]
  /** The events that its clocks count from, by clock; the first of each in the cycle. */
  clockRows: ReadonlyMap<number, EvidenceRow>
}

/** Something that ends the waiting: what was expected, a cancellation, a person's decision. */
export interface Closure {
  by: 'met' | 'cancelled' | 'decided'
  row: EvidenceRow
}

/**
 * The cycles of one item of a case, from its settled rows. A reopening and a difference always begin a new one; a further
 * opening joins the cycle that runs, and begins another only as the rule `restarts`. A difference begins none where the last
 * word on the thing itself was that it is over: registers that have it still are the ones behind.
 */
export function cyclesOf(rule: CompiledRule, rows: readonly EvidenceRow[], profiles: Profiles): Cycle[] {
  const cycles: Draft[] = []
  for (const row of rows) {
    if (row.role !== 'opens' && row.role !== 'reopens' && row.role !== 'difference') continue
    const version = rule.versions.find(({ obligation }) => obligation.version === row.ruleVersion)
    if (version === undefined || !counts(row, version, profiles, row)) continue
    if (row.role === 'difference' && isOver(row, version, rows, profiles)) continue
    const last = cycles.at(-1)
    if (last === undefined) cycles.push(new Draft(row, null, version, rows, profiles))
    else if (row.role !== 'opens' || last.isFollowedBy(row)) {
      last.supersededBy = row
      cycles.push(new Draft(row, last, version, rows, profiles))
    } else last.join(row)
  }
  return cycles.map((draft) => draft.finished())
}

/** Whether a cancellation came before the difference, and nothing between them that opens. */
function isOver(
  difference: EvidenceRow,
  version: RuleVersion,
  rows: readonly EvidenceRow[],
  profiles: Profiles,
): boolean {
  const heard = rows.filter(
    (row) =>
      (row.ruleVersion === 0 || row.ruleVersion === difference.ruleVersion) &&
      compareMoments(row, difference) < 0 &&
      counts(row, version, profiles, difference),
  )
  const last = unmistaken(heard, version).findLast(({ role }) => ENDS_OR_OPENS.has(role))
  return last?.role === 'cancels'
}

const ENDS_OR_OPENS: ReadonlySet<EvidenceRow['role']> = new Set(['cancels', 'opens', 'reopens'])

class Draft {
  supersededBy: EvidenceRow | null = null
  readonly dates: EvidenceRow['dates']
  private readonly openings: EvidenceRow[]
  private readonly since: readonly EvidenceRow[]
  private readonly running: ReadonlySet<number>
  private readonly own: ReadonlyMap<number, EvidenceRow | null>
  private readonly closures: readonly Closure[]

  constructor(
    readonly start: EvidenceRow,
    private readonly former: Draft | null,
    private readonly version: RuleVersion,
    rows: readonly EvidenceRow[],
    profiles: Profiles,
  ) {
    this.openings = [start]
    this.dates = former === null ? start.dates : { ...former.dates, ...start.dates }
    this.since = unmistaken(
      rows.filter((row) => this.concerns(row) && counts(row, version, profiles, start)),
      version,
    )
    this.running = runningClocks(start, version, profiles)
    this.own = ownFacts(this.running, version, (role, clock) => this.first(role, clock))
    this.closures = version.hasOwn
      ? closuresOfSeveral(this.own, version, this.since)
      : closuresOf(this.start, this.version, this.since)
  }

  join(opening: EvidenceRow): void {
    this.openings.push(opening)
  }

  isFollowedBy(opening: EvidenceRow): boolean {
    const { restarts } = this.version.obligation
    if (restarts === 'never') return false
    if (restarts === 'at each opening') return opening.eventId !== this.start.eventId
    return (restarts === 'at another date' && this.isRedatedBy(opening)) || this.hasEndedBefore(opening)
  }

  private isRedatedBy({ dates }: EvidenceRow): boolean {
    return Object.entries(dates).some(([path, at]) => this.dates[path] !== at)
  }

  private hasEndedBefore(opening: EvidenceRow): boolean {
    const end = this.closures[0]
    return end !== undefined && compareMoments(opening, latest(this.start, end.row)) > 0
  }

  finished(): Cycle {
    const next = this.supersededBy
    const inCycle = next === null ? this.since : this.since.filter((row) => compareMoments(row, next) < 0)
    const clockRows = new Map<number, EvidenceRow>()
    for (const row of inCycle)
      if (row.role === 'clock' && !clockRows.has(row.clock)) clockRows.set(row.clock, row)
    return {
      start: this.start,
      version: this.version,
      supersededBy: next,
      openings: this.openings,
      dates: this.dates,
      followUp: this.first(this.version.obligation.expects.length === 0 ? 'precedes' : 'expects'),
      preceding: this.first('precedes'),
      running: this.running,
      own: this.own,
      closures: this.closures,
      conflicts: inCycle.filter(({ role }) => role === 'conflicts'),
      clockRows,
    }
  }

  private first(role: EvidenceRow['role'], clock = -1): EvidenceRow | null {
    const found = this.since.find(
      (row) => row.role === role && row.clock === clock && resolves(row, this.start),
    )
    return found ?? null
  }

  /** The cycle before this one, but for those that were put right within the rule's wait: nothing was used up by a mistake. */
  private formerThatStood(): Draft | null {
    const { former } = this
    return former?.wasPutRight() ? former.formerThatStood() : former
  }

  private wasPutRight(): boolean {
    const inTime = this.start.occurredAt + this.version.obligation.waitMs
    return this.closures.some(({ by, row }) => by === 'cancelled' && row.occurredAt <= inTime)
  }

  /** What came before is of no account, but for what had to precede (each cycle its own); and each version hears its own patterns. */
  private concerns(row: EvidenceRow): boolean {
    if (row.ruleVersion !== 0 && row.ruleVersion !== this.start.ruleVersion) return false
    if (row.role !== 'precedes') return isAtOrAfter(row, this.start)
    const former = this.formerThatStood()
    if (former !== null && compareMoments(row, former.start) <= 0) return false
    const { match, withinMs } = this.version.obligation
    if (withinMs !== undefined && row.occurredAt < this.start.occurredAt - withinMs) return false
    return match === undefined || row.clock >= 0 || row.caseKey === this.start.matchKey
  }
}

/** Without the cancellations that were put right in time. */
function unmistaken(rows: readonly EvidenceRow[], { obligation: { putRight } }: RuleVersion): EvidenceRow[] {
  const mended = rows.filter(({ role }) => role === 'puts-right')
  return rows.filter(({ role, occurredAt }) => {
    const isMistake = (by: EvidenceRow): boolean =>
      by.occurredAt >= occurredAt && by.occurredAt <= occurredAt + (putRight?.withinMs ?? 0)
    return role !== 'cancels' || !mended.some(isMistake)
  })
}

/** The clocks that this opening sets going: all, but for those that run only if something holds of it. */
function runningClocks(
  { opening, person, occurredAt }: EvidenceRow,
  { obligation }: RuleVersion,
  profiles: Profiles,
): ReadonlySet<number> {
  const running = new Set<number>()
  for (const [index, { onlyIf }] of obligation.clocks.entries()) {
    const profile = onlyIf?.readsPerson && person !== null ? profiles(person).asAt(occurredAt) : {}
    if (onlyIf === undefined || onlyIf.holds({ data: opening, person: profile })) running.add(index)
  }
  return running
}

function ownFacts(
  running: ReadonlySet<number>,
  { obligation }: RuleVersion,
  first: (role: EvidenceRow['role'], clock: number) => EvidenceRow | null,
): ReadonlyMap<number, EvidenceRow | null> {
  const own = new Map<number, EvidenceRow | null>()
  for (const [index, clock] of obligation.clocks.entries())
    if (running.has(index) && hasOwn(clock))
      own.set(index, first(clock.precededBy === undefined ? 'expects' : 'precedes', index))
  return own
}

/** Where clocks wait for different things, the rule is met when the last of them has come; a stop ends it before. */
function closuresOfSeveral(
  own: ReadonlyMap<number, EvidenceRow | null>,
  { obligation }: RuleVersion,
  since: readonly EvidenceRow[],
): Closure[] {
  const closures = since.flatMap((row): Closure[] =>
    row.role === 'cancels'
      ? [{ by: 'cancelled', row }]
      : row.role === 'decides'
        ? [{ by: 'decided', row }]
        : [],
  )
  const needed = [...own.values()]
  for (const role of ['expects', 'precedes'] as const)
    if (role === 'expects' ? obligation.expects.length > 0 : obligation.precededBy !== undefined)
      needed.push(since.find((row) => row.role === role && row.clock < 0) ?? null)
  const came = needed.filter((row) => row !== null)
  if (came.length > 0 && came.length === needed.length) closures.push({ by: 'met', row: came.reduce(latest) })
  return closures.sort((one, other) => one.row.occurredAt - other.row.occurredAt)
}

function closuresOf(
  start: EvidenceRow,
  { obligation }: RuleVersion,
  since: readonly EvidenceRow[],
): Closure[] {
  const preceding = since.find(({ role }) => role === 'precedes')
  const isFollowedUp = obligation.expects.length > 0
  const isPreceded = obligation.precededBy === undefined || preceding !== undefined
  const closures: Closure[] = []
  for (const row of since) {
    if (row.role === 'cancels') closures.push({ by: 'cancelled', row })
    else if (row.role === 'decides') closures.push({ by: 'decided', row })
    else if (row.role === 'precedes' && !isFollowedUp) closures.push({ by: 'met', row })
    else if (row.role === 'expects' && isPreceded && resolves(row, start))
      closures.push({ by: 'met', row: preceding === undefined ? row : latest(row, preceding) })
  }
  return preceding === undefined
    ? closures
    : closures.sort((one, other) => one.row.occurredAt - other.row.occurredAt)
}

/** A later comparison that agrees closes the disagreement that it names and no other; a register's own fact closes any. */
function resolves(row: EvidenceRow, start: EvidenceRow): boolean {
  return row.difference === null || row.difference === start.difference
}

function latest(one: EvidenceRow, other: EvidenceRow): EvidenceRow {
  return one.occurredAt >= other.occurredAt ? one : other
}
