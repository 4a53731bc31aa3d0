export {
  aCopyReceived,
  aCopyRequested,
  aCopySent,
  aMarker,
  anEnvelope,
  anEventJson,
  anEventRecord,
  anOrderMade,
  anOrderRecorded,
  type EventWish,
  type OrderWish,
} from './events.js'
export * from './custody.js'
export { anExtract, type ExtractWish } from './extracts.js'
export {
  aConsularNotice,
  aDebrief,
  anArrival,
  aNotification,
  anOrderDecision,
  aReferral,
  aSummons,
  aTransfer,
  aVisorRecord,
  type ReturnCase,
} from './returns.js'
