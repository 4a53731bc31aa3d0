import type { Instant } from '#core/kernel'
import type { Identifier } from './identifier.js'
import type { Contradiction } from './known-person.js'

/** What the register reads once for a whole batch, aliases resolved: every `person` and `to` here is a surviving key. */
export interface LoadedIdentities {
  /**
   * Those who hold a sought identifier or are a named key. The rows of those merged into them may be given too, under
   * the survivor's key: only they tell the second date of birth of two whom somebody decided to be one.
   */
  persons: readonly { person: string; firstSeenAt: Instant; dateOfBirth: string | null }[]
  /** All identifiers of those persons, not only the sought ones. */
  identifiers: readonly (Identifier & { person: string })[]
  /** For named keys that were merged away. */
  aliases: readonly { from: string; to: string }[]
  /** Pairs of those persons whom somebody decided to be two; no bridge joins them again. */
  apart?: readonly (readonly [string, string])[]
  /** Those of the named conflicts about which nobody has decided yet, with the keys as they were then. */
  doubts?: readonly Doubt[]
}

/** People of whom a fact said that they are one, and of whom something exact says that they are not. */
export interface Doubt {
  conflict: string
  between: readonly string[]
  openedAt: Instant
}

/** What the register writes once, in this order. */
export interface IdentityChanges {
  persons: readonly {
    person: string
    firstSeenAt: Instant
    dateOfBirth: string | null
    provisional: boolean
  }[]
  /** `person` is the one who gained it first; it stays in its row when that person is merged, so that a split restores. */
  identifiers: readonly (Identifier & { person: string })[]
  /** Of persons without one so far, by a fact or by a merge. */
  datesOfBirth: readonly { person: string; dateOfBirth: string }[]
  /** Also re-point the aliases that led to `loser`: those of `inherited`, whom it had survived until then. */
  merges: readonly {
    loser: string
    inherited: readonly string[]
    survivor: string
    source: string
    eventId: string
    at: Instant
  }[]
  /** One for each conflict of the batch, under its first fact; one that is stored already stays as it is. */
  conflicts: readonly {
    conflict: string
    between: readonly string[]
    reason: Contradiction
    source: string
    eventId: string
    at: Instant
  }[]
  /** Whom somebody decided to be two, by their own keys, so that it stays true of each if either is merged. */
  apart: readonly { one: string; other: string; source: string; eventId: string; at: Instant }[]
  /** Conflicts that somebody has decided, those of this batch among them: write them after `conflicts`. */
  settled: readonly { conflict: string; at: Instant }[]
}
