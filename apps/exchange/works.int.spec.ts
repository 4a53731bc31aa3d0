import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import { HubError, isoInstant } from '#core/kernel'
import { linkedHeadersOf, topicsOf } from '#core/messages'
import { compileSharing } from '#core/sharing'
import { loadContracts } from '#platform/contracts'
import type { StageBatch } from '#platform/kafka'
import { createPool, migrate, type Pool } from '#platform/postgres'
import { aMarker, anEnvelope, anOrderMade, type EventWish } from '#testkit/builders'
import { createDatabase, dropDatabase, testServers } from '#testkit/harness'
import { ExchangeStage } from './exchange-stage.js'
import { migrations } from './migrations/index.js'

jest.setTimeout(60_000)

const FIRST_DAY = Date.UTC(2011, 9, 3, 12)
const DAY_MS = 86_400_000
const BOROUGHS = ['E09000009', 'E09000023', 'E09000008']
const PERSONS = 2
const name = `t${randomBytes(5).toString('hex')}`
const topics = topicsOf('works.')
let pool: Pool
let stage: ExchangeStage
let partitions = 0

beforeAll(async () => {
  const url = await createDatabase(testServers().databaseUrl, name)
  await migrate(url, 'exchange', migrations)
  pool = createPool(url, { application: 'works', schema: 'exchange' })
  const catalogue = loadContracts('contracts')
  const secret = Buffer.from('a secret of a test')
  stage = new ExchangeStage(pool, { catalogue, policy: compileSharing(catalogue), topics, secret })
}, 30_000)
afterAll(async () => {
  await pool?.end()
  await dropDatabase(testServers().databaseUrl, name)
})

/** What happens next, to whom: an order in a borough, which is a move where it is another; a meeting at a port; and so on. */
const aStep = fc.record({
  person: fc.nat(PERSONS - 1),
  does: fc.oneof(
    fc.record({ what: fc.constant('order' as const), borough: fc.constantFrom(...BOROUGHS) }),
    fc.record({ what: fc.constant('encounter' as const) }),
    fc.record({ what: fc.constantFrom('marker' as const, 'retraction' as const), of: fc.nat(20) }),
  ),
})
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never

it('gives the same copies, and tells each new owner what stands, whether facts come one by one or many at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aStep, { minLength: 2, maxLength: 14 }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 14, maxLength: 14 }),
      async (steps, sizes) => {
        const alone = await copiesOf(
          steps,
          steps.map(() => 1),
        )
        expect(await copiesOf(steps, sizes)).toEqual(alone)
      },
    ),
    { numRuns: 25 },
  )
})

it('tells a new owner of an order that was made in the same work', async () => {
  const order = (borough: string): Step => ({ person: 0, does: { what: 'order', borough } })
  const copies = await copiesOf([order('E09000009'), order('E09000023')], [2])
  expect(copies.filter((copy) => copy.startsWith('order-0 ') && copy.includes('new-owner'))).not.toEqual([])
})

it('shows the officer at the port the orders that stand about whom he meets, and nobody else anything for it', async () => {
  const order: Step = { person: 0, does: { what: 'order', borough: 'E09000009' } }
  const another: Step = { ...order, person: 1 }
  const copies = await copiesOf([order, another, { person: 0, does: { what: 'encounter' } }], [2, 1])
  expect(copies.filter((copy) => copy.startsWith('order-') && copy.includes('encounter'))).toEqual([
    'order-0 to police/port: encounter:encounter-2',
  ])
})

it('parks a fact whose condition of who is offered what stands errs, and decides what comes beside it', async () => {
  const catalogue = loadContracts('contracts')
  const encounter = catalogue.events.get('immigration.port-encounter.recorded@1')!
  encounter.offersStandingTo = {
    ...encounter.offersStandingTo!,
    value: () => {
      throw new HubError('HUB_CONDITION_FAILED', 'No such key.', 'after-repair')
    },
  }
  const policy = compileSharing(catalogue)
  const erring = new ExchangeStage(pool, { catalogue, policy, topics, secret: Buffer.from('a secret') })
  const order: Step = { person: 0, does: { what: 'order', borough: 'E09000009' } }
  await copiesOf([order, { person: 0, does: { what: 'encounter' } }, order], [2, 1], erring)
  const { rows } = await pool.query(
    'select outcome from fact_decision where partition = $1 order by message_offset, ordinal',
    [partitions - 1],
  )
  expect(rows).toEqual([{ outcome: 'decided' }, { outcome: 'parked' }, { outcome: 'decided' }])
})

/** Each copy in words: which event, to whom, on what occasion. Names and places are the history's own. */
async function copiesOf(steps: readonly Step[], sizes: readonly number[], by = stage): Promise<string[]> {
  const partition = partitions++
  const messages = wishesOf(steps, partition).map(({ wish, person }, offset) =>
    received(wish, person, offset),
  )
  const copies: string[] = []
  let from = 0
  for (const size of sizes) {
    const taken = messages.slice(from, from + size)
    if (taken.length === 0) break
    const nextOffset = from + taken.length
    const batch: StageBatch = {
      ...{ topic: topics.linked, partition, messages: taken },
      ...{ nextOffset, published: from, seenApplied: from },
    }
    const [applied] = await by.apply([batch])
    for (const { key, headers } of applied!.outputs)
      copies.push(`${headers['ce_id']} to ${key}: ${headers['ce_occasion']}`.replaceAll(`${partition}.`, ''))
    from = nextOffset
  }
  return copies
}

function wishesOf(steps: readonly Step[], partition: number): { wish: EventWish; person: string }[] {
  const orders: { courtCode: string; orderId: string; person: number; id: string }[] = []
  return steps.flatMap(({ person, does }, day) => {
    const at = isoInstant(FIRST_DAY + day * DAY_MS)
    const personKey = `person-${partition}.${person}`
    if (does.what === 'order') {
      const id = `${partition}.order-${orders.length}`
      const order = { courtCode: 'B01FA', orderId: `2011-${id}`, id, person }
      orders.push(order)
      return [
        {
          wish: anOrderMade({ ...order, madeOn: at.slice(0, 10), borough: does.borough, person: {} }),
          person: personKey,
        },
      ]
    }
    if (does.what === 'encounter') {
      const id = `${partition}.encounter-${day}`
      const data = { person: {}, direction: 'inbound', port: 'LHR', seenOn: at.slice(0, 10) }
      const who = { unit: 'immigration/border', source: '/immigration/ports', subject: `pnc:${personKey}` }
      const wish = { type: 'immigration.port-encounter.recorded', id, ...who, time: at, data }
      return [{ wish, person: personKey }]
    }
    const own = orders.filter((order) => order.person === person)
    const order = own[does.of % own.length]
    if (order === undefined) return []
    const id = `${partition}.${does.what}-${day}`
    if (does.what === 'marker') return [{ wish: aMarker({ ...order, id, at }), person: personKey }]
    const { subject, unit, source } = anOrderMade({ ...order, madeOn: at.slice(0, 10), person: {} })
    const data = { eventId: order.id, reason: 'Another person was meant.' }
    const wish = { type: 'courts.fact.retracted', id, unit, source, subject, time: at, data }
    return [{ wish, person: personKey }]
  })
}

function received(wish: EventWish, person: string, offset: number): StageBatch['messages'][number] {
  const envelope = anEnvelope(wish)
  const bytes = Buffer.from(JSON.stringify(wish.data))
  const headers = linkedHeadersOf({
    envelope,
    bytes,
    person,
    isPerson: true,
    receivedAt: envelope.occurredAt,
  })
  return {
    key: Buffer.from(person),
    value: bytes,
    headers: Object.fromEntries(Object.entries(headers).map(([header, text]) => [header, Buffer.from(text)])),
    timestamp: String(envelope.occurredAt),
    attributes: 0,
    offset: String(offset),
  }
}
