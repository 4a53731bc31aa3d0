export { announce, type Announced } from './announce.js'
export { caseKeyOf, matchKeyOf, type OnePer, underSurvivingPerson } from './case-key.js'
export type {
  CaseState,
  CaseStatus,
  ClockFigure,
  Closing,
  GapReason,
  GapState,
  RungReached,
  Stretch,
} from './case-state.js'
export {
  type CompiledRule,
  type CompiledRules,
  compileRules,
  DIFFERENCE_FOUND,
  DIFFERENCE_RESOLVED,
  type RuleSource,
  type RuleVersion,
} from './compile-rules.js'
export type { EvidenceRole, EvidenceRow, Pending } from './evidence.js'
export { evidenceOf } from './evidence-of.js'
export type { GapData, GapFact, GapFactType } from './gap-fact.js'
export { judge } from './judge.js'
export { listing, type ListingFact } from './listing.js'
export { historyOf, noProfiles, type PersonHistory, type Profiles } from './person-history.js'
export { GAP_ACKNOWLEDGED, GAP_DECIDED } from './words-about-gaps.js'
