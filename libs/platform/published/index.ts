export { type Clock, moveClock, readStreamTime, settled } from './clock.js'
export * from './conservation/index.js'
export {
  type AcknowledgedCopy,
  acknowledgedCopies,
  announcedCases,
  copyContents,
  type CopyContent,
  factContents,
  type FactContent,
  knownHubFacts,
} from './contents.js'
export {
  type CaseEvidence,
  evidenceOfCase,
  findGaps,
  firstSaid,
  type GapFilter,
  type PublishedGap,
  readGaps,
} from './gaps.js'
export {
  disclosurePages,
  ledgerDays,
  ledgerHeads,
  ledgerPartitions,
  type StoredDay,
  type StoredDisclosure,
  type StoredHead,
} from './ledger-rows.js'
export {
  type DeliveredCopy,
  type MessageLife,
  type ObligationPart,
  readMessageLife,
  readPayloads,
  type RegisteredFact,
  type RegisterOutcome,
  type SharingDecision,
} from './message-life.js'
export { findParked, listParked, PARKING_STAGES, type ParkedMessage, type ParkingFilter } from './parking.js'
export { findPeople, type PublishedPerson, readPerson } from './people.js'
export type { Queryable } from './queryable.js'
export { readStageProgress, type StageProgress } from './stage-progress.js'
export { absentThings, type AbsentThing, readTotals, type Totals } from './totals.js'
export { type InboxRow, readInbox } from './inbox.js'
export {
  type SaidOfGap,
  saidOfGap,
  type SideCompared,
  type SideHeld,
  sidesCompared,
  sidesOfDifference,
} from './gap-story.js'
export * from './told/index.js'
export { caseWords, CLOSING_WORDS, copyWords, EVIDENCE_WORDS, HOLDING_WORDS } from './words.js'
