import { hash } from 'node:crypto'
import { sha256 } from '#core/kernel'

/** What a commitment is about: one copy. */
export interface Copied {
  source: string
  eventId: string
  unit: string
  occasion: string
}

/**
 * The salt of one copy: HMAC-SHA-256(secret, fact, unit, occasion). Derived and not random, so that a replay commits to
 * the same; secret, so that nobody can find a destroyed name again by trying names against the ledger (CORE §7).
 */
export function saltOf(secret: Uint8Array, copied: Copied): Buffer {
  const { source, eventId, unit, occasion } = copied
  return keyedHash(secret, JSON.stringify([source, eventId, unit, occasion]))
}

/**
 * HMAC-SHA-256 (RFC 2104), as two one-shot hashes: an HMAC object takes three times as long to make and to destroy, and every
 * copy needs one.
 */
export function keyedHash(secret: Uint8Array, text: string): Buffer {
  const { inner, outer } = padsOf(secret)
  const innerHash = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')
  return hash('sha256', Buffer.concat([outer, innerHash]), 'buffer')
}

/** SHA-256 over salt and copy, in hex. Whoever holds the copy and is told its salt can prove that this is what was given. */
export function commitmentTo(salt: Uint8Array, copy: Uint8Array): string {
  return sha256(Buffer.concat([salt, copy]))
}

const BLOCK_BYTES = 64

interface Pads {
  inner: Buffer
  outer: Buffer
}

const pads = new WeakMap<Uint8Array, Pads>()

/** The secret as HMAC uses it, prepared once. */
function padsOf(secret: Uint8Array): Pads {
  let known = pads.get(secret)
  if (known === undefined) {
    const key = Buffer.alloc(BLOCK_BYTES)
    key.set(secret.length > BLOCK_BYTES ? hash('sha256', secret, 'buffer') : secret)
    known = { inner: xor(key, 0x36), outer: xor(key, 0x5c) }
    pads.set(secret, known)
  }
  return known
}

function xor(key: Buffer, byte: number): Buffer {
  return Buffer.from(key.map((each) => each ^ byte))
}
