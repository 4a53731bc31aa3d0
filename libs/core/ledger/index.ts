export {
  type Breakage,
  chain,
  type ChainHead,
  ChainVerifier,
  emptyChain,
  genesis,
  type Verification,
  verifyChain,
} from './chain.js'
export { commitmentTo, type Copied, keyedHash, saltOf } from './commitment.js'
export { canonicalBytes, type LedgerEntry, type LedgerRow } from './entry.js'
export { inclusionProof, merkleRoot, type ProofStep, verifyInclusion } from './merkle.js'
export { seal, type SealCheck, sealProof, type Seal, verifySeal } from './seal.js'
