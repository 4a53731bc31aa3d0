import type { Instant } from '#core/kernel'
import type { ClockFigure, Closing, Stretch } from './case-state.js'
import type { Closure, Cycle } from './cycles.js'
import type { EvidenceRow } from './evidence.js'
import { compareMoments } from './moments.js'

/**
 * The stretches of time, each with its cause, in which one cycle has its gap open at `at`: from the first missed clock
 * (after the rule's `wait`), and from every conflict, to what ended it. They may overlap.
 */
export function stretchesOf(cycle: Cycle, clocks: readonly ClockFigure[], at: Instant): Stretch[] {
  const miss = cycle.version.hasOwn ? undefined : missOf(cycle, clocks, at)
  const stretches = cycle.version.hasOwn ? missesOf(cycle, clocks, at) : miss ? [miss] : []
  for (const row of cycle.conflicts) stretches.push(conflictFrom(row, cycle, clocks))
  return stretches
}

/** The instants later than `at` from which a clock's miss, and after the wait its gap, will be said. */
export function tellingInstants({ version, closures }: Cycle, clocks: readonly ClockFigure[]): Instant[] {
  if (closures.length > 0) return []
  return clocks.flatMap(({ missedFromAt, metAt }) =>
    missedFromAt === null || metAt !== null ? [] : [missedFromAt, missedFromAt + version.obligation.waitMs],
  )
}

/** Stretches that touch are one: a gap stays open until nothing holds it open. */
export function mergedStretches(stretches: readonly Stretch[]): Stretch[] {
  const sorted = stretches.toSorted((one, other) => one.openedAt - other.openedAt || one.dueAt - other.dueAt)
  const apart: Stretch[] = []
  for (const next of sorted) {
    const last = apart.at(-1)
    if (last === undefined || (last.closedAt !== null && last.closedAt < next.openedAt)) apart.push(next)
    else apart[apart.length - 1] = joined(last, next)
  }
  return apart
}

function missOf(cycle: Cycle, clocks: readonly ClockFigure[], at: Instant): Stretch | undefined {
  const { start, supersededBy } = cycle
  const end = cycle.closures[0]
  if (start.role === 'difference') {
    const closing = end === undefined ? null : end.by === 'met' ? 'met-late' : end.by
    return stretch(
      start.occurredAt,
      start.occurredAt,
      end,
      start.asConflict ? 'conflict' : 'missing',
      closing,
    )
  }
  const dueAt = firstMissed(cycle, clocks, at)
  if (dueAt === undefined) return undefined
  const openedAt = dueAt + cycle.version.obligation.waitMs
  if (end !== undefined && end.row.occurredAt <= openedAt) return undefined
  if (supersededBy !== null && supersededBy.occurredAt <= openedAt) return undefined
  return stretch(openedAt, dueAt, end, 'missing', end === undefined ? null : closingOf(end, clocks))
}

/** Where clocks wait for different things, each miss has a stretch of its own, to what met it or stopped the cycle. */
function missesOf(cycle: Cycle, clocks: readonly ClockFigure[], at: Instant): Stretch[] {
  const { waitMs } = cycle.version.obligation
  const stop = cycle.closures.find(({ by }) => by !== 'met')
  return clocks.flatMap(({ isMissed, missedFromAt, dueAt, metAt }): Stretch[] => {
    if (!isMissed || missedFromAt === null || dueAt === null) return []
    if (metAt === null && stop === undefined && at < missedFromAt + waitMs) return []
    const openedAt = dueAt + waitMs
    const endAt = metAt ?? stop?.row.occurredAt ?? null
    if (endAt !== null && endAt <= openedAt) return []
    if (cycle.supersededBy !== null && cycle.supersededBy.occurredAt <= openedAt) return []
    const closing = metAt !== null ? 'met-late' : stop === undefined || stop.by === 'met' ? null : stop.by
    return [{ openedAt, dueAt, closedAt: endAt, reason: 'missing', closing }]
  })
}

/** The earliest due time that was missed and, if the rule waits, waited for. */
function firstMissed(
  { version, closures }: Cycle,
  clocks: readonly ClockFigure[],
  at: Instant,
): Instant | undefined {
  let first: Instant | undefined
  for (const { isMissed, missedFromAt, dueAt } of clocks) {
    if (!isMissed || missedFromAt === null || dueAt === null) continue
    const isTold = closures.length > 0 || at >= missedFromAt + version.obligation.waitMs
    if (isTold && (first === undefined || dueAt < first)) first = dueAt
  }
  return first
}

function stretch(
  openedAt: Instant,
  dueAt: Instant,
  end: Closure | undefined,
  reason: Stretch['reason'],
  closing: Closing | null,
): Stretch {
  const closedAt = end === undefined ? null : Math.max(end.row.occurredAt, openedAt)
  return { openedAt, dueAt, closedAt, reason, closing }
}

/** Partial conditions are a gap at once, until a full follow-up that is later, whatever came before. */
function conflictFrom(row: EvidenceRow, { closures }: Cycle, clocks: readonly ClockFigure[]): Stretch {
  const end = closures.find((closure) => isLater(closure.row, row))
  const closing = end === undefined ? null : closingOf(end, clocks)
  return stretch(row.occurredAt, row.occurredAt, end, 'conflict', closing)
}

/** Level on the coarser scale, the full fact counts as the later one unless the partial was heard after it. */
function isLater(full: EvidenceRow, partial: EvidenceRow): boolean {
  const order = compareMoments(full, partial)
  return order === 0 ? full.receivedAt >= partial.receivedAt : order > 0
}

function closingOf({ by, row }: Closure, clocks: readonly ClockFigure[]): Closing {
  if (by !== 'met') return by
  const isLate = clocks.some(({ isMissed, dueAt }) => isMissed || (dueAt !== null && row.occurredAt > dueAt))
  return isLate ? 'met-late' : 'met-in-time'
}

const WORST_FIRST: readonly Closing[] = [
  'met-late',
  'decided',
  'cancelled',
  'met-in-time',
  'met-in-time-heard-late',
]

function joined(one: Stretch, other: Stretch): Stretch {
  const { openedAt, dueAt } = one
  const later = lasting(one) === lasting(other) ? undefined : lasting(one) > lasting(other) ? one : other
  if (later) return { ...later, openedAt, dueAt }
  const isConflict = one.reason === 'conflict' || other.reason === 'conflict'
  const closing = WORST_FIRST.find((worst) => worst === one.closing || worst === other.closing) ?? null
  return { openedAt, dueAt, closedAt: one.closedAt, reason: isConflict ? 'conflict' : one.reason, closing }
}

function lasting({ closedAt }: Stretch): number {
  return closedAt ?? Infinity
}
