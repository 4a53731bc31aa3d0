import type { ClockPhrase } from '#core/calendar'
import type { Condition, Expression } from './condition.js'
import type { UnitSelector } from './parties.js'
import type { SEVERITIES } from './schemas/words.js'

/** An event, optionally under a condition. `type` carries no version: a rule watches a fact whatever its version. */
export interface FactPattern {
  type: string
  /** `for every <role>`: one case for each unit of the role; in `where`, `unit` is then that unit and not the publisher. */
  every?: string
  where?: Condition
}

export type Severity = (typeof SEVERITIES)[number]

export type GapKind = 'follow-up' | 'quality' | 'comparison' | 'sequence' | 'silence' | 'identity'

export interface Obligation {
  obligation: string
  version: number
  says: string
  source: string
  /** By which of its ways the gap is found. Where the file does not say: `sequence` with `precededBy`, else `follow-up`. */
  kind: GapKind
  inForce: { fromAt: number; untilAt: number | null }
  /** What one case of the rule is about: a handle scheme (`order`), `person`, `unit`, or data paths (`data.gapId`). */
  onePer: readonly string[]
  /** Where one case gathers several items (a court's list of escalated gaps): the path that tells them apart. */
  each?: Expression
  opens: readonly FactPattern[]
  /** When a further opening begins another cycle, beside reopenings. */
  restarts: Restarts
  /** Any of these meets it. */
  expects: readonly FactPattern[]
  precededBy?: FactPattern
  /** How long before the opening `precededBy` may lie (milliseconds); absent: any time since the former cycle began. */
  withinMs?: number
  /** What `precededBy` must share with the opening where that is not what the rule is one per: `person`, or a handle scheme. */
  match?: string
  conflicts: readonly FactPattern[]
  reopens: readonly FactPattern[]
  cancels: readonly FactPattern[]
  /** What follows a cancellation within so many milliseconds shows that it was a mistake: it cancelled nothing. */
  putRight?: { by: FactPattern; withinMs: number }
  pausedWhile?: Condition
  /** Delays the breach, never the due time (milliseconds). */
  waitMs: number
  clocks: readonly Clock[]
  severity: Severity
  ladder: readonly Rung[]
  /** Fields of the opening fact that the gap carries as `details`. */
  carries: readonly string[]
  /** Of those, the ones that are worked out: `prison from unit.code`. */
  carriedFrom?: ReadonlyMap<string, Expression>
  /** Each morning, while a case is not ended, it stands on the list of these roles. */
  listed?: Listed
  file: string
}

/**
 * `never`: a further opening joins the cycle that runs, as where the rule is one per order. `when ended`: as soon as the
 * former has ended. `at another date`: also where it names another date that a clock counts from. `at each opening`: always.
 */
export type Restarts = 'never' | 'when ended' | 'at another date' | 'at each opening'

/** A daily list, at a time of the London day. */
export interface Listed {
  /** Minutes after midnight. */
  minuteOfDay: number
  roles: readonly string[]
}

export interface Clock {
  due: ClockPhrase
  /** What it waits for, in words, where the clocks of a rule wait for different things. */
  of?: string
  /** It runs for those openings alone of which this holds. */
  onlyIf?: Condition
  /** What this clock waits for, where that is not what the rule waits for. Any of these meets it. */
  expects: readonly FactPattern[]
  precededBy?: FactPattern
  /** Set when the clock runs from another event than the opening. */
  after?: FactPattern
  warn?: ClockPhrase
  evidence: string
}

export interface Rung {
  /** `at breach` or `after N …`, counted from the breach. */
  when: ClockPhrase
  roles: readonly string[]
}

export interface Comparison {
  comparison: string
  version: number
  says: string
  source: string
  /** The handle scheme that the sides' rows are joined on. */
  key: string
  sides: readonly ComparisonSide[]
  covers?: Condition
  notYetDue?: { phrase: ClockPhrase; from: Expression }
  /** The last day on which a row's absence elsewhere means anything; undefined on a row without an end. */
  noLongerDue?: Expression
  compares: readonly string[]
  differences: readonly DifferenceMeaning[]
  staleAfterMs: number
  file: string
}

export interface ComparisonSide {
  side: string
  /** Event type whose data its rows are shaped as. */
  type: string
  version: number
  from: UnitSelector
  /** Where it does not hold, the row says itself that the register holds the thing no more. */
  heldWhen?: Condition
}

export interface DifferenceMeaning {
  kind: 'absent' | 'differs'
  side: string
  /** The compared field, for `differs`. */
  field?: string
  means: string
  /** The obligation it opens at once, or none: then it is listed in the coverage statement only. */
  opens?: { obligation: string; asConflict: boolean }
}

/** Declared now, run later: what is counted, per what, against which targets. */
export interface Measure {
  measure: string
  says: string
  source: string
  evidence: string
  period: 'month' | 'quarter' | 'year'
  per?: string
  targets: readonly string[]
  severity: Severity
  file: string
}
