export { contentFault, type Fault, HubError, isContentError, type Retry } from './fault.js'
export { type Instant, isoInstant, parseInstant } from './instant.js'
export { derivedId, sha256 } from './naming.js'
export { unreachable } from './unreachable.js'
