export { type Authority, type Certificate, makeAuthority } from './authority.js'
