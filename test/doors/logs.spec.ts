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

const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery', 'console', 'agencies']
let hub: Hub
const urlOf = (app: string) => hub.urlOf(app)
const tokens = new Map<string, TokenSource>()

beforeAll(async () => {
  hub = await Hub.start({ apps: APPS, environment: { LOG_LEVEL: 'trace' } })
  for (const { clientId, clientSecret } of readClients(hub.home))
    tokens.set(clientId, new TokenSource({ issuer: urlOf('identity'), clientId, clientSecret }))
  await hub.moveTo('2011-10-03T12:00:00Z')
}, 240_000)
afterAll(() => hub?.stop(), 60_000)

it('no app writes a body, a person or a token to its log, at any level, however it is spoken to', async () => {
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
  await sayNatively(bad)
  await lookAtPages(String(event.id))
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

/** One good message to each edge in its own words, and everything that is none. */
async function sayNatively(bad: readonly (string | Buffer)[]): Promise<void> {
  for (const { edge, as = edge, path, type, body } of natives()) {
    const said = async (bytes: string | Buffer): Promise<number> => {
      const headers = { authorization: `Bearer ${await tokens.get(as)!.token()}`, 'content-type': type }
      const answer = await fetch(urlOf(edge) + path, { method: 'POST', headers, body: bytes as string })
      await answer.arrayBuffer()
      return answer.status
    }
    // the host answers for its first edge only
    while (!(await fetch(`${urlOf(edge)}/health/ready`).catch(() => undefined))?.ok) await pause(50)
    expect([path, await said(body)]).toEqual([path, 202])
    expect([path, await said(`${SURNAME}${body}`)]).toEqual([path, 422])
    for (const one of bad) expect([path, (await said(one)) < 500]).toEqual([path, true])
  }
}

/** Pages of the console and of the identity provider, with and without somebody who may see them. */
async function lookAtPages(eventId: string): Promise<void> {
  const statuses = new Set<number>()
  const asked = `?id=${SURNAME}&returnTo=/${SURNAME}&rule=${SURNAME}`
  const paths = [`/messages?id=${eventId}`, `/messages${asked}`, `/gaps${asked}`, `/gaps/${SURNAME}`]
  for (const path of [
    ...paths,
    `/sign-in${asked}`,
    `/api/messages/${SURNAME}`,
    `/sign-in/callback?code=${SURNAME}`,
  ])
    for (const authorization of [`Bearer ${await tokens.get('courts')!.token()}`, `Bearer ${TOKEN}`, '']) {
      const answer = await fetch(urlOf('console') + path, { headers: { authorization }, redirect: 'manual' })
      statuses.add(answer.status)
      await answer.arrayBuffer()
    }
  expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 401, 404]))
  expect([...statuses].filter((status) => status >= 500)).toEqual([])
  for (const path of [`/auth?client_id=${SURNAME}&login_hint=${SURNAME}`, `/sign-in/${SURNAME}`])
    await (await fetch(urlOf('identity') + path)).arrayBuffer()
}

interface Native {
  edge: string
  /** The client, where it is not the edge's own. */
  as?: string
  path: string
  type: string
  body: string
}

function natives(): Native[] {
  const [CSV, JSON_TYPE] = ['text/csv', 'application/json']
  const at = '2011-10-03T09:00:00Z'
  const encounter = {
    ...{ reference: 'E1', seenAt: at, direction: 'ARRIVAL', port: 'LHR', flight: 'ZZ 042' },
    document: { surname: SURNAME, givenNames: 'Zzyzx', dateOfBirth: BORN },
    match: { register: 'PNC', number: PNC },
  }
  const entry = {
    ...{ UNIT: 'police/central-jigsaw', AT: at, ENTRY: 'NOTIFICATION' },
    ...{ KIND: 'INITIAL', NOTIFIED: '03/10/2011', IN_PERSON: 'Y', PRINTS: 'Y', PHOTO: 'Y' },
    PERSON: { SURNAME, FORENAMES: 'Zzyzx', DOB: '13/07/1961', SEX: 'M', PNC, VISOR: 'V04-000042' },
  }
  return [
    {
      ...{ edge: 'courts', type: CSV, path: `/registers/prevention-orders?court=B01FA&asAt=${at}` },
      body: `${COURT}\n2011-9001,3053,03/10/2011,,${SURNAME},ZZYZX,13/07/1961,M,${PNC},1,None\n`,
    },
    { edge: 'police', type: JSON_TYPE, path: '/units/log', body: JSON.stringify([entry]) },
    {
      ...{ edge: 'probation', type: CSV, path: '/delius/cases' },
      body: `CRN,SURNAME,BOROUGH,ON_LICENCE\nX000001,${SURNAME},E09000023,Y\n`,
    },
    {
      ...{ edge: 'prisons', type: CSV, path: '/nomis/prisoners' },
      body: `OFFENDER_NO,SURNAME,AGY,ALERTS,LICENCE\nA0001AA,${SURNAME},WSI,P22,Y\n`,
    },
    { edge: 'immigration', type: JSON_TYPE, path: '/port-encounters', body: JSON.stringify([encounter]) },
    {
      ...{
        edge: 'immigration',
        as: 'soca',
        type: CSV,
        path: `/soca/consular-notifications?forwardedAt=${at}`,
      },
      body: `${CONSULAR}\nCN/2011/0001,NEW,${SURNAME},Zzyzx,${BORN},TH,Indecent assault.,SEXUAL,,2011-11-01,3\n`,
    },
  ]
}

const COURT =
  'ORDER_NO,RESULT_CODE,ORDER_DATE,END_DATE,DEFT_SURNAME,DEFT_FORENAMES,DEFT_DOB,DEFT_SEX,PNCID,CASE_NO,CONDITIONS'
const CONSULAR = 'REFERENCE,NOTICE,SURNAME,FORENAMES,DOB,COUNTRY,OFFENCE,KIND,CONVICTED,RETURNS,HANDLING'

async function parkedInDelivery(): Promise<number> {
  const { rows } = await hub.pool.query<{ count: number }>('select count(*) from delivery.parked_message')
  return rows[0]!.count
}
