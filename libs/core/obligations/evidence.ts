import type { Instant } from '#core/kernel'
import type { Retraction } from '#core/profile'

/**
 * What a fact is to a case: `opens`, `reopens` and `difference` begin a cycle; `expects` and `precedes` are what was
 * waited for; `clock` is an event that a clock counts from; `acknowledges` pauses the ladder; `decides` closes by a
 * person's word; `puts-right` shows a cancellation to have been a mistake; `retracts` takes another fact away.
 */
export type EvidenceRole =
  | 'opens'
  | 'reopens'
  | 'difference'
  | 'expects'
  | 'precedes'
  | 'conflicts'
  | 'cancels'
  | 'puts-right'
  | 'clock'
  | 'acknowledges'
  | 'decides'
  | 'retracts'

/**
 * What one fact is to one case of one rule. JSON throughout, so that it can be stored as it stands; a case is judged from
 * the set of its rows, whatever the order they came in and however often.
 */
export interface EvidenceRow {
  /** The obligation; empty for a retraction, which belongs to whatever it takes away. */
  rule: string
  /** 0 where the row counts whichever version of the rule is judged: acknowledgements, decisions, retractions. */
  ruleVersion: number
  /** The gap's id, `caseKeyOf(rule, onePer)`; the match key for `precedes` under a `match`; empty for a retraction. */
  caseKey: string
  onePer: Readonly<Record<string, string>>
  role: EvidenceRole
  /** Which clock a `clock` row starts, or which one alone an `expects` or `precedes` row meets; −1 for other rows. */
  clock: number
  /** Which item of a gathering case (`each`) the row is about. */
  item: string | null
  /** On rows that begin a cycle: the key under which `precedes` rows of a rule with `match` are kept. */
  matchKey: string | null
  eventId: string
  source: string
  type: string
  /** When it happened; for a difference, the instant of the registers that were compared. */
  occurredAt: Instant
  receivedAt: Instant
  /** Only the London date of `occurredAt` is known. */
  dayPrecision: boolean
  /** The hub's key of the person as the fact was first linked; null where it is about nobody. */
  person: string | null
  /** Dates in the payload that clocks count from (`data.releaseDate`), and `until` of an acknowledgement. */
  dates: Readonly<Record<string, Instant>>
  /** The fields that the gap carries. */
  details: Readonly<Record<string, unknown>>
  /** On rows that begin a cycle: the members of its data that the rule's other conditions read as `opening`. */
  opening: Readonly<Record<string, unknown>>
  /** Which disagreement between registers a difference, or its resolution, is about. */
  difference: string | null
  /** A difference in what is said, not in whether anything is there. */
  asConflict: boolean
  retracts: Retraction | null
  /** A condition that reads the profile or the opening, to be judged with them: its place in the rule, and what it may read. */
  pending: Pending | null
}

export interface Pending {
  watch: number
  data: unknown
  event: unknown
  unit: unknown
}
