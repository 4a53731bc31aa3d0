import { describe, expect, it } from '@jest/globals'
import canonicalize from 'canonicalize'
import { sha256 } from '#core/kernel'
import { contentHash } from './content-hash.js'
import type { Envelope } from './envelope.js'

const envelope: Envelope = {
  id: 'one',
  source: '/courts/libra',
  type: 'courts.prevention-order.made',
  version: 1,
  subject: 'order:B01FA/2011-0042',
  time: '2011-10-03T12:00:00Z',
  occurredAt: Date.UTC(2011, 9, 3, 12),
  timePrecision: 'instant',
  unit: 'courts/b01fa',
  marking: 'restricted',
}

const byThePackage = (data: unknown): string => {
  const { type, source, subject, time } = envelope
  return sha256(
    canonicalize({ type, source, subject, time, dataschema: `urn:interlock:event:${type}:1`, data })!,
  )
}

describe('the content hash', () => {
  it.each([
    { b: 1, a: [null, true, -0, 1e21, 0.1, 1e-7], '': {}, '10': 'ten', '9': [] },
    { text: 'é\n"\\\u007f\u2028', ключ: '😀', '😀': 'x', '\u0001': '\u001f' },
    { deep: [{ z: { y: [[]] }, a: '' }] },
  ])('is that of the RFC 8785 form, %#', (data) => {
    expect(contentHash(envelope, data)).toBe(byThePackage(data))
  })

  it('is the same whatever the order of members', () => {
    expect(contentHash(envelope, { a: 1, b: 2 })).toBe(contentHash(envelope, { b: 2, a: 1 }))
  })

  it.each(['{"a":1e999}', '{"a":"\\ud800"}', '{"\\udc00":1}'])(
    'refuses what has no canonical form, so that it is parked: %s',
    (json) => {
      expect(() => contentHash(envelope, JSON.parse(json))).toThrow(
        expect.objectContaining({ code: 'HUB_MESSAGE_NOT_JSON' }),
      )
    },
  )
})
