import type { GapKind } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import type { Closing, GapState, Stretch } from './case-state.js'
import type { JudgedCycle } from './judged-cycle.js'

/** The gap of a case, from its cycles and the stretches in which they held it open. */
export function gapOf(
  judged: readonly JudgedCycle[],
  latest: JudgedCycle | undefined,
  stretches: readonly Stretch[],
): GapState {
  const last = stretches.at(-1)
  const isOpen = last?.closedAt === null
  const running = judged.flatMap(({ cycle, clocks }) =>
    cycle.closures.length > 0
      ? []
      : clocks.flatMap(({ dueAt, metAt }) => (dueAt === null || metAt !== null ? [] : [dueAt])),
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
  const { waitMs } = cycle.version.obligation
  if (cycle.version.hasOwn)
    return clocks.some(({ clock, missedFromAt }) => {
      const heardAt = cycle.own.get(clock)?.receivedAt ?? 0
      return missedFromAt !== null && heardAt >= missedFromAt + waitMs && heardAt > cycle.start.receivedAt
    })
  const heardAt = cycle.closures[0]?.row.receivedAt ?? 0
  const toldAt = earliest(clocks.flatMap(({ missedFromAt }) => (missedFromAt === null ? [] : [missedFromAt])))
  return toldAt !== null && heardAt >= toldAt + waitMs && heardAt > cycle.start.receivedAt
}

export function earliest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : Math.min(...instants)
}
