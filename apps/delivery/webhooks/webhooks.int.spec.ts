import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { WebhookReceiver } from '#testkit/harness'
import { aCopy, JIGSAW, PNC } from '../copies.fixture.js'
import { FAILING_LANES_MAX } from './retry-plan.js'
import { Calling } from './webhooks.fixture.js'
import type { webhookParts } from './webhook-parts.js'

const POLICE = { receiver: 'police', organisation: 'police', unit: null }
let serial = 0
/** Ids that no other test uses, for one person each. */
const copiesOf = (person: string, count: number, recipient = PNC) => {
  const run = (serial += 1)
  return Array.from({ length: count }, (_, n) =>
    aCopy(`${person}-${run}-${n}`, recipient, { lane: `${person}-${run}` }),
  )
}
const idsOf = (copies: readonly { envelope: { id: string } }[]) => copies.map(({ envelope }) => envelope.id)

describe('webhooks', () => {
  let calling: Calling
  let receiver: WebhookReceiver
  let process: ReturnType<typeof webhookParts>

  beforeAll(async () => {
    calling = await Calling.start()
    process = calling.process()
  }, 120_000)
  afterAll(() => calling.stop(), 60_000)

  beforeEach(async () => {
    receiver = await WebhookReceiver.start()
  })
  afterEach(async () => {
    await process.webhooks.store.remove('police')
    await process.webhooks.store.remove(JIGSAW)
    await calling.pool.query(`delete from copy where organisation = 'police'`)
    receiver.stop()
  })

  /** Sets the receiver up and has it prove itself. */
  async function register(who = POLICE): Promise<void> {
    const { secret } = await process.webhooks.store.put(who, receiver.url)
    receiver.secrets.push(secret!)
    expect(await process.webhooks.ping(who)).toMatchObject({ taken: true })
    receiver.arrivals.splice(0)
  }

  const state = async () => (await process.webhooks.store.report('police'))!

  it('sends nothing before a ping was taken, then every copy that was never acknowledged, signed and in order', async () => {
    const copies = copiesOf('a', 30)
    await calling.store(copies)
    const { secret } = await process.webhooks.store.put(POLICE, receiver.url)
    await process.dispatcher.work()
    expect(receiver.arrivals).toEqual([])
    receiver.secrets.push('whsec_c29tZWJvZHkgZWxzZQ==')
    expect(await process.webhooks.ping(POLICE)).toMatchObject({ taken: false, status: 401 })
    receiver.secrets.push(secret!)
    expect(await process.webhooks.ping(POLICE)).toMatchObject({ taken: true })
    receiver.arrivals.splice(0)
    await process.dispatcher.work()
    expect(receiver.arrivals.map(({ event }) => event.id)).toEqual(idsOf(copies))
    expect(receiver.arrivals[0]!.event).toMatchObject({ recipient: PNC, data: { orderId: idsOf(copies)[0] } })
    const rows = await calling.rows(
      `select c.state, c.outcome, o.event_id is not null as is_told from copy c left join outbox o
       on o.headers->>'ce_causationid' = c.event_id where c.event_id like 'a-%' group by 1, 2, 3`,
    )
    expect(rows).toEqual([{ state: 'acknowledged', outcome: 'received', is_told: true }])
    expect(await calling.rows('select from webhook_lane union all select from webhook_work')).toEqual([])
  })

  it('holds back the later copies of the person whose copy fails, and nobody else’s', async () => {
    await register()
    const [failing, other] = [copiesOf('f', 3), copiesOf('o', 3)]
    receiver.answer = ({ id }) => (id === idsOf(failing)[1] ? 500 : 200)
    await calling.store(failing.flatMap((copy, n) => [copy, other[n]!]))
    await process.dispatcher.work()
    expect(receiver.taken.sort()).toEqual([idsOf(failing)[0]!, ...idsOf(other)].sort())
    await process.dispatcher.work()
    expect(receiver.arrivals).toHaveLength(5)
    receiver.answer = () => 200
    calling.at += 2_499
    await process.dispatcher.work()
    expect(receiver.arrivals).toHaveLength(5)
    calling.at += 1
    await process.dispatcher.work()
    expect(receiver.arrivals.slice(5).map(({ event }) => event.id)).toEqual(idsOf(failing).slice(1))
    const again = receiver.arrivals.filter(({ event }) => event.id === idsOf(failing)[1])
    expect(new Set(again.map(({ webhookId }) => webhookId)).size).toBe(1)
    const attempts = await process.webhooks.store.attempts('police', undefined, 10)
    expect(attempts.filter(({ code }) => code !== null)).toMatchObject([
      { code: 'HUB_WEBHOOK_REFUSED', status: 500, attempt: 1 },
    ])
  })

  it('parks a copy when its days are over, goes on with what comes for others, and resumes when asked', async () => {
    await register()
    const [failing, other] = [copiesOf('p', 2), copiesOf('q', 2)]
    receiver.answer = ({ id }) => (id === idsOf(failing)[0] ? 500 : 200)
    await calling.store(failing)
    for (let day = 0; day < 5; day += 1) {
      await process.dispatcher.work()
      calling.pass(1)
    }
    expect(await state()).toMatchObject({ state: 'active', parked_lanes: 1, waiting: 2 })
    const before = receiver.arrivals.length
    await calling.store(other)
    await process.dispatcher.work()
    expect(receiver.arrivals.slice(before).map(({ event }) => event.id)).toEqual(idsOf(other))
    receiver.answer = () => 200
    expect(await process.webhooks.resume('police')).toBe(1)
    await process.dispatcher.work()
    expect(receiver.taken.filter((id) => id.startsWith('p-'))).toEqual(idsOf(failing))
    expect(await state()).toMatchObject({ parked_lanes: 0, waiting: 0 })
  })

  it('stops for good when the receiver says 410, until it is set up anew', async () => {
    await register()
    const copies = copiesOf('g', 2)
    receiver.answer = () => 410
    await calling.store(copies)
    await process.dispatcher.work()
    calling.pass(2)
    await process.dispatcher.work()
    expect(receiver.arrivals).toHaveLength(1)
    expect(await state()).toMatchObject({ state: 'disabled', code: 'HUB_WEBHOOK_GONE' })
    receiver.answer = () => 200
    expect(await process.webhooks.store.put(POLICE, receiver.url)).toEqual({})
    expect(await state()).toMatchObject({ state: 'unproved' })
    await process.webhooks.ping(POLICE)
    await process.dispatcher.work()
    expect(receiver.taken.filter((id) => id.startsWith('g-'))).toEqual(idsOf(copies))
  })

  it('takes a receiver that answers nobody for down: few requests, and all that waited once it answers again', async () => {
    await register()
    const people = Array.from({ length: 40 }, (_, n) => copiesOf(`d${n}`, 2))
    receiver.answer = () => 503
    await calling.store(people.flat())
    await process.dispatcher.work()
    const tried = receiver.arrivals.length
    expect(tried).toBeGreaterThanOrEqual(FAILING_LANES_MAX)
    expect(tried).toBeLessThan(people.length)
    calling.pass(0.2)
    await process.dispatcher.work()
    expect(receiver.arrivals).toHaveLength(tried + 1)
    receiver.answer = () => 200
    calling.pass(0.2)
    await process.dispatcher.work()
    expect(receiver.taken).toHaveLength(80)
    expect(await state()).toMatchObject({ state: 'active', waiting: 0, failing_since: null })
  })

  it('parks a receiver that was down for days, and resumes it when asked', async () => {
    await register()
    const people = Array.from({ length: FAILING_LANES_MAX }, (_, n) => copiesOf(`w${n}`, 1))
    receiver.answer = () => 503
    await calling.store(people.flat())
    for (let day = 0; day < 5; day += 1) {
      await process.dispatcher.work()
      calling.pass(1)
    }
    expect(await state()).toMatchObject({ state: 'parked', code: 'HUB_WEBHOOK_REFUSED' })
    const asked = receiver.arrivals.length
    calling.pass(30)
    await process.dispatcher.work()
    expect(receiver.arrivals).toHaveLength(asked)
    receiver.answer = () => 200
    await process.webhooks.resume('police')
    await process.dispatcher.work()
    expect(receiver.taken).toHaveLength(people.length)
  })

  it('signs with the old and the new secret while one replaces the other, and never with a third', async () => {
    await register()
    const first = receiver.secrets[0]!
    const { secret: second } = (await process.webhooks.store.rotate('police'))!
    receiver.secrets = [first, second]
    await calling.store(copiesOf('s', 1))
    await process.dispatcher.work()
    expect(receiver.arrivals.map(({ signatures }) => signatures)).toEqual([2])
    const { secret: third } = (await process.webhooks.store.rotate('police'))!
    receiver.secrets = [first]
    expect(await process.webhooks.ping(POLICE)).toMatchObject({ taken: false })
    receiver.secrets = [second, third]
    expect(await process.webhooks.ping(POLICE)).toMatchObject({ taken: true })
    expect((await state()).secrets).toHaveLength(2)
  })

  it('asks a unit’s receiver for that unit alone, and needs no sending for what was acknowledged on another way', async () => {
    await register({ receiver: JIGSAW, organisation: 'police', unit: JIGSAW } as never)
    const [mine, others] = [copiesOf('u', 3, JIGSAW), copiesOf('v', 3)]
    await calling.store([...mine, ...others])
    await calling.pool.query(
      `update copy set state = 'acknowledged', acknowledged_at = now(), outcome = 'received' where event_id = $1`,
      [idsOf(mine)[0]],
    )
    await process.dispatcher.work()
    expect(receiver.taken).toEqual(idsOf(mine).slice(1))
  })

  it('keeps each person’s order and repeats nothing when two processes share the work', async () => {
    await register()
    const people = Array.from({ length: 25 }, (_, n) => copiesOf(`t${n}`, 30))
    const second = calling.process()
    await calling.store(people.flatMap((copies) => copies.slice(0, 15)))
    const both = Promise.all([process.dispatcher.work(), second.dispatcher.work()])
    await calling.store(people.flatMap((copies) => copies.slice(15)))
    await both
    await Promise.all([process.dispatcher.work(), second.dispatcher.work()])
    expect(receiver.arrivals).toHaveLength(750)
    for (const copies of people) {
      const lane = idsOf(copies)
      expect(receiver.taken.filter((id) => id.startsWith(lane[0]!.replace(/0$/, '')))).toEqual(lane)
    }
  }, 30_000)

  it('takes over what a process held that was killed, and sends it under the same id', async () => {
    await register()
    const copies = copiesOf('k', 3)
    await calling.store(copies)
    await process.dispatcher.work()
    const sent = receiver.arrivals.map(({ webhookId }) => webhookId)
    // as if the process had died between the answers and the commit
    await calling.pool.query(
      `update copy set state = 'waiting', acknowledged_at = null, delivered_at = null, outcome = null where event_id like 'k-%'`,
    )
    await calling.pool.query(
      `insert into webhook_work select 'police', headers->>'ce_lane', position from copy where event_id like 'k-%'`,
    )
    await calling.pool.query(
      `insert into webhook_lane (receiver, lane, state, due_at, lease, leased_until)
       select 'police', lane, 'due', $1, gen_random_uuid(), clock_timestamp() + interval '1 hour' from webhook_work limit 1`,
      [new Date(calling.at)],
    )
    await process.dispatcher.work()
    expect(receiver.arrivals).toHaveLength(3)
    await calling.pool.query(`update webhook_lane set leased_until = clock_timestamp() - interval '1 second'`)
    await process.dispatcher.work()
    expect(receiver.arrivals.slice(3).map(({ webhookId }) => webhookId)).toEqual(sent)
  })
})
