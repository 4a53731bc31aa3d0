import {
  backwardFallback,
  type ClockPhrase,
  dueAt,
  endOfDay,
  isBackward,
  type Pause,
  type WorkingCalendar,
} from '#core/calendar'
import type { Clock } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import type { ClockFigure } from './case-state.js'
import { hasOwn } from './compile-rules.js'
import type { Closure, Cycle } from './cycles.js'
import type { Moment } from './moments.js'
import { pausesOf } from './paused.js'
import type { Profiles } from './person-history.js'

/**
 * The clocks of a cycle at `at`. A clock is met by when the follow-up happened, not by when it was heard; one that was
 * stopped (cancelled, decided) or superseded before it was due yields no miss, and the superseded one no figure.
 */
export function clocksOf(
  cycle: Cycle,
  at: Instant,
  calendar: WorkingCalendar,
  profiles: Profiles,
): ClockFigure[] {
  const pauses = pausesOf(cycle, profiles)
  const stop = cycle.closures.find(({ by }) => by !== 'met')
  const runs: ClockFigure[] = []
  cycle.version.obligation.clocks.forEach((clock, index) => {
    if (!cycle.running.has(index)) return
    const run = started(cycle, clock, index, calendar, pauses)
    run.metAt = metAt(cycle, clock, index, stop)
    run.isMissed = isMissed(run, at, stop, cycle.version.obligation.waitMs)
    if (!isSuperseded(run, cycle)) runs.push(run)
  })
  return runs
}

function started(
  cycle: Cycle,
  clock: Clock,
  index: number,
  calendar: WorkingCalendar,
  pauses: readonly Pause[],
): ClockFigure {
  const { start } = cycle
  const anchor = anchorOf(cycle, clock, index)
  const due = anchor === null ? null : dueOf(cycle, clock, anchor, calendar, pauses)
  const isAtOnce = clock.due.kind === 'at' || isDueAtOnce(cycle, clock)
  return {
    cycleStartAt: start.occurredAt,
    item: start.item,
    clock: index,
    anchorAt: anchor?.occurredAt ?? null,
    dueAt: due,
    warnAt: warnAtOf(clock.warn, due, anchor, calendar),
    metAt: null,
    isMissed: false,
    missedFromAt: due === null ? null : isAtOnce ? due : due + 1,
  }
}

function anchorOf(
  { start, dates, clockRows }: Cycle,
  { due: { anchor }, after }: Clock,
  index: number,
): Moment | null {
  if (after !== undefined || anchor.at === 'event') return clockRows.get(index) ?? null
  if (anchor.at !== 'data') return start
  const occurredAt = dates[anchor.path]
  return occurredAt === undefined ? null : { occurredAt, dayPrecision: false }
}

/** What a comparison finds is due when it is found: the registers say that it did not happen. */
function isDueAtOnce({ start }: Cycle, { due: { anchor }, after }: Clock): boolean {
  return start.role === 'difference' && after === undefined && anchor.at !== 'event'
}

function dueOf(
  cycle: Cycle,
  clock: Clock,
  anchor: Moment,
  calendar: WorkingCalendar,
  pauses: readonly Pause[],
): Instant | null {
  const { start } = cycle
  if (isDueAtOnce(cycle, clock)) return start.occurredAt
  const due = dueAt(clock.due, countedFrom(clock.due, anchor), calendar, pauses)
  const isPastAtOpening = due !== null && isBackward(clock.due) && due < start.occurredAt
  return isPastAtOpening ? backwardFallback(start.receivedAt, calendar) : due
}

/** Where only the date is known, what is counted in hours (or due at once) counts from that day's end: the coarser side. */
function countedFrom(phrase: ClockPhrase, { occurredAt, dayPrecision }: Moment): Instant {
  const isFine =
    phrase.kind === 'at' ||
    (phrase.kind === 'after' && (phrase.unit === 'hours' || phrase.unit === 'minutes'))
  return dayPrecision && isFine ? endOfDay(occurredAt) : occurredAt
}

function warnAtOf(
  warn: ClockPhrase | undefined,
  due: Instant | null,
  anchor: Moment | null,
  calendar: WorkingCalendar,
): Instant | null {
  if (warn === undefined || due === null || anchor === null) return null
  return dueAt(warn, warn.anchor.at === 'due' ? due : anchor.occurredAt, calendar)
}

/** Where a rule looks back and ahead at once, its clocks `at opening` look back. What came after a stop meets nothing. */
function metAt(
  { version, followUp, preceding, own }: Cycle,
  clock: Clock,
  index: number,
  stop: Closure | undefined,
): Instant | null {
  const { expects, precededBy } = version.obligation
  const looksBack = expects.length > 0 && precededBy !== undefined && clock.due.kind === 'at'
  const met = hasOwn(clock) ? (own.get(index) ?? null) : looksBack ? preceding : followUp
  if (met === null || (stop !== undefined && met.occurredAt > stop.row.occurredAt)) return null
  return met.occurredAt
}

function isMissed(
  { dueAt: due, metAt, missedFromAt }: ClockFigure,
  at: Instant,
  stop: Closure | undefined,
  waitMs: number,
): boolean {
  if (due === null || missedFromAt === null) return false
  if (metAt !== null) return metAt > due
  return stop === undefined ? at >= missedFromAt : stop.row.occurredAt > due + waitMs
}

/** Replaced by the next cycle before it was due or met. */
function isSuperseded({ dueAt: due, metAt }: ClockFigure, { supersededBy }: Cycle): boolean {
  if (supersededBy === null) return false
  const { occurredAt } = supersededBy
  return due === null || (due >= occurredAt && (metAt === null || metAt >= occurredAt))
}
