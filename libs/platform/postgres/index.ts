export { gaugeParked } from './parked-gauge.js'
export { migrate, type Migration } from './migrate.js'
export {
  type BrokerMessage,
  discardParked,
  PARKING_TABLE,
  parkMessage,
  parsePlace,
  storable,
  takeParked,
} from './parking.js'
export { type Client, createPool, inTransaction, type Pool, type PoolOptions } from './pool.js'
export { type BatchPlace, type OffsetOutput, STAGE_JOURNAL_TABLES, StageJournal } from './stage-journal.js'
