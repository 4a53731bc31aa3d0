export { type Malformation, MALFORMATIONS, spoilt } from './malformed.js'
export type { Misbehaviour, Misdeed } from './register-misbehaviour.js'
