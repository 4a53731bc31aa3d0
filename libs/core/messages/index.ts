export * from './binary.js'
export { contentHash } from './content-hash.js'
export * from './envelope.js'
export { type CloudEventJson, cloudEventJson } from './json.js'
