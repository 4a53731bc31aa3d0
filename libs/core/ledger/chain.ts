import { sha256 } from '#core/kernel'
import { canonicalBytes, type LedgerEntry, type LedgerRow } from './entry.js'

/** The hash that the first row of a partition's chain refers to. */
export function genesis(partition: number): string {
  return sha256(`interlock disclosure ledger, partition ${partition}`)
}

/** Links an entry to its predecessor: the row to be stored. `previousHash` is `genesis(partition)` for position 1. */
export function chain(previousHash: string, entry: LedgerEntry): LedgerRow {
  return { ...entry, previous: previousHash, hash: sha256(canonicalBytes(previousHash, entry)) }
}

/** How far a chain reaches: what the next row is linked to, and what a day's seal is made of. */
export interface ChainHead {
  partition: number
  /** Position of the last row; 0 for an empty chain. */
  position: number
  hash: string
}

export function emptyChain(partition: number): ChainHead {
  return { partition, position: 0, hash: genesis(partition) }
}

export type Breakage =
  /** A position is not there: a row was deleted, or never written. */
  | 'missing'
  /** A position comes again, or comes too early. */
  | 'out-of-order'
  /** The row's content does not give its hash. */
  | 'altered'
  /** The row is whole, but was made after another predecessor. */
  | 'unlinked'
  /** The row is of another partition. */
  | 'foreign'
  /** All rows agree with each other, but not with the head that was recorded elsewhere. */
  | 'other-head'

export type Verification =
  | { ok: true; head: ChainHead }
  /** The first broken link. `position` is the place in the chain at which it shows. */
  | { ok: false; partition: number; position: number; breakage: Breakage; says: string }

/**
 * Checks the rows of one partition, in order, and gives the first broken link or the head reached.
 * `from` is where the rows begin (default: an empty chain). Only `until`, a head recorded elsewhere (the cursor's row, a
 * seal), can show that rows are missing at the very end, or that a whole chain was written anew.
 */
export function verifyChain(
  rows: Iterable<LedgerRow>,
  bounds: { partition: number; from?: ChainHead; until?: ChainHead },
): Verification {
  const verifier = new ChainVerifier(bounds.from ?? emptyChain(bounds.partition))
  for (const row of rows) {
    const broken = verifier.add(row)
    if (broken) return broken
  }
  return verifier.end(bounds.until)
}

/** The same check for rows that come page by page, so that nothing large is held. */
export class ChainVerifier {
  constructor(private head: ChainHead) {}

  /** The fault of this row, or undefined when it is the next whole link. */
  add(row: LedgerRow): Extract<Verification, { ok: false }> | undefined {
    const breakage = this.breakageOf(row)
    if (breakage) return broken(this.head, breakage, row.position)
    this.head = { partition: row.partition, position: row.position, hash: row.hash }
    return undefined
  }

  /** The head reached, or the fault against the head recorded elsewhere. */
  end(until?: ChainHead): Verification {
    const { head } = this
    if (until === undefined) return { ok: true, head }
    if (until.position > head.position) return broken(head, 'missing', until.position)
    const same = until.position === head.position && until.hash === head.hash
    return same ? { ok: true, head } : broken(head, 'other-head', until.position)
  }

  private breakageOf(row: LedgerRow): Breakage | undefined {
    if (row.partition !== this.head.partition) return 'foreign'
    if (row.hash !== sha256(canonicalBytes(row.previous, row))) return 'altered'
    if (row.position > this.head.position + 1) return 'missing'
    if (row.position < this.head.position + 1) return 'out-of-order'
    return row.previous === this.head.hash ? undefined : 'unlinked'
  }
}

const SENTENCES: Record<Breakage, (expected: number, found: number) => string> = {
  missing: (expected, found) =>
    `Row ${expected} is not there; the chain goes on, or should go on, to row ${found}.`,
  'out-of-order': (expected, found) => `Row ${found} stands where row ${expected} belongs.`,
  altered: (expected) => `Row ${expected} has been altered: its content does not give its hash.`,
  unlinked: (expected) => `Row ${expected} was made after another row than the one now before it.`,
  foreign: (expected) => `The row at ${expected} belongs to another partition.`,
  'other-head': (_expected, found) =>
    `The chain is whole, but row ${found} is not the one that was recorded.`,
}

function broken(head: ChainHead, breakage: Breakage, found: number): Extract<Verification, { ok: false }> {
  const expected = head.position + 1
  const says = SENTENCES[breakage](expected, found)
  return { ok: false, partition: head.partition, position: expected, breakage, says }
}
