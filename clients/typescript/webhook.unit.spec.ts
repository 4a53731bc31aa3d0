import { describe, expect, it } from '@jest/globals'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { verifyWebhook, WEBHOOK_AGE_MAX_S } from './webhook.js'

const SECRET = `whsec_${Buffer.from('a secret of twenty-four').toString('base64')}`
const AT = Date.parse('2011-10-03T10:00:00Z')
const BODY = JSON.stringify({ id: 'made-1', recipient: 'police/pnc-bureau' })

/** Signed by the specification's own library. */
const headersOf = (body = BODY, secret = SECRET, at = AT): Record<string, string> => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(at / 1_000),
  'webhook-signature': new StandardWebhook(secret).sign('msg_1', new Date(at), body),
})

describe('a webhook delivery', () => {
  it('is taken when the hub signed it, from text or bytes, beside the signature of a former secret', () => {
    const taken = { ok: true, id: 'msg_1', copy: { id: 'made-1', recipient: 'police/pnc-bureau' } }
    expect(verifyWebhook(SECRET, headersOf(), BODY, AT)).toEqual(taken)
    expect(verifyWebhook(SECRET, headersOf(), Buffer.from(BODY), AT + 1_000)).toEqual(taken)
    const both = { ...headersOf(), 'webhook-signature': `v1,AAAA ${headersOf()['webhook-signature']}` }
    expect(verifyWebhook(SECRET, both, BODY, AT)).toEqual(taken)
  })

  it('is refused when anything of it is not what was signed', () => {
    const refused = { ok: false, why: 'not signed by the hub' }
    expect(verifyWebhook(SECRET, headersOf(), BODY.replace('made-1', 'made-2'), AT)).toEqual(refused)
    expect(verifyWebhook(SECRET, { ...headersOf(), 'webhook-id': 'msg_2' }, BODY, AT)).toEqual(refused)
    const other = `whsec_${Buffer.from('another secret').toString('base64')}`
    expect(verifyWebhook(SECRET, headersOf(BODY, other), BODY, AT)).toEqual(refused)
    const asymmetric = {
      ...headersOf(),
      'webhook-signature': headersOf()['webhook-signature']!.replace('v1', 'v1a'),
    }
    expect(verifyWebhook(SECRET, asymmetric, BODY, AT)).toEqual(refused)
  })

  it('is refused when it is too old, of the future, or lacks a header', () => {
    const late = AT + (WEBHOOK_AGE_MAX_S + 1) * 1_000
    expect(verifyWebhook(SECRET, headersOf(), BODY, late)).toEqual({ ok: false, why: 'too old' })
    expect(verifyWebhook(SECRET, headersOf(BODY, SECRET, late), BODY, AT)).toEqual({
      ok: false,
      why: 'too old',
    })
    const { 'webhook-id': _id, ...lacking } = headersOf()
    expect(verifyWebhook(SECRET, lacking, BODY, AT)).toEqual({ ok: false, why: 'header missing' })
  })
})
