export { attachServers } from './attach.js'
export { claimRunFolder } from './by-processes.js'
export type { Credentials } from './credentials.js'
export { ensureCredentials, kafkaUsers, newSecret, readCredentials, writeCredentials } from './credentials.js'
export { freePort, portOrFree } from './ports.js'
export {
  beganAt,
  hasEnded,
  isAlive,
  readRecord,
  readRecords,
  signal,
  stopRecorded,
  writeRecord,
} from './process-record.js'
export type { ProcessRecord } from './process-record.js'
export { provideServers } from './provide.js'
export { repositoryRoot } from './repository-root.js'
export { spawnServer, tailOf } from './spawn-server.js'
export type { KafkaAccess, KafkaLogin, ProvideOptions, ServerProcess, Servers } from './types.js'
