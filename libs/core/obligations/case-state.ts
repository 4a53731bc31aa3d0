import type { GapKind } from '#core/catalogue'
import type { Instant } from '#core/kernel'

/**
 * Where a case stands. `waiting`: nothing has opened it. `open`: due later. `breached` and `conflict`: its gap is open.
 * `met` and `met-late`: what was expected came. `cancelled`, `decided`: nothing more is to come.
 */
export type CaseStatus =
  'waiting' | 'open' | 'breached' | 'conflict' | 'met' | 'met-late' | 'cancelled' | 'decided'

/** Why a gap is closed. `met-in-time-heard-late`: it had been said, the fact had come in time all the same, and the miss is taken back. */
export type Closing = 'met-in-time' | 'met-in-time-heard-late' | 'met-late' | 'cancelled' | 'decided'

export type GapReason = 'missing' | 'late' | 'conflict' | 'stale' | 'kpi'

/** One clock of one cycle: each keeps its own figure. A clock stopped or superseded before it was due has none. */
export interface ClockFigure {
  /** When its cycle began. */
  cycleStartAt: Instant
  item: string | null
  /** Its place in the obligation. */
  clock: number
  /** What it counts from; null until that has happened. */
  anchorAt: Instant | null
  /** The last instant in time; null while it does not run, or stands still with no end known. */
  dueAt: Instant | null
  warnAt: Instant | null
  metAt: Instant | null
  isMissed: boolean
  /** The first instant at which the miss may be said, if nothing comes. */
  missedFromAt: Instant | null
}

/** A stretch of time in which the gap was open. */
export interface Stretch {
  openedAt: Instant
  /** What was due when it opened. */
  dueAt: Instant
  closedAt: Instant | null
  reason: GapReason
  closing: Closing | null
}

export interface RungReached {
  /** Its place in the ladder, from 0. */
  rung: number
  at: Instant
}

export interface GapState {
  isOpen: boolean
  reason: GapReason
  kind: GapKind
  /** When the open stretch began, or the last one; null where nothing was missed. */
  breachedAt: Instant | null
  /** What the breach missed; before any breach the earliest due time of a running clock. */
  dueAt: Instant | null
  closing: Closing | null
  /** Every stretch, in order; the last is the open one when the gap is open. */
  stretches: readonly Stretch[]
}

/** What `judge` says of a case at an instant: a function of the set of its evidence, the profiles and the instant. */
export interface CaseState {
  rule: string
  /** The version that the latest cycle goes by; 0 where nothing has opened the case. */
  ruleVersion: number
  gapId: string
  onePer: Readonly<Record<string, string>>
  person: string | null
  status: CaseStatus
  /** When the latest cycle began. */
  cycleStartAt: Instant | null
  clocks: readonly ClockFigure[]
  gap: GapState
  /** Rungs of the ladder that the open gap has reached, in order. */
  rungsReached: readonly RungReached[]
  /** The daily list on which the case stands; null where it stands on none. */
  listedAt: Instant | null
  /** The earliest later instant at which this answer changes if nothing more is heard; null: none. */
  nextDueAt: Instant | null
  /** Openings heard in the latest cycle: how often the court was asked. */
  requests: number
  /** The items of a gathering case that are not met. */
  outstanding: readonly string[]
  details: Readonly<Record<string, unknown>>
}
