import type { ClockPhrase } from '#core/calendar'
import type { Condition, Expression } from './condition.js'
import type { UnitSelector } from './parties.js'

/** An event, optionally under a condition. `type` carries no version: a rule watches a fact whatever its version. */
export interface FactPattern {
  type: string
  /** `for every <role>`: one case for each unit of the role. */
  every?: string
  where?: Condition
}

export type Severity = 'low' | 'medium' | 'high' | 'critical'

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
  expects?: FactPattern
  precededBy?: FactPattern
  /** What `precededBy` must share with the opening where that is not what the rule is one per: `person`, or a handle scheme. */
  match?: string
  conflicts: readonly FactPattern[]
  reopens: readonly FactPattern[]
  cancels: readonly FactPattern[]
  pausedWhile?: Condition
  /** Delays the breach, never the due time (milliseconds). */
  waitMs: number
  clocks: readonly Clock[]
  severity: Severity
  ladder: readonly Rung[]
  /** Fields of the opening fact that the gap carries as `details`. */
  carries: readonly string[]
  file: string
}

export interface Clock {
  due: ClockPhrase
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
