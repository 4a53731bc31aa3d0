import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { EventSource } from 'eventsource'
import { Hub, TokenIssuer } from '#testkit/harness'
import { STREAMS_PER_ORGANISATION_MAX } from '../bounds.js'
import { aCopy, JIGSAW, PNC, publishCopies, until } from '../copies.fixture.js'

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`)

describe('GET /inbox/stream', () => {
  let hub: Hub
  let issuer: TokenIssuer
  let base: string
  const opened: EventSource[] = []

  beforeAll(async () => {
    issuer = await TokenIssuer.start()
    hub = await Hub.start({ apps: ['delivery'], clock: 'wall', environment: { OIDC_ISSUER: issuer.url } })
    base = `http://127.0.0.1:${hub.app('delivery').port}/inbox/stream`
  }, 180_000)
  afterAll(async () => {
    for (const source of opened) source.close()
    await hub.stop()
    issuer.stop()
  }, 60_000)

  /** The `eventsource` client of npm, with a token for each connection. */
  function follow(
    query = '',
    seconds = 600,
  ): { ids: string[]; source: EventSource; connections: () => number } {
    let connections = 0
    const source = new EventSource(base + query, {
      fetch: async (url, init) => {
        connections += 1
        const authorization = `Bearer ${await issuer.token('police', { seconds })}`
        return fetch(url, { ...init, headers: { ...init.headers, authorization } })
      },
    })
    opened.push(source)
    const ids: string[] = []
    source.addEventListener('message', ({ data }) =>
      ids.push((JSON.parse(data as string) as { id: string }).id),
    )
    return { ids, source, connections: () => connections }
  }

  it('gives what is there and then what comes, in order, to one unit only its own', async () => {
    const before = numbered('before', 250)
    await publishCopies(hub, [...before.map((id) => aCopy(id, PNC)), aCopy('other', JIGSAW)])
    const all = follow()
    const one = follow(`?unit=${JIGSAW}`)
    await until(() => all.ids.length >= 251)
    const after = numbered('after', 50)
    await publishCopies(hub, [...after.map((id) => aCopy(id, PNC)), aCopy('later', JIGSAW)])
    await until(() => all.ids.length >= 302 && one.ids.length >= 2)
    expect(all.ids.filter((id) => /^before|^after/.test(id))).toEqual([...before, ...after])
    expect(one.ids).toEqual(['other', 'later'])
    expect(all.connections()).toBe(1)
  }, 60_000)

  it('ends when the access token expires, and goes on where it ended when the client comes again', async () => {
    const { ids, connections } = follow('', 3)
    await until(() => ids.length >= 302)
    await until(() => connections() >= 2)
    await publishCopies(hub, [aCopy('after-expiry', PNC)])
    await until(() => ids.includes('after-expiry'))
    expect(ids).toHaveLength(303)
    expect(new Set(ids).size).toBe(303)
  }, 60_000)

  it('goes on where it ended after delivery was killed', async () => {
    const { ids } = follow()
    await until(() => ids.length >= 303)
    hub.app('delivery').signal('SIGKILL')
    await hub.app('delivery').ready()
    await publishCopies(hub, [aCopy('after-kill', PNC)])
    await until(() => ids.includes('after-kill'))
    expect(new Set(ids).size).toBe(ids.length)
  }, 120_000)

  it('opens no more streams than an organisation may have, and takes no cursor of another', async () => {
    for (const source of opened.splice(0)) source.close()
    const authorization = `Bearer ${await issuer.token('courts')}`
    const leaving = new AbortController()
    const open = async (query = '') =>
      fetch(base + query, { headers: { authorization }, signal: leaving.signal })
    for (let n = 0; n < STREAMS_PER_ORGANISATION_MAX; n += 1) {
      const { status, headers } = await open()
      expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
    }
    const refused = await open()
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'HUB_STREAM_TOO_MANY' }])
    leaving.abort()
    const foreign = Buffer.from(JSON.stringify(['police', 1])).toString('base64url')
    const wrong = await fetch(`${base}?cursor=${foreign}`, { headers: { authorization } })
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { code: 'HUB_INBOX_CURSOR' }])
    const stranger = await fetch(`${base}?unit=${PNC}`, { headers: { authorization } })
    expect([stranger.status, await stranger.json()]).toMatchObject([403, { code: 'HUB_INBOX_NOT_OWN' }])
  }, 60_000)

  it('keeps nobody from closing: a stream that is open ends with the app', async () => {
    const { source, ids } = follow()
    await until(() => ids.length > 0)
    const began = performance.now()
    await hub.app('delivery').stop()
    expect(performance.now() - began).toBeLessThan(8_000)
    source.close()
  }, 60_000)
})
