import type { GapKind } from '#core/catalogue'
import { derivedId, isoInstant, type Instant } from '#core/kernel'
import type { CaseState, Closing, GapReason } from './case-state.js'
import type { RuleVersion } from './compile-rules.js'

export type GapFactType = 'hub.gap.opened' | 'hub.gap.escalated' | 'hub.gap.closed'

/** A fact that the hub is to publish about a gap; the reconciler adds source, unit and marking. */
export interface GapFact {
  type: GapFactType
  /** UUIDv5 of gap and revision: emitting again what was emitted makes a duplicate, never a second fact. */
  id: string
  /** `order:B01FA/2011-0042`, `person:<key>`, `unit:<unit>`, or `gap:<gapId>`. */
  subject: string
  /** When it was so, in stream time: a breach is dated at its own due time, however late it is told. */
  occurredAt: Instant
  time: string
  data: GapData
}

/** The payload of `hub.gap.opened`, `.escalated` and `.closed`; times in ISO 8601. */
export interface GapData {
  gapId: string
  rule: string
  kind: GapKind
  reason: GapReason
  severity: string
  says: string
  dueAt: string
  breachedAt: string
  /** The roles told now. */
  roles: readonly string[]
  /** How many rungs of the ladder have been told, these included. */
  rung: number
  /** Counts the facts about this gap, from 1. */
  revision: number
  closing?: Closing
  /** How often the case was opened: how often the court was asked. */
  requests: number
  outstanding?: readonly string[]
  details: Readonly<Record<string, unknown>>
}

/** What differs between one fact about a gap and the next. */
export interface GapNews {
  type: GapFactType
  occurredAt: Instant
  revision: number
  reason: GapReason
  dueAt: Instant
  breachedAt: Instant
  roles: readonly string[]
  rung: number
  closing?: Closing
}

export function gapFact(state: CaseState, version: RuleVersion, news: GapNews): GapFact {
  const { obligation } = version
  const { gapId, outstanding } = state
  const { type, occurredAt, dueAt, breachedAt, ...said } = news
  return {
    type,
    id: derivedId('gap', gapId, news.revision),
    subject: subjectOf(state),
    occurredAt,
    time: isoInstant(occurredAt),
    data: {
      gapId,
      rule: state.rule,
      kind: state.gap.kind,
      severity: obligation.severity,
      says: obligation.says,
      dueAt: isoInstant(dueAt),
      breachedAt: isoInstant(breachedAt),
      ...said,
      requests: state.requests,
      ...(gathers(version) ? { outstanding } : {}),
      details: state.details,
    },
  }
}

/** Whether a gap of the rule says what of several things is outstanding. */
export function gathers({ obligation, hasOwn }: RuleVersion): boolean {
  return obligation.each !== undefined || hasOwn
}

/**
 * A handle names the thing itself, and a person the person, whatever else the case is told apart by: by the subject the gap
 * is linked to whom it is about. Another case of several values has no name but the gap's.
 */
export function subjectOf({ onePer, gapId }: Pick<CaseState, 'onePer' | 'gapId'>): string {
  if (onePer['person'] !== undefined) return `person:${onePer['person']}`
  const [by, ...others] = Object.entries(onePer)
  return by === undefined || others.length > 0 || by[0].startsWith('data.')
    ? `gap:${gapId}`
    : `${by[0]}:${by[1]}`
}
