import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { moveClock } from '#platform/published'
import { readClients, TokenSource } from '#platform/security'
import { Hub } from '#testkit/harness'
import { announced } from './announced.fixture.js'
import { BODY_BYTES_MAX } from './bounds.js'
import { orderData, orderMade } from './events/order-made.fixture.js'
import { PublishedFacts } from './published-facts.fixture.js'

const ONE = 'application/cloudevents+json'
const BATCH = 'application/cloudevents-batch+json'

interface Answer {
  status: number
  headers: Headers
  json: {
    code?: string
    submission?: string
    receipts?: { status: string; id?: string; of?: object; faults?: { code: string; at: string }[] }[]
    faults?: { code: string; at?: string }[]
    register?: { outcome: string }[]
    refusals?: object[]
    mend?: string
  }
}

describe('intake', () => {
  let hub: Hub
  let base: string
  let issuer: string
  let facts: PublishedFacts
  const tokens = new Map<string, TokenSource>()

  beforeAll(async () => {
    hub = await Hub.start({ apps: ['identity', 'register', 'intake'] })
    base = `http://127.0.0.1:${hub.app('intake').port}`
    issuer = `http://127.0.0.1:${hub.app('identity').port}`
    for (const { clientId, clientSecret } of readClients(hub.home))
      tokens.set(clientId, new TokenSource({ issuer, clientId, clientSecret }))
    facts = await PublishedFacts.of(hub, hub.topics.facts('courts'))
    await moveClock(hub.pool, Date.parse('2011-10-03T12:00:00Z'))
    await until(
      async () =>
        (await hub.pool.query('select from register.clock where tick_at is not null')).rowCount === 1,
    )
  }, 240_000)
  afterAll(async () => {
    await facts.stop()
    await hub.stop()
  }, 60_000)

  async function post(
    path: string,
    contentType: string,
    body: string | Buffer,
    { as = 'courts', headers = {} }: { as?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const response = await fetch(base + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokens.get(as)!.token()}`,
        'content-type': contentType,
        ...headers,
      },
      body: body as string,
    })
    return {
      status: response.status,
      headers: response.headers,
      json: (await response.json()) as Answer['json'],
    }
  }

  const send = (contentType: string, content: unknown, as = 'courts'): Promise<Answer> =>
    post('/events', contentType, JSON.stringify(content), { as })

  it('takes one event in structured mode and publishes it in binary mode before it answers', async () => {
    const event = orderMade({ id: 's1', partitionkey: 'k', sequence: '7' }, { orderId: 's1' })
    const { status, json } = await send(ONE, event)
    expect(status).toBe(202)
    expect(json.receipts).toEqual([{ index: 0, status: 'accepted', id: 's1', source: '/courts/libra' }])
    const fact = await facts.find('s1')
    expect(fact).toMatchObject({
      key: 'k',
      data: event['data'],
      headers: {
        ce_type: 'courts.prevention-order.made',
        ce_unit: 'courts/b01fa',
        ce_sequence: '7',
        ce_marking: 'restricted',
      },
    })
    expect(fact.headers['authorization']).toBeUndefined()
  })

  it('takes binary mode and publishes the very bytes that came', async () => {
    const { data, ...attributes } = orderMade({ id: 'b1' }, { orderId: 'b1' })
    const headers = Object.fromEntries(
      Object.entries(attributes)
        .filter(([name]) => name !== 'datacontenttype')
        .map(([name, value]) => [`ce-${name}`, encodeURIComponent(String(value))]),
    )
    const body = JSON.stringify(data, null, 3)
    expect((await post('/events', 'application/json', body, { headers })).status).toBe(202)
    expect((await facts.find('b1')).text).toBe(body)
  })

  it('judges a batch event by event and answers in order', async () => {
    const { status, json } = await send(BATCH, [
      orderMade({ id: 'x1' }, { orderId: 'x1' }),
      orderMade({ id: 'x2', marking: 'protect' }, { orderId: 'x2', orderType: 'ASBO' }),
      orderMade({ id: 'x1' }, { orderId: 'x1' }),
      'not an event',
      orderMade({ id: 'x1' }, { orderId: 'x9' }),
      orderMade({ id: 'x3' }, { orderId: 'x3' }),
    ])
    expect(status).toBe(202)
    expect(json.receipts?.map((receipt) => receipt.status)).toEqual([
      'accepted',
      'refused',
      'duplicate',
      'refused',
      'refused',
      'accepted',
    ])
    expect(json.receipts?.[1]?.faults?.map(({ code, at }) => `${code} ${at}`)).toEqual([
      'HUB_MARKING_TOO_LOW /marking',
      'HUB_DATA_INVALID /data/orderType',
    ])
    expect(json.receipts?.[2]?.of).toMatchObject({ id: 'x1', index: 0 })
    expect(json.receipts?.[4]?.faults?.[0]?.code).toBe('HUB_EVENT_ID_REUSED')
    await facts.find('x3')
    // the register decides about duplicates, so they are published all the same
    await facts.until(() => facts.count('x1') === 3)
    expect(facts.count('x2')).toBe(0)
  })

  it('answers a single refused event with every fault and what to do', async () => {
    const { status, json, headers } = await send(
      ONE,
      orderMade({ id: 'r1', unit: 'courts/nowhere' }, { madeOn: 'soon' }),
    )
    expect(status).toBe(422)
    expect(headers.get('content-type')).toContain('application/problem+json')
    expect(json.code).toBe('HUB_INTAKE_EVENT_REFUSED')
    expect(json.faults?.map(({ code }) => code)).toEqual(['HUB_UNIT_UNKNOWN', 'HUB_DATA_INVALID'])
    expect(json.mend).toEqual(expect.any(String))
  })

  it('says of which fact an event is the duplicate once the register has it, and where the event is', async () => {
    const event = orderMade({ id: 'd1' }, { orderId: 'd1' })
    await send(ONE, event)
    await until(async () => (await get('/receipts/d1')).status === 200)
    const again = await send(ONE, event)
    expect(again.json.receipts).toMatchObject([
      { status: 'duplicate', of: { id: 'd1', settledAt: expect.any(String) } },
    ])
    const other = await send(ONE, orderMade({ id: 'd1', subject: 'order:B01FA/d2' }, { orderId: 'd2' }))
    expect(other.json.faults?.[0]?.code).toBe('HUB_EVENT_ID_REUSED')
    await until(async () => (await get('/receipts/d1')).json.register?.length === 3)
    const { json } = await get('/receipts/d1')
    expect(json.register?.map(({ outcome }) => outcome).sort()).toEqual(['duplicate', 'linked', 'refused'])
    expect((await get('/receipts/d1', 'police')).status).toBe(404)
  })

  it('shows a publisher its refusals, and nothing of an event that it does not know', async () => {
    expect((await get('/receipts/r1')).json.refusals).toMatchObject([
      { faults: [{ code: 'HUB_UNIT_UNKNOWN' }, { code: 'HUB_DATA_INVALID' }] },
    ])
    expect((await get('/receipts/never')).json.code).toBe('HUB_INTAKE_RECEIPT_UNKNOWN')
    expect((await get('/receipts/a%00b')).json.code).toBe('HUB_INTAKE_RECEIPT_UNKNOWN')
  })

  it('keeps the refusal of an event whose id no text may hold', async () => {
    const before = await refusals()
    expect((await send(ONE, orderMade({ id: 'a\0b\ud800\\u0000' }))).status).toBe(422)
    expect(await refusals()).toBe(before + 1)
  })

  it('keeps every request byte for byte with what became of it, and never its token', async () => {
    const body = '[{"id": "kept"'
    expect((await post('/events', BATCH, body)).json).toMatchObject({ code: 'HUB_INTAKE_UNREADABLE' })
    const { rows } = await hub.pool.query<{ body: Buffer; headers: object; outcome: string }>(
      'select body, headers, outcome from intake.submission order by received_at desc limit 1',
    )
    expect(rows[0]).toMatchObject({ body: Buffer.from(body), outcome: 'unreadable' })
    expect(JSON.stringify(rows[0]?.headers).toLowerCase()).not.toContain('bearer')
    const counts = await hub.pool.query(
      `select accepted, duplicates, refused from intake.submission where accepted + duplicates + refused = 6`,
    )
    expect(counts.rows).toEqual([{ accepted: 2, duplicates: 1, refused: 3 }])
  })

  it('refuses what it cannot read as a whole, and a body beyond its bound before it is read', async () => {
    expect((await post('/events', 'text/plain', 'x')).status).toBe(415)
    expect((await post('/events', ONE, '['.repeat(40) + ']'.repeat(40))).json.faults?.[0]?.code).toBe(
      'HUB_HTTP_TOO_DEEP',
    )
    const head = { authorization: `Bearer ${await tokens.get('courts')!.token()}`, 'content-type': ONE }
    const { code } = await announced(`${base}/events`, head, BODY_BYTES_MAX + 1)
    expect(code).toBe('HUB_HTTP_BODY_TOO_LARGE')
  })

  it('lets nobody in without a token, with one of another issuer, or without the scope', async () => {
    const unknown = await fetch(`${base}/events`, { method: 'POST', body: '{}' })
    expect(unknown.status).toBe(401)
    const forged = await fetch(`${base}/events`, {
      method: 'POST',
      headers: { authorization: 'Bearer a.b.c' },
      body: '{}',
    })
    expect(((await forged.json()) as { code: string }).code).toBe('HUB_SECURITY_TOKEN_INVALID')
    const courts = readClients(hub.home).find(({ clientId }) => clientId === 'courts')!
    const narrow = await new TokenSource({ issuer, ...courts, scopes: ['receipts.read'] }).token()
    const unscoped = await fetch(`${base}/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${narrow}` },
      body: '{}',
    })
    expect(unscoped.status).toBe(403)
  })

  it('lets nobody speak for another', async () => {
    const { json } = await send(ONE, orderMade({ id: 'p1' }), 'police')
    expect(json.faults?.map(({ code }) => code)).toEqual([
      'HUB_EVENT_NOT_OWN',
      'HUB_SOURCE_NOT_OWN',
      'HUB_UNIT_NOT_OWN',
    ])
  })

  it('refuses what claims to have happened later than now by the hub’s clock', async () => {
    const { json } = await send(ONE, orderMade({ id: 'f1', time: '2011-10-03T12:06:00Z' }))
    expect(json.faults?.map(({ code }) => code)).toEqual(['HUB_EVENT_AHEAD_OF_TIME'])
  })

  it('publishes a manifest as the organisation’s event', async () => {
    const manifest = {
      unit: 'courts/b01fa',
      source: '/courts/libra',
      from: '2011-10-02T00:00:00Z',
      until: '2011-10-03T00:00:00Z',
      count: 2,
      digest: '0'.repeat(64),
    }
    const { status, json } = await post('/manifests', 'application/json', JSON.stringify(manifest))
    expect(status).toBe(202)
    const fact = await facts.find(json.receipts![0]!.id!)
    expect(fact.headers['ce_type']).toBe('courts.manifest.declared')
    expect(fact.data).toMatchObject({ count: 2, source: '/courts/libra' })
    const broken = await post('/manifests', 'application/json', JSON.stringify({ ...manifest, count: -1 }))
    expect(broken.json.faults).toMatchObject([{ code: 'HUB_DATA_INVALID', at: '/data/count' }])
  })

  it('keeps the order of a publisher’s requests within a key', async () => {
    for (let i = 0; i < 20; i++)
      expect(
        (await send(ONE, orderMade({ id: `o${i}`, partitionkey: 'same' }, { orderId: `o${i}` }))).status,
      ).toBe(202)
    await facts.find('o19')
    expect(facts.all.filter(({ key }) => key === 'same').map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, i) => `o${i}`),
    )
    expect(orderData()['courtCode']).toBe('B01FA')
  })

  async function refusals(): Promise<number> {
    const { rows } = await hub.pool.query<{ count: number }>(
      'select count(*)::int as count from intake.refusal',
    )
    return rows[0]!.count
  }

  async function get(path: string, as = 'courts'): Promise<Answer> {
    const response = await fetch(base + path, {
      headers: { authorization: `Bearer ${await tokens.get(as)!.token()}` },
    })
    return {
      status: response.status,
      headers: response.headers,
      json: (await response.json()) as Answer['json'],
    }
  }
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('waited half a minute in vain')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
