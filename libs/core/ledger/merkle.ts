import { createHash } from 'node:crypto'

/** One step from a leaf to the root: the hash beside it, and on which side that stands. */
export interface ProofStep {
  side: 'left' | 'right'
  hash: string
}

/**
 * Root of a Merkle tree over texts, with the leaf and node prefixes of RFC 6962 §2.1, so that no inner node can pass for
 * a leaf. A level's odd last node is carried up as it stands. No leaves: SHA-256 of nothing.
 */
export function merkleRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return createHash('sha256').digest('hex')
  let level = leaves.map(leafHash)
  while (level.length > 1) level = parentsOf(level)
  return level[0]!
}

/** The proof that the leaf at `index` is under the root: about log2(leaves) steps. Undefined when there is no such leaf. */
export function inclusionProof(leaves: readonly string[], index: number): ProofStep[] | undefined {
  if (leaves[index] === undefined) return undefined
  const steps: ProofStep[] = []
  let level = leaves.map(leafHash)
  let at = index
  while (level.length > 1) {
    const sibling = level[at ^ 1]
    if (sibling !== undefined) steps.push({ side: at % 2 === 0 ? 'right' : 'left', hash: sibling })
    level = parentsOf(level)
    at >>= 1
  }
  return steps
}

/** Whether the proof leads from the leaf to the root. */
export function verifyInclusion(root: string, leaf: string, proof: readonly ProofStep[]): boolean {
  let hash = leafHash(leaf)
  for (const step of proof)
    hash = step.side === 'left' ? nodeHash(step.hash, hash) : nodeHash(hash, step.hash)
  return hash === root
}

function parentsOf(level: readonly string[]): string[] {
  const parents: string[] = []
  for (let i = 0; i < level.length; i += 2) {
    const right = level[i + 1]
    parents.push(right === undefined ? level[i]! : nodeHash(level[i]!, right))
  }
  return parents
}

function leafHash(leaf: string): string {
  return createHash('sha256').update('\u0000').update(leaf).digest('hex')
}

function nodeHash(left: string, right: string): string {
  return createHash('sha256').update('\u0001').update(left, 'hex').update(right, 'hex').digest('hex')
}
