import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Copy } from './wire.js'

/** How old a delivery may be; an older one is a replay. */
export const WEBHOOK_AGE_MAX_S = 5 * 60

export type Webhook =
  | { ok: true; id: string; copy: Copy }
  | { ok: false; why: 'header missing' | 'too old' | 'not signed by the hub' | 'not JSON' }

/**
 * Checks a delivery by the Standard Webhooks specification: HMAC-SHA256 over `id.timestamp.body` with the secret that
 * `PUT /inbox/webhook` agreed on (`whsec_…`). Give the body as the bytes that came, before anybody parsed them.
 */
export function verifyWebhook(
  secret: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string | Uint8Array,
  nowMs: number = Date.now(),
): Webhook {
  const id = textOf(headers['webhook-id'])
  const at = textOf(headers['webhook-timestamp'])
  const signatures = textOf(headers['webhook-signature'])
  if (id === undefined || at === undefined || signatures === undefined)
    return { ok: false, why: 'header missing' }
  if (!/^\d{1,12}$/.test(at) || Math.abs(nowMs / 1_000 - Number(at)) > WEBHOOK_AGE_MAX_S)
    return { ok: false, why: 'too old' }
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${at}.${text}`).digest()
  const isSigned = signatures
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected))
  if (!isSigned) return { ok: false, why: 'not signed by the hub' }
  try {
    return { ok: true, id, copy: JSON.parse(text) as Copy }
  } catch {
    return { ok: false, why: 'not JSON' }
  }
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
