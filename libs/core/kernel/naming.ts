import { hash } from 'node:crypto'

/** The namespace of every identifier that the hub derives. Never change it: all derived ids would change. */
export const INTERLOCK_NAMESPACE = 'b0b55a9c-7d3f-5c36-9e5e-2f1f0a4f6a11'
const NAMESPACE_BYTES = Buffer.from(INTERLOCK_NAMESPACE.replaceAll('-', ''), 'hex')

/**
 * A derived identifier (UUIDv5, RFC 9562): the same parts give the same id on every replay, so nothing the hub emits is random.
 * By hand, because the library's takes four times as long and each piece of evidence has one.
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const name = Buffer.from(parts.join('\u001f'))
  const hex = hash('sha1', Buffer.concat([NAMESPACE_BYTES, name]), 'hex')
  const variant = VARIANTS[Number.parseInt(hex[16]!, 16) % 4]!
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The two highest bits of the variant's octet are 10. */
const VARIANTS = '89ab'

/** SHA-256 in lower-case hex. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex')
}
