export { agreementCovering } from './agreement-covering.js'
export { compileSharing } from './compile-sharing.js'
export { decideSharing, offeredStanding, type Occasion } from './decide-sharing.js'
export type {
  Decision,
  Grant,
  SharedDecision,
  Sharing,
  WithheldDecision,
  WithheldReason,
} from './decision.js'
export { ledgerEntryOf, type LedgerPlace } from './ledger-entry.js'
export { type Projector, projectorOf } from './projector.js'
export { type Route, routeOf } from './route.js'
export type { SharingContracts, SharingPolicy } from './sharing-policy.js'
export { standsUntil } from './stands-until.js'
