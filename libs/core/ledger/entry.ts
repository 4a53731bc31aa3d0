import type { Instant } from '#core/kernel'

/**
 * One decision as the disclosure ledger keeps it: whom a fact concerned, on which occasion, what was given and why.
 * It holds no payload and no identifier, so that destroying those (MISSION ruling 9) leaves every row, hash and seal
 * whole. No field is optional: what is not there is null, so that a row read back from a table hashes the same.
 */
export interface LedgerEntry {
  /** The partition of `hub.linked` whose chain the row belongs to. */
  partition: number
  /** The row's place in that chain, from 1, without holes. */
  position: number
  /** Offset of the fact in the partition. Several rows share it, one for each unit concerned. */
  offset: number
  eventId: string
  source: string
  /** `type@version` */
  event: string
  /** Hub key of the person, or the subject of a fact about nobody. */
  person: string
  unit: string
  occasion: string
  outcome: 'shared' | 'withheld'
  /** Why it was withheld; null when shared. */
  reason: string | null
  /** The exclusion, agreement or unit whose rule decided a refusal; null when shared. */
  by: string | null
  /** The agreements that allowed the copy, sorted. */
  agreements: readonly string[]
  purposes: readonly string[]
  fields: readonly string[]
  withheldFields: readonly string[]
  /** The routing step that made the unit the owner, or null. */
  step: string | null
  /** SHA-256 of the catalogue that decided. */
  catalogue: string
  /** Stream time of the decision: `receivedAt` of the fact, or of the later occasion. */
  decidedAt: Instant
  /** What was given, committed to but not told; null when withheld. */
  commitment: string | null
}

/** A row with its two hashes, lower-case hex: its predecessor's and its own. */
export interface LedgerRow extends LedgerEntry {
  previous: string
  hash: string
}

/**
 * The bytes that are hashed: a JSON array of every field in the order of `LedgerEntry`, behind a version number and the
 * predecessor's hash. An array leaves no order of keys and no absent member to argue about, and anyone with a JSON
 * library and SHA-256 can check a row offline.
 */
export function canonicalBytes(previous: string, entry: LedgerEntry): string {
  return JSON.stringify([
    1,
    previous,
    entry.partition,
    entry.position,
    entry.offset,
    entry.eventId,
    entry.source,
    entry.event,
    entry.person,
    entry.unit,
    entry.occasion,
    entry.outcome,
    entry.reason,
    entry.by,
    entry.agreements,
    entry.purposes,
    entry.fields,
    entry.withheldFields,
    entry.step,
    entry.catalogue,
    entry.decidedAt,
    entry.commitment,
  ])
}
