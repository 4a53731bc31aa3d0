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
export { anExtract, type ExtractWish } from './extracts.js'
