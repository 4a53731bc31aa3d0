import { describe, expect, it } from '@jest/globals'
import { BATCH_EVENTS_MAX } from '../bounds.js'
import { orderMade } from './order-made.fixture.js'
import { type EventsRequest, readRequest } from './read-request.js'

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
const codesOf = (request: EventsRequest): string[] =>
  request.ok ? [] : request.faults.map((fault) => fault.code)

describe('reading a request', () => {
  it('reads structured, batch, plain array and plain object', () => {
    const read = (type: string, body: unknown): EventsRequest =>
      readRequest({ 'content-type': type }, bytes(body))
    expect(read('application/cloudevents+json; charset=utf-8', orderMade())).toMatchObject({
      ok: true,
      batch: false,
    })
    expect(read('application/cloudevents-batch+json', [orderMade()])).toMatchObject({ ok: true, batch: true })
    expect(read('application/json', [orderMade(), 7])).toMatchObject({
      ok: true,
      batch: true,
      events: [{}, { says: expect.any(String) }],
    })
    expect(read('application/json', orderMade())).toMatchObject({ ok: true, batch: false })
  })

  it('reads binary mode: percent-encoded headers, and the body as data, byte for byte', () => {
    const body = Buffer.from('{ "orderId" : "1" }')
    const request = readRequest(
      { 'content-type': 'application/json', 'ce-id': 'caf%C3%A9', 'ce-specversion': '1.0', host: 'x' },
      body,
    )
    if (!request.ok) throw new Error('unreadable')
    expect(request.events).toEqual([
      { attributes: { id: 'café', specversion: '1.0' }, data: { orderId: '1' }, bytes: body },
    ])
  })

  it('takes data as base64 and keeps its bytes', () => {
    const request = readRequest(
      { 'content-type': 'application/cloudevents+json' },
      bytes({ id: '1', data_base64: Buffer.from('{"a": 1}').toString('base64') }),
    )
    expect(request).toMatchObject({ ok: true, events: [{ data: { a: 1 }, bytes: Buffer.from('{"a": 1}') }] })
  })

  it.each([
    ['application/cloudevents+json', '{"id": "1"', 'HUB_HTTP_NOT_JSON'],
    ['application/cloudevents+json', '', 'HUB_HTTP_NOT_JSON'],
    ['application/cloudevents+json', '['.repeat(33) + ']'.repeat(33), 'HUB_HTTP_TOO_DEEP'],
    ['application/cloudevents-batch+json', '{}', 'HUB_INTAKE_NOT_A_BATCH'],
    [
      'application/cloudevents-batch+json',
      `[${'1,'.repeat(BATCH_EVENTS_MAX)}1]`,
      'HUB_INTAKE_BATCH_TOO_LARGE',
    ],
    ['text/plain', 'hello', 'HUB_INTAKE_CONTENT_TYPE'],
    ['application/json; charset=iso-8859-1', '[]', 'HUB_INTAKE_CONTENT_TYPE'],
  ])('refuses the whole of %s %.20s', (type, body, code) => {
    expect(codesOf(readRequest({ 'content-type': type }, Buffer.from(body)))).toEqual([code])
  })

  it('refuses bytes that are not UTF-8, and never quotes what it could not read', () => {
    const request = readRequest({ 'content-type': 'application/json' }, Buffer.from([0x22, 0xff, 0x22]))
    expect(codesOf(request)).toEqual(['HUB_HTTP_NOT_UTF8'])
    const broken = readRequest({ 'content-type': 'application/json' }, Buffer.from('{"surname": Sample}'))
    expect(JSON.stringify(broken)).not.toContain('Sample')
  })

  it('counts no brackets inside strings as depth', () => {
    const body = bytes({ id: `"\\${'['.repeat(100)}` })
    expect(readRequest({ 'content-type': 'application/cloudevents+json' }, body).ok).toBe(true)
  })
})
