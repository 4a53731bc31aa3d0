import canonicalize from 'canonicalize'
import { sha256 } from '#core/kernel'
import { dataschemaOf, type Envelope } from './envelope.js'

/**
 * SHA-256 over the RFC 8785 canonical JSON of type, source, subject, time, dataschema and data: what was said, whatever
 * the bytes. The same id with another hash is refused, never taken for a duplicate (CORE §1).
 */
export function contentHash(envelope: Envelope, data: unknown): string {
  const { type, version, source, subject, time } = envelope
  return sha256(
    canonicalize({ type, source, subject, time, dataschema: dataschemaOf(type, version), data }) ?? '',
  )
}
