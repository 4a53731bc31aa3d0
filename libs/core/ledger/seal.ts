import type { ChainHead } from './chain.js'
import { inclusionProof, merkleRoot, type ProofStep } from './merkle.js'

/** A day's digest over the heads of every partition; published as a fact, so that it stands outside the table it seals. */
export interface Seal {
  /** London date that the seal closes, `YYYY-MM-DD`. */
  day: string
  /** By partition, lowest first. */
  heads: readonly ChainHead[]
  /** Merkle root over the heads. */
  digest: string
}

export type SealCheck = { ok: true } | { ok: false; partition: number | null; says: string }

/** Seals the heads that all partitions had as the day ended. The order in which they are given does not matter. */
export function seal(day: string, heads: readonly ChainHead[]): Seal {
  const sorted = heads
    .map(({ partition, position, hash }) => ({ partition, position, hash }))
    .toSorted((a, b) => a.partition - b.partition)
  return { day, heads: sorted, digest: merkleRoot(leavesOf(day, sorted)) }
}

/**
 * Whether heads computed anew (after a restore, or from the rows) are those that were sealed. A difference names the
 * first partition that disagrees, or none where the seal itself was altered; whoever asks must then stop (CORE §7).
 */
export function verifySeal(sealed: Seal, heads: readonly ChainHead[]): SealCheck {
  if (seal(sealed.day, sealed.heads).digest !== sealed.digest)
    return {
      ok: false,
      partition: null,
      says: `The seal of ${sealed.day} does not agree with its own heads.`,
    }
  const now = new Map(heads.map((head) => [head.partition, head]))
  for (const { partition, position, hash } of sealed.heads) {
    const head = now.get(partition)
    now.delete(partition)
    if (head === undefined)
      return {
        ok: false,
        partition,
        says: `Partition ${partition} was sealed at row ${position} and is gone.`,
      }
    if (head.position !== position)
      return {
        ok: false,
        partition,
        says: differs(partition, `was sealed at row ${position} and ends at ${head.position}`),
      }
    if (head.hash !== hash)
      return { ok: false, partition, says: differs(partition, `has another row ${position} than was sealed`) }
  }
  const [unsealed] = now.keys()
  if (unsealed === undefined) return { ok: true }
  return {
    ok: false,
    partition: unsealed,
    says: `Partition ${unsealed} is not in the seal of ${sealed.day}.`,
  }
}

/** The proof that one partition's head is in the day's digest, to hand to a third party with that partition's rows. */
export function sealProof(sealed: Seal, partition: number): { leaf: string; proof: ProofStep[] } | undefined {
  const index = sealed.heads.findIndex((head) => head.partition === partition)
  const leaves = leavesOf(sealed.day, sealed.heads)
  const proof = inclusionProof(leaves, index)
  return proof === undefined ? undefined : { leaf: leaves[index]!, proof }
}

function leavesOf(day: string, heads: readonly ChainHead[]): string[] {
  return heads.map(({ partition, position, hash }) => JSON.stringify([day, partition, position, hash]))
}

function differs(partition: number, how: string): string {
  return `Partition ${partition} ${how}.`
}
