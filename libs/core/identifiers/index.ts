export { arrestSummonsNumber, type AsnParts } from './asn.js'
export { canonicalise, canonicaliseParts, type Reading } from './canonicalise.js'
export { checkLetterOf } from './check-letter.js'
export { croNumber } from './cro.js'
export { pncId } from './pnc.js'
export {
  type Canonical,
  CANONICAL_FORMS,
  type CanonicalForm,
  type IdentifierScheme,
  SUBJECT_KINDS,
  type SubjectKind,
} from './scheme.js'
export { type ParsedSchemes, parseIdentifierSchemes } from './schemes.js'
