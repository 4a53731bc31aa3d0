import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { readClients, TokenSource } from '#platform/security'
import { Hub } from '#testkit/harness'
import { orderData, orderMade } from '../../apps/intake/events/order-made.fixture.js'
import { leaksIn } from './log-reading.js'

/** Words that are said to the hub in every way it can be spoken to, well and badly, and that are of one invented person. */
const SURNAME = 'Zzyzxmarker'
const [PNC, BORN] = ['2004/0012345D', '1961-07-13']
const TOKEN = 'not-a-token-of-zzyzxmarker'
const WORDS = [SURNAME, 'zzyzx', PNC, '0012345', BORN]

const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery', 'courts']
let hub: Hub
const urlOf = (app: string) => `http://127.0.0.1:${hub.app(app).port}`

beforeAll(async () => {
  hub = await Hub.start({ apps: APPS, environment: { LOG_LEVEL: 'trace' } })
  await hub.moveTo('2011-10-03T12:00:00Z')
}, 240_000)
afterAll(() => hub?.stop(), 60_000)

it('no app writes a body, a person or a token to its log, at any level, however it is spoken to', async () => {
  const tokens = new Map(
    readClients(hub.home).map(({ clientId, clientSecret }) => [
      clientId,
      new TokenSource({ issuer: urlOf('identity'), clientId, clientSecret }),
    ]),
  )
  const person = { name: { forenames: 'Zzyzx', surname: SURNAME }, dateOfBirth: BORN, pnc: PNC }
  const event = orderMade({ data: { ...orderData(), person } })
  const bad = [
    JSON.stringify({ ...event, id: `bad-${SURNAME}`, data: { person, orderType: SURNAME } }),
    JSON.stringify({ ...event, subject: `order:${SURNAME}`, type: `courts.${SURNAME}.made` }),
    `{"person": {"name": "${SURNAME}", "pnc": "${PNC}"`,
    `<hearing><surname>${SURNAME}</surname>&${SURNAME};</hearing>`,
    Buffer.from([0xff, 0xfe, ...Buffer.from(SURNAME)]),
    '['.repeat(5_000) + `"${SURNAME}"`,
  ]
  const statuses = new Set<number>()
  for (const app of ['intake', 'delivery', 'courts'])
    for (const path of ['/events', '/inbox/acknowledgements', '/extracts', `/nowhere/${SURNAME}?pnc=${PNC}`])
      for (const body of [JSON.stringify(event), JSON.stringify([event]), ...bad])
        for (const authorization of [`Bearer ${await tokens.get('courts')!.token()}`, `Bearer ${TOKEN}`]) {
          const answer = await fetch(urlOf(app) + path, {
            method: 'POST',
            headers: {
              authorization,
              'content-type': typeof body === 'string' ? 'application/cloudevents+json' : `text/${SURNAME}`,
              'x-about': SURNAME,
            },
            body: body as string,
          })
          statuses.add(answer.status)
          await answer.arrayBuffer()
        }
  await fetch(`${urlOf('identity')}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${SURNAME}:${PNC}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: SURNAME }),
  })
  // past intake's back as well: what the stages cannot read is parked, and said by place and code
  const producer = hub.kafka.producing.producer()
  await producer.connect()
  const slip = async (topic: string) => {
    for (const value of bad)
      await producer.send({ topic, messages: [{ key: SURNAME, value, headers: { ce_id: SURNAME } }] })
  }
  await slip(hub.topics.facts('courts'))
  await slip(hub.topics.extracts('courts'))
  await hub.moveTo('2011-12-01T00:00:00Z')
  await slip(hub.topics.inbox('courts'))
  await producer.disconnect()
  while ((await parkedInDelivery()) < bad.length) await pause(50)

  expect([...statuses].sort()).toEqual(expect.arrayContaining([202, 400, 401, 404]))
  expect([...statuses].filter((status) => status >= 500)).toEqual([])
  const { rows } = await hub.pool.query<{ count: number }>(
    `select count(*) from register.fact where payload like '%' || $1 || '%'`,
    [SURNAME],
  )
  expect(rows[0]!.count).toBeGreaterThan(0)
  const { leaks, lines } = leaksIn(hub, WORDS)
  expect(leaks).toEqual([])
  expect(lines).toBeGreaterThan(APPS.length * 3)
  // what is sought would be found
  writeFileSync(join(hub.home, 'logs', 'planted.log'), `{"msg":"${SURNAME.toUpperCase()}"}\n`)
  expect(leaksIn(hub, WORDS).leaks.map(({ log }) => log)).toContain('planted.log')
}, 240_000)

async function parkedInDelivery(): Promise<number> {
  const { rows } = await hub.pool.query<{ count: number }>('select count(*) from delivery.parked_message')
  return rows[0]!.count
}
