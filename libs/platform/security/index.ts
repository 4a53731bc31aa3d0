export {
  authentication,
  Caller,
  demandScopes,
  NeedsScopes,
  principalOf,
  ScopesGuard,
  setPrincipal,
} from './authentication.js'
export { certificateOf } from './certificate.js'
export { ensureClients, readClients, type SystemClient } from './clients.js'
export { type Fetch, fetchAs } from './own-calls.js'
export {
  ensurePeople,
  isPasswordOf,
  type LocalApplication,
  type LocalPerson,
  readApplications,
  readPeople,
} from './people.js'
export { actsFor, AUDIENCE, type Principal, type ScopeName, SCOPES } from './principal.js'
export { SignIn, type SignInStep, type SignedIn } from './sign-in.js'
export { type ClientLogin, TokenSource } from './token-source.js'
export { createTokenVerifier, type TokenVerifier } from './token-verifier.js'
