export { type Fault, HubError, type Retry } from './fault.js'
export { type Instant, isoInstant, parseInstant } from './instant.js'
export { derivedId, sha256 } from './naming.js'
export { unreachable } from './unreachable.js'
