import { hkdfSync, randomBytes } from 'node:crypto'

/** What is kept of a secret: not the secret, which follows from it and the hub's own. */
export interface SecretParts {
  /** The hub's, from its environment. */
  master: string
  receiver: string
  salt: Buffer
}

const SECRET_BYTES = 32
const SALT_BYTES = 32

/**
 * A receiver's secret as Standard Webhooks writes it: `whsec_` and 32 bytes in base64. It is derived (HKDF, RFC 5869) and
 * never stored, so whoever reads the database cannot sign.
 */
export function signingSecret({ master, receiver, salt }: SecretParts): string {
  const key = hkdfSync('sha256', master, salt, `interlock webhook ${receiver}`, SECRET_BYTES)
  return `whsec_${Buffer.from(key).toString('base64')}`
}

/** A new salt, and with it a new secret. */
export function createSigningSecret(): Buffer {
  return randomBytes(SALT_BYTES)
}
