import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ExtractDigest, type ExtractChunk, type ExtractClosing, extractRowDigest } from '#core/messages'
import { readClients, TokenSource } from '#platform/security'
import { Hub } from '#testkit/harness'
import { CHUNK_BYTES_MAX, CHUNK_ROWS_MAX } from './bounds.js'
import { orderData } from './events/order-made.fixture.js'
import { PublishedFacts } from './published-facts.fixture.js'

const QUERY = 'type=courts.prevention-order.made&unit=courts/b01fa&asAt=2011-10-01T00:00:00Z'
const HEADER = 'courtCode,orderId,orderType,madeOn,conditions,person.name.surname,person.pnc\n'
const MEMORY_ROWS = 200_000
const RSS_GROWTH_MB_MAX = 150

interface Answer {
  status: number
  json: { upload: string; chunks: number; rows: number; unreadable: number; digest: string; code?: string }
}

describe('an extract', () => {
  let hub: Hub
  let chunks: PublishedFacts
  let hubFacts: PublishedFacts
  let courts: TokenSource

  beforeAll(async () => {
    hub = await Hub.start({ apps: ['identity', 'intake'], clock: 'wall' })
    const issuer = `http://127.0.0.1:${hub.app('identity').port}`
    courts = new TokenSource({
      issuer,
      ...readClients(hub.home).find(({ clientId }) => clientId === 'courts')!,
    })
    chunks = await PublishedFacts.of(hub, hub.topics.extracts('courts'))
    hubFacts = await PublishedFacts.of(hub, hub.topics.facts('hub'))
  }, 240_000)
  afterAll(async () => {
    await chunks.stop()
    await hubFacts.stop()
    await hub.stop()
  }, 60_000)

  async function upload(
    query: string,
    contentType: string,
    body: Iterable<string> | AsyncIterable<string>,
  ): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${hub.app('intake').port}/extracts?${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await courts.token()}`, 'content-type': contentType },
      body: Readable.toWeb(Readable.from(body, { objectMode: false })) as never,
      duplex: 'half',
    } as RequestInit)
    return { status: response.status, json: (await response.json()) as Answer['json'] }
  }

  const messagesOf = (id: string): (ExtractChunk | ExtractClosing)[] =>
    chunks.all.filter(({ key }) => key === id).map(({ data }) => data as ExtractChunk | ExtractClosing)
  const closed = (id: string): boolean => messagesOf(id).some((message) => 'closed' in message)

  it('is cut into numbered chunks, closed with the digest of its rows, and said to be closed as a fact', async () => {
    const good = Array.from({ length: 1_200 }, (_, i) => csvRow(`2011-${i}`))
    const rows = [
      ...good.slice(0, 600),
      'B01FA,broken\n',
      csvRow('2011-x').replace('SOPO', 'ASBO'),
      ...good.slice(600),
    ]
    const { status, json } = await upload(`${QUERY}&upload=first`, 'text/csv', [HEADER, ...rows])
    expect(status).toBe(202)
    expect(json).toMatchObject({ upload: 'first', chunks: 3, rows: 1_202, unreadable: 2 })
    await chunks.until(() => closed('first'))
    const messages = messagesOf('first')
    const parts = messages.filter(
      (message): message is ExtractChunk => 'rows' in message && Array.isArray(message.rows),
    )
    expect(parts.map(({ chunk, rows: { length } }) => [chunk, length])).toEqual([
      [1, 500],
      [2, 500],
      [3, 202],
    ])
    expect(parts[0]).toMatchObject({
      unit: 'courts/b01fa',
      type: 'courts.prevention-order.made',
      version: 1,
      asAt: '2011-10-01T00:00:00.000Z',
    })
    const digest = new ExtractDigest()
    for (const row of parts.flatMap(({ rows: list }) => list)) digest.add(extractRowDigest(row))
    expect(digest.hex()).toBe(json.digest)
    expect(messages.at(-1)).toMatchObject({
      closed: true,
      chunks: 3,
      rows: 1_202,
      unreadable: 2,
      digest: json.digest,
    })
    expect(parts[1]?.rows[100]).toEqual({
      row: 601,
      raw: 'B01FA,broken',
      unreadable: 'HUB_EXTRACT_ROW_COLUMNS',
    })
    expect(parts[1]?.rows[101]).toMatchObject({ row: 602, unreadable: 'HUB_DATA_INVALID /orderType' })
    await hubFacts.until(() => hubFacts.all.length > 0)
    expect(hubFacts.all[0]).toMatchObject({
      headers: { ce_type: 'hub.extract.closed', ce_unit: 'hub/intake', ce_subject: 'unit:courts/b01fa' },
      data: { uploadId: 'first', rows: 1_202, digest: json.digest, event: 'courts.prevention-order.made@1' },
    })
  }, 60_000)

  it('sent again under the same id gives the same answer and no chunk twice', async () => {
    const rows = [HEADER, ...Array.from({ length: 700 }, (_, i) => csvRow(`2012-${i}`))]
    const first = await upload(`${QUERY}&upload=again`, 'text/csv', rows)
    const second = await upload(`${QUERY}&upload=again`, 'text/csv', rows)
    expect(second).toEqual(first)
    await hubFacts.until(() => factsOf('again').length === 2)
    expect(new Set(factsOf('again').map(({ id }) => id)).size).toBe(1)
    expect(new Set(factsOf('again').map(({ headers }) => headers['ce_time'])).size).toBe(1)
    await chunks.until(() => closed('again'))
    expect(messagesOf('again').filter((message) => 'chunk' in message)).toHaveLength(2)
  }, 60_000)

  it('takes no other content under the same id, and no other register', async () => {
    const other = [HEADER, csvRow('2013-1')]
    expect((await upload(`${QUERY}&upload=again`, 'text/csv', other)).json.code).toBe(
      'HUB_EXTRACT_OTHER_CONTENT',
    )
    const elsewhere = QUERY.replace('b01fa', 'b01ok')
    const refused = await upload(`${elsewhere}&upload=again`, 'text/csv', other)
    expect(refused).toMatchObject({ status: 409, json: { code: 'HUB_EXTRACT_OTHER_CONTENT' } })
  }, 60_000)

  it('continues an upload that broke off, without sending again what was acknowledged', async () => {
    const rows = Array.from(
      { length: 1_600 },
      (_, i) => `${JSON.stringify(orderData({ orderId: `2014-${i}` }))}\n`,
    )
    async function* breakingOff(): AsyncGenerator<string> {
      yield* rows.slice(0, 1_100)
      await chunks.until(() => messagesOf('broken').length >= 2)
      throw new Error('the line went dead')
    }
    await expect(upload(`${QUERY}&upload=broken`, 'application/x-ndjson', breakingOff())).rejects.toThrow(
      'fetch failed',
    )
    expect(closed('broken')).toBe(false)
    let again = await upload(`${QUERY}&upload=broken`, 'application/x-ndjson', rows)
    while (again.json.code === 'HUB_EXTRACT_IN_PROGRESS')
      again = await upload(`${QUERY}&upload=broken`, 'application/x-ndjson', rows)
    expect(again.json).toMatchObject({ chunks: 4, rows: 1_600, unreadable: 0 })
    await chunks.until(() => closed('broken'))
    const numbers = messagesOf('broken').flatMap((message) => ('chunk' in message ? [message.chunk] : []))
    expect(numbers).toEqual([1, 2, 3, 4])
  }, 60_000)

  it('is refused where the hub expects none, and where its columns are none', async () => {
    const police = QUERY.replace('courts/b01fa', 'police/pnc-bureau')
    expect((await upload(police, 'text/csv', [HEADER])).status).toBe(403)
    const none = QUERY.replace('b01fa', 'b01be')
    expect((await upload(none, 'text/csv', [HEADER])).json.code).toBe('HUB_EXTRACT_NOT_OWN')
    expect((await upload(`${QUERY}&upload=c`, 'text/csv', ['a,b\n1,2\n'])).json.code).toBe(
      'HUB_EXTRACT_COLUMNS',
    )
    expect((await upload(QUERY.replace('2011', '2999'), 'text/csv', [HEADER])).json.code).toBe(
      'HUB_EXTRACT_INVALID',
    )
    expect((await upload('type=x', 'text/csv', [HEADER])).status).toBe(400)
    expect((await upload(QUERY, 'application/xml', ['<a/>'])).json.code).toBe('HUB_EXTRACT_CONTENT_TYPE')
  }, 60_000)

  it('of 200,000 rows is taken in bounded memory', async () => {
    // the first one brings the compiled code and the young generation to their size, which is no matter of rows
    await upload(`${QUERY}&upload=warm`, 'text/csv', manyRows(50_000))
    const pid = hub.app('intake').pid!
    const before = rssMb(pid)
    let peak = before
    const watching = setInterval(() => (peak = Math.max(peak, rssMb(pid))), 100)
    const { json } = await upload(`${QUERY}&upload=large`, 'text/csv', manyRows(MEMORY_ROWS))
    clearInterval(watching)
    expect(json).toMatchObject({ rows: MEMORY_ROWS, unreadable: 0, chunks: MEMORY_ROWS / CHUNK_ROWS_MAX })
    expect(peak - before).toBeLessThan(RSS_GROWTH_MB_MAX)
    await chunks.until(() => closed('large'))
    expect(Math.max(...chunks.all.map(({ valueBytes }) => valueBytes))).toBeLessThan(CHUNK_BYTES_MAX + 1_000)
  }, 180_000)

  const factsOf = (id: string) =>
    hubFacts.all.filter(({ data }) => (data as { uploadId: string }).uploadId === id)
})

async function* manyRows(count: number): AsyncGenerator<string> {
  yield HEADER
  for (let i = 0; i < count; i += 1_000)
    yield Array.from({ length: 1_000 }, (_, n) => csvRow(`2011-${i + n}`)).join('')
}

function csvRow(orderId: string): string {
  return `B01FA,${orderId},SOPO,2011-10-03,"Not to enter any school, nursery or playground.|Not to live with a child.",Sample,2004/0012345D\n`
}

function rssMb(pid: number): number {
  const [, kb] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
  return Number(kb) / 1_024
}
