export { Hub, type HubOptions } from './hub.js'
export { type TestServers, testServers } from './servers.js'
