import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import { pncId } from '#core/identifiers'
import { LINKED_PARTITIONS, linkedMessageFrom } from '#core/messages'
import { personKeyOf } from '#core/persons'
import { loadContracts } from '#platform/contracts'
import { createPool, migrate, type Pool } from '#platform/postgres'
import { LAWS, lawsBroken } from '#platform/published'
import { anEventRecord, anOrderMade, type EventWish } from '#testkit/builders'
import { createDatabase, testServers } from '#testkit/harness'
import { establishClock } from './metronome/clock-store.js'
import { migrations } from './migrations/index.js'
import { RegisterStage } from './register-stage.js'

jest.setTimeout(60_000)

const AT = '2011-10-03T12:00:00Z'
const name = `t${randomBytes(5).toString('hex')}`
const offsets = new Map<string, number>()
let admin: Pool
let pool: Pool
let register: RegisterStage
let serial = 0

beforeAll(async () => {
  const { databaseUrl } = testServers()
  admin = createPool(databaseUrl, { application: 'test', connectionsMax: 1 })
  const url = await createDatabase(databaseUrl, name)
  await migrate(url, 'register', migrations)
  pool = createPool(url, { application: 'deciding', schema: 'register' })
  await establishClock(pool, 'simulated', LINKED_PARTITIONS)
  await pool.query('update clock set tick_at = $1', [AT])
  register = new RegisterStage(pool, loadContracts('contracts'), 'hub.linked', () => undefined)
}, 30_000)
afterAll(async () => {
  await pool?.end()
  await admin.query(`drop database ${name} with (force)`)
  await admin.end()
})

/** Takes these facts as one work, a minute after the one before. @returns what it says to `hub.linked` */
async function take(organisation: string, ...wishes: EventWish[]) {
  await pool.query(`update clock set tick_at = tick_at + interval '1 minute'`)
  const topic = `facts.${organisation}`
  const from = offsets.get(topic) ?? 0
  const nextOffset = from + wishes.length
  offsets.set(topic, nextOffset)
  const messages = wishes.map((wish, index) => {
    const { key, value, headers } = anEventRecord(wish)
    const timestamp = String(Date.parse(AT))
    return { key: Buffer.from(key), value, headers, offset: String(from + index), timestamp, attributes: 0 }
  })
  const batch = { topic, partition: 0, messages, nextOffset, published: 0, seenApplied: 0 }
  const applied = await register.apply([batch])
  return applied
    .flatMap(({ outputs }) => outputs)
    .map(({ key, headers, value }) => {
      const { envelope } = linkedMessageFrom(headers, value!)
      return { key, type: envelope.type, data: JSON.parse(value!.toString()) as Record<string, unknown> }
    })
}

const keyOf = ({ source, id }: EventWish): string => personKeyOf(source, id)
const made = (person: object): EventWish => {
  serial += 1
  return anOrderMade({ orderId: `2011-${serial}`, madeOn: '2011-10-03', person })
}
const decided = (
  conflictId: string,
  decision: string,
  subject: string,
  time = '2011-10-03T23:00:00Z',
): EventWish => ({
  type: 'hub.identity.decided',
  id: randomUUID(),
  unit: 'hub/operations',
  source: '/hub/operations',
  subject,
  time,
  data: { conflictId, decision, decidedBy: 'police/central-jigsaw', says: 'The registers were looked at.' },
})

/** Two people under a number each, and a fact that names both and is contradicted by the numbers. */
async function inDoubt() {
  serial += 1
  const [pnc, other, noms] = [pncId(2001, serial), pncId(2002, serial), `A${1000 + serial}BC`]
  const [elder, younger] = [made({ pnc }), made({ pnc: other, noms })]
  await take('courts', elder)
  await take('courts', younger)
  const bridge = () => made({ pnc, noms })
  const [doubt] = (await take('courts', bridge())).filter(({ type }) => type === 'hub.identity.conflicted')
  return {
    conflict: String(doubt!.data['conflictId']),
    elder: keyOf(elder),
    younger: keyOf(younger),
    aboutTheElder: () => made({ pnc }),
    aboutTheYounger: () => made({ pnc: other }),
    bridge,
  }
}

const outcomeOf = async ({ id }: EventWish): Promise<unknown[]> =>
  (await pool.query('select outcome, code from outcome where id = $1 order by message_offset', [id])).rows
const survivorOf = async (person: string): Promise<unknown> =>
  (await pool.query<{ survivor: string }>('select survivor from person_alias where person = $1', [person]))
    .rows[0]?.survivor
const lawsHold = async (): Promise<void> => {
  const laws = LAWS.filter(({ stage }) => stage === 'register' || stage === 'hub')
  expect(await lawsBroken(pool, laws, { fromAt: null, toAt: null })).toEqual([])
}

it('merges those whom a person decided to be one, says so under both keys, and links new facts of either to the elder', async () => {
  const { conflict, elder, younger, aboutTheElder, aboutTheYounger, bridge } = await inDoubt()
  const decision = decided(conflict, 'one', `person:${younger}`)
  const said = await take('hub', decision)
  expect(said.map(({ key, type }) => [key, type])).toEqual([
    [younger, 'hub.person.merged'],
    [elder, 'hub.person.merged'],
    [elder, 'hub.identity.decided'],
  ])
  expect(said[0]!.data).toMatchObject({ survivor: elder, merged: younger, conflictId: conflict, because: [] })
  expect(await survivorOf(younger)).toBe(elder)
  const later = await take('courts', aboutTheYounger(), aboutTheElder(), bridge())
  expect(later.map(({ key, type }) => [key, type])).toEqual(
    Array.from({ length: 3 }, () => [elder, 'courts.prevention-order.made']),
  )
  await lawsHold()
})

it('knows both dates of birth of two who were decided to be one', async () => {
  serial += 1
  const pnc = pncId(2003, serial)
  const born = (dateOfBirth: string): EventWish => made({ pnc, dateOfBirth })
  const known = born('1980-02-01')
  await take('courts', known)
  const odd = born('1980-01-02')
  const [doubt] = await take('courts', odd)
  await take('hub', decided(String(doubt!.data['conflictId']), 'one', `person:${keyOf(odd)}`))
  const later = await take('courts', born('1980-01-02'), born('1980-02-01'))
  expect(later.map(({ key, type }) => [key, type])).toEqual(
    Array.from({ length: 2 }, () => [keyOf(known), 'courts.prevention-order.made']),
  )
})

it('keeps apart whom a person decided to be two: the same bridge merges nothing and raises no doubt again', async () => {
  const { conflict, elder, younger, aboutTheYounger, bridge } = await inDoubt()
  const said = await take('hub', decided(conflict, 'apart', `person:${elder}`))
  expect(said.map(({ key, type }) => [key, type])).toEqual([[elder, 'hub.identity.decided']])
  const again = await take('courts', bridge(), aboutTheYounger())
  expect(again.map(({ key, type }) => [key, type])).toEqual([
    [elder, 'courts.prevention-order.made'],
    [younger, 'courts.prevention-order.made'],
  ])
  expect(await survivorOf(younger)).toBeUndefined()
  await lawsHold()
})

it('keeps them apart also where one was merged into somebody elder since', async () => {
  serial += 1
  const [crn, noms, pnc] = [`X${100_000 + serial}`, `B${1000 + serial}CD`, pncId(2004, serial)]
  const visor = made({ pnc })
  const [one, other] = [made({ crn, dateOfBirth: '1980-02-01' }), made({ noms, dateOfBirth: '1981-02-01' })]
  await take('courts', visor)
  await take('courts', one)
  await take('courts', other)
  const said = await take('courts', made({ crn, noms }))
  const { conflictId } = said.find(({ type }) => type === 'hub.identity.conflicted')!.data
  await take('hub', decided(String(conflictId), 'apart', `person:${keyOf(one)}`))
  await take('courts', made({ pnc, crn }))
  expect(await survivorOf(keyOf(one))).toBe(keyOf(visor))
  const later = await take('courts', made({ pnc, noms }))
  expect(later.map(({ type }) => type)).toEqual(['courts.prevention-order.made'])
  expect(await survivorOf(keyOf(other))).toBeUndefined()
})

it('refuses by its code what cannot be carried out, changes nothing by it, and breaks no law', async () => {
  const { conflict, elder, younger } = await inDoubt()
  const unknown = decided(randomUUID(), 'one', `person:${elder}`)
  const ofAnother = decided(conflict, 'one', `person:${randomUUID()}`)
  const byNumber = decided(conflict, 'one', `pnc:${pncId(2009, 9)}`)
  const before = decided(conflict, 'one', `person:${elder}`, AT)
  expect(await take('hub', unknown, unknown, ofAnother, byNumber, before)).toEqual([])
  const refused = { outcome: 'refused', code: 'HUB_DECISION_NO_DOUBT' }
  expect(await outcomeOf(unknown)).toEqual([refused, refused])
  expect(await outcomeOf(ofAnother)).toEqual([refused])
  expect(await outcomeOf(byNumber)).toEqual([refused])
  expect(await outcomeOf(before)).toEqual([refused])
  expect(await survivorOf(younger)).toBeUndefined()
  await lawsHold()
})

it('carries a decision out once: its repetition is a duplicate, another about the same is refused', async () => {
  const { conflict, elder, younger } = await inDoubt()
  const decision = decided(conflict, 'one', `person:${elder}`)
  const another = decided(conflict, 'apart', `person:${elder}`)
  await take('hub', decision, decision, another)
  expect(await take('hub', decision)).toEqual([])
  expect((await outcomeOf(decision)).map((row) => (row as { outcome: string }).outcome)).toEqual([
    'linked',
    'duplicate',
    'duplicate',
  ])
  expect(await outcomeOf(another)).toEqual([{ outcome: 'refused', code: 'HUB_DECISION_NO_DOUBT' }])
  expect(await survivorOf(younger)).toBe(elder)
  await lawsHold()
})
