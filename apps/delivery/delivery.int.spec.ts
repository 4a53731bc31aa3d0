import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { copyHeadersOf, type CopyMessage } from '#core/messages'
import { readClients, TokenSource } from '#platform/security'
import { Hub } from '#testkit/harness'
import { aCopy as copy, JIGSAW, PNC, publishCopies, until } from './copies.fixture.js'

interface CopyJson {
  id: string
  source: string
  recipient: string
  occasion: string
  disclosure: string
  data: unknown
}
interface Page {
  copies: CopyJson[]
  cursor: string
  more: boolean
}

describe('delivery', () => {
  let hub: Hub
  let base: string
  const tokens = new Map<string, TokenSource>()

  beforeAll(async () => {
    hub = await Hub.start({ apps: ['identity', 'delivery'], clock: 'wall' })
    base = `http://127.0.0.1:${hub.app('delivery').port}`
    const issuer = `http://127.0.0.1:${hub.app('identity').port}`
    for (const { clientId, clientSecret } of readClients(hub.home))
      tokens.set(clientId, new TokenSource({ issuer, clientId, clientSecret }))
  }, 240_000)
  afterAll(() => hub.stop(), 60_000)

  async function call(
    client: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; json: never }> {
    const response = await fetch(base + path, {
      headers: {
        authorization: `Bearer ${await tokens.get(client)!.token()}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    return { status: response.status, json: (await response.json()) as never }
  }

  async function page(client: string, query = ''): Promise<Page> {
    const { status, json } = await call(client, `/inbox${query}`)
    expect(status).toBe(200)
    return json
  }

  /** Publishes copies as the exchange would and waits until all of them are stored. */
  async function share(copies: readonly CopyMessage[], storedAfter: number): Promise<void> {
    await publishCopies(hub, copies)
    await until(async () => (await count('delivery.copy')) >= storedAfter)
  }

  async function count(table: string): Promise<number> {
    const { rows } = await hub.pool.query<{ count: number }>(`select count(*)::int as count from ${table}`)
    return rows[0]!.count
  }

  it('hands over each copy once and in order, whatever is published twice', async () => {
    const copies = Array.from({ length: 120 }, (_, i) => copy(`e${i}`, i % 3 === 0 ? JIGSAW : PNC))
    await share([...copies, ...copies.slice(50)], 120)
    const seen: CopyJson[] = []
    let cursor = ''
    for (;;) {
      const got = await page('police', `?limit=50${cursor}`)
      seen.push(...got.copies)
      cursor = `&cursor=${got.cursor}`
      if (!got.more) break
    }
    expect(seen.map(({ id }) => id).sort()).toEqual(copies.map(({ envelope }) => envelope.id).sort())
    for (const unit of [PNC, JIGSAW])
      expect(seen.filter((one) => one.recipient === unit).map(({ id }) => id)).toEqual(
        copies.filter((one) => one.recipient === unit).map(({ envelope }) => envelope.id),
      )
    expect(seen[0]).toMatchObject({
      specversion: '1.0',
      type: 'courts.prevention-order.made',
      disclosure: '3/7',
      occasion: 'published',
      data: { orderId: expect.any(String) },
    })
    expect((await page('police', `?${cursor.slice(1)}`)).copies).toEqual([])
  })

  it('gives one unit its own copies, and marks what was given as delivered and nothing else', async () => {
    await share([copy('m1', PNC), copy('m2', PNC), copy('m3', PNC)], 123)
    const all = await page('police', '?limit=500')
    expect(all.copies).toHaveLength(123)
    const fresh = await share([copy('n1', JIGSAW), copy('n2', JIGSAW), copy('n3', JIGSAW)], 126).then(() =>
      page('police', `?limit=2&unit=${JIGSAW}&cursor=${all.cursor}`),
    )
    expect(fresh.copies.map(({ id }) => id)).toEqual(['n1', 'n2'])
    expect(fresh.more).toBe(true)
    const { rows } = await hub.pool.query(
      `select id, state from delivery.copy_state where id in ('n1', 'n2', 'n3') order by id`,
    )
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'waiting'])
  })

  it('shows an organisation nothing of another’s, and no unit that is not the caller’s', async () => {
    expect((await page('courts')).copies).toEqual([])
    expect((await call('courts', `/inbox?unit=${PNC}`)).json).toMatchObject({ code: 'HUB_INBOX_NOT_OWN' })
    const { cursor } = await page('police', '?limit=1')
    expect(await call('courts', `/inbox?cursor=${cursor}`)).toMatchObject({
      status: 400,
      json: { code: 'HUB_INBOX_CURSOR' },
    })
  })

  it('takes an acknowledgement once, says so as a fact, and lets more be said than before but not less', async () => {
    await share([copy('a1', PNC), copy('a1', PNC, { occasion: 'new-owner:x' })], 128)
    const ids = [{ source: '/courts/libra', id: 'a1', recipient: PNC, occasion: 'published' }]
    const acknowledge = async (outcome: string, which: unknown = ids): Promise<unknown> =>
      (await call('police', '/inbox/acknowledgements', { ids: which, outcome, reference: 'PNC 7' })).json
    expect(await acknowledge('received')).toMatchObject({ results: [{ status: 'acknowledged' }] })
    expect(await acknowledge('received')).toMatchObject({ results: [{ status: 'already' }] })
    expect(await acknowledge('recorded')).toMatchObject({ results: [{ status: 'acknowledged' }] })
    expect(await acknowledge('received')).toMatchObject({ results: [{ status: 'already' }] })
    expect(await acknowledge('received', [{ ...ids[0], id: 'a0' }])).toMatchObject({
      results: [{ status: 'unknown' }],
    })
    const { rows } = await hub.pool.query(
      `select occasion, state, outcome, reference from delivery.copy_state where id = 'a1' order by occasion desc`,
    )
    expect(rows).toEqual([
      { occasion: 'published', state: 'acknowledged', outcome: 'recorded', reference: 'PNC 7' },
      { occasion: 'new-owner:x', state: 'waiting', outcome: null, reference: null },
    ])
    await until(async () => (await count('delivery.outbox')) === 0)
    const facts = await factsOfHub(hub, 2)
    const said = { recipient: PNC, copyId: 'a1', copySource: '/courts/libra', copies: 1, reference: 'PNC 7' }
    expect(facts.map(({ type, data }) => ({ type, data }))).toEqual([
      {
        type: 'hub.copy.acknowledged',
        data: expect.objectContaining({ ...said, outcome: 'received' }),
      },
      {
        type: 'hub.copy.acknowledged',
        data: expect.objectContaining({ ...said, outcome: 'recorded' }),
      },
    ])
    expect(new Set(facts.map(({ id }) => id)).size).toBe(2)
  }, 30_000)

  it('acknowledges nothing for another organisation', async () => {
    const body = { ids: [{ source: '/courts/libra', id: 'e1', recipient: PNC }], outcome: 'recorded' }
    expect((await call('courts', '/inbox/acknowledgements', body)).json).toEqual({
      results: [{ source: '/courts/libra', id: 'e1', recipient: PNC, status: 'unknown' }],
    })
  })

  it('names every fault of an acknowledgement with its place', async () => {
    const { status, json } = await call('police', '/inbox/acknowledgements', {
      ids: [{ id: '' }],
      outcome: 'lost',
      x: 1,
    })
    expect(status).toBe(400)
    expect((json as { faults: { at: string }[] }).faults.map(({ at }) => at)).toEqual(
      expect.arrayContaining(['/ids/0/id', '/ids/0/source', '/ids/0/recipient', '/outcome', '/x']),
    )
  })

  it('sets aside what is no copy and goes on', async () => {
    const before = await count('delivery.copy')
    const producer = hub.kafka.producing.producer()
    await producer.connect()
    await producer.send({
      topic: hub.topics.inbox('police'),
      messages: [
        { key: PNC, value: 'poison', headers: { ce_id: 'p' } },
        { key: PNC, value: '{}', headers: { ...copyHeadersOf(copy('nul', PNC)), ce_correlationid: 'a\0b' } },
      ],
    })
    await producer.disconnect()
    await share([copy('after-poison', PNC)], before + 1)
    const { rows } = await hub.pool.query(
      'select code, value from delivery.parked_message order by message_offset',
    )
    expect(rows).toEqual([
      { code: 'HUB_MESSAGE_UNREADABLE', value: Buffer.from('poison') },
      { code: 'HUB_MESSAGE_UNREADABLE', value: Buffer.from('{}') },
    ])
  })

  it('refuses without a token, and says how to get on', async () => {
    const response = await fetch(`${base}/inbox`)
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.json()).toMatchObject({
      code: 'HUB_SECURITY_TOKEN_MISSING',
      mend: expect.any(String),
    })
  })

  it('takes from Kafka again what a database that was restored under it has lost', async () => {
    const cursors = `select topic, partition, applied from delivery.stage_cursor`
    const { rows: backup } = await hub.pool.query<{ topic: string; partition: number; applied: number }>(
      cursors,
    )
    const before = await count('delivery.copy')
    const lost = Array.from({ length: 20 }, (_, i) => copy(`r${i}`, i % 2 === 0 ? PNC : JIGSAW))
    await share(lost, before + lost.length)
    await hub.pool.query(`delete from delivery.copy where event_id like 'r%'`)
    for (const { topic, partition, applied } of backup)
      await hub.pool.query(
        'update delivery.stage_cursor set applied = $3 where topic = $1 and partition = $2',
        [topic, partition, applied],
      )
    await share([copy('after', PNC)], before + lost.length + 1)
    expect(await count('delivery.copy')).toBe(before + lost.length + 1)
  })

  it('loses and doubles nothing when it is killed while copies arrive', async () => {
    const before = await count('delivery.copy')
    const copies = Array.from({ length: 3_000 }, (_, i) => copy(`k${i}`, i % 2 === 0 ? PNC : JIGSAW))
    const sharing = share(copies, before + copies.length)
    await until(async () => (await count('delivery.copy')) > before)
    hub.app('delivery').signal('SIGKILL')
    await hub.app('delivery').ready()
    await sharing
    expect(await count('delivery.copy')).toBe(before + copies.length)
    const { rows } = await hub.pool.query<{ event_id: string }>(
      `select event_id from delivery.copy where event_id like 'k%' and recipient = $1 order by position`,
      [PNC],
    )
    expect(rows.map((row) => row.event_id)).toEqual(
      copies.filter((one) => one.recipient === PNC).map(({ envelope }) => envelope.id),
    )
  }, 240_000)
})

async function factsOfHub(hub: Hub, wanted: number): Promise<{ id: string; type: string; data: object }[]> {
  const consumer = hub.kafka.consuming.consumer({ groupId: `${hub.prefix}reader` })
  const facts: { id: string; type: string; data: object }[] = []
  await consumer.connect()
  await consumer.subscribe({ topic: hub.topics.facts('hub'), fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message: { headers, value } }) => {
      facts.push({
        id: String(headers?.['ce_id']),
        type: String(headers?.['ce_type']),
        data: JSON.parse(String(value)) as object,
      })
    },
  })
  await until(async () => facts.length >= wanted)
  await consumer.disconnect()
  return facts
}
