export {
  aCopyReceived,
  aCopySent,
  aMarker,
  anEnvelope,
  anEventJson,
  anEventRecord,
  anOrderMade,
  type EventWish,
  type OrderWish,
} from './events.js'
