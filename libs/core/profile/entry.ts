import type { ProfileEffect } from '#core/catalogue'
import type { Instant } from '#core/kernel'

export type ProfileOp = ProfileEffect['op']

/**
 * One thing that one fact said about one person: a row of the dated history. A profile is a function of the set of a
 * person's entries and the retractions among them, so neither the order of arrival nor a repetition can matter.
 */
export interface ProfileEntry {
  /** Hub key of the person; after a merge, the survivor's. */
  person: string
  field: string
  op: ProfileOp
  /** One value (a list was spread over several entries, except under `set`). JSON, with no bigint and no undefined. */
  value: unknown
  /** From this instant on it is so. */
  fromAt: Instant
  /** Until just before this instant; null: until something else is said. */
  untilAt: Instant | null
  eventId: string
  source: string
  type: string
  occurredAt: Instant
  /** Which of the fact's entries this is, from 0: `source`, `eventId` and `part` make the row unique. */
  part: number
}

const OP_ORDER: Record<ProfileOp, number> = { set: 0, add: 1, remove: 2 }

/**
 * The order in which entries are folded: by when they begin to be so, then by when they happened. What is removed on the
 * day that it was added is gone: two dates alone do not say more. The rest only makes the order total.
 */
export function compareEntries(a: ProfileEntry, b: ProfileEntry): number {
  return (
    a.fromAt - b.fromAt ||
    a.occurredAt - b.occurredAt ||
    OP_ORDER[a.op] - OP_ORDER[b.op] ||
    compareTexts(a.source, b.source) ||
    compareTexts(a.eventId, b.eventId) ||
    a.part - b.part
  )
}

/** A merge: the loser's entries as the survivor's, to be added to the survivor's own. A split takes them out again. */
export function underSurvivor(entriesOfLoser: readonly ProfileEntry[], survivor: string): ProfileEntry[] {
  return entriesOfLoser.map((entry) => ({ ...entry, person: survivor }))
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
