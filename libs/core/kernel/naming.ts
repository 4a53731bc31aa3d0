import { hash } from 'node:crypto'
import { v5 } from 'uuid'

/** The namespace of every identifier that the hub derives. Never change it: all derived ids would change. */
const INTERLOCK_NAMESPACE = 'b0b55a9c-7d3f-5c36-9e5e-2f1f0a4f6a11'

/** A derived identifier (UUIDv5): the same parts give the same id on every replay, so nothing the hub emits is random. */
export function derivedId(...parts: readonly (string | number)[]): string {
  return v5(parts.map(String).join('\u001f'), INTERLOCK_NAMESPACE)
}

/** SHA-256 in lower-case hex. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex')
}
