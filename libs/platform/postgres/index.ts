export { gaugeParked } from './parked-gauge.js'
export { inUnits } from './in-units.js'
export { migrate, type Migration } from './migrate.js'
export {
  type BrokerMessage,
  discardParked,
  parkedMessages,
  PARKING_TABLE,
  parkMessage,
  parsePlace,
  type Place,
  takeParked,
} from './parking.js'
export { type Client, createPool, inTransaction, type Pool, type PoolOptions } from './pool.js'
export { rolePassword, roleUrl } from './role-login.js'
export {
  consoleReads,
  type Publication,
  publish,
  publishByUnit,
  type UnitPublication,
  withholdFromConsole,
} from './publish.js'
export {
  databaseSql,
  type DatabaseRoles,
  loginsOf,
  prepareDatabase,
  prepareRoles,
  PUBLISHED,
  rolesSql,
  UNIT_SETTING,
} from './roles.js'
export {
  type AppliedBatch,
  type Applying,
  type BatchPlace,
  type PlacedOutput,
  STAGE_JOURNAL_TABLES,
  StageJournal,
} from './stage-journal.js'
export { isServerAway } from './server-away.js'
export { Writes } from './writes.js'
