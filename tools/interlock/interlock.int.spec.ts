import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aMarker, anEventJson, anOrderMade } from '#testkit/builders'
import { Hub } from '#testkit/harness'
import { tamperings } from './conservation/tamperings.fixture.js'
import { lookOnce } from './conservation/measure.js'
import { verifyLedger } from './commands/ledger-verify.js'
import { interlock, LEDGER_SECRET } from './interlock.fixture.js'

const WHOLE = { fromAt: null, toAt: null }

describe('the operator’s tool', () => {
  let hub: Hub

  beforeAll(async () => {
    hub = await Hub.start({
      apps: ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery'],
    })
    await moveTo('2011-10-01')
    await send('courts', [
      anOrderMade({ orderId: '2011-0001', madeOn: '2011-09-28' }),
      anOrderMade({ orderId: '2011-0002', madeOn: '2011-09-28' }),
    ])
    await send('courts', [anOrderMade({ orderId: '2011-0001', madeOn: '2011-09-28' })])
    await parkOne()
    await moveTo('+5d')
    await send('police', [aMarker({ orderId: '2011-0002', at: '2011-10-05T09:00:00Z' })])
    await moveTo('2011-10-20')
  }, 180_000)
  afterAll(async () => hub?.stop(), 60_000)

  const json = async <T>(...args: string[]): Promise<T> => {
    const { code, out, errors } = await interlock(hub, [...args, '--json'])
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    return JSON.parse(out) as T
  }
  const moveTo = async (moment: string): Promise<void> => void (await json('clock', moment))
  const send = async (organisation: string, wishes: Parameters<typeof anEventJson>[0][]): Promise<void> => {
    const events = JSON.stringify(wishes.map(anEventJson))
    const { code, errors } = await interlock(hub, ['send', '-', '--as', organisation], events)
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
  }
  /** Poison beside intake's door: a Kafka-native publisher's message without a single header. */
  const parkOne = async (): Promise<void> => {
    const producer = hub.kafka.producing.producer({ idempotent: true })
    await producer.connect()
    await producer.send({ topic: hub.topics.facts('courts'), acks: -1, messages: [{ value: 'no fact' }] })
    await producer.disconnect()
  }

  it('lists what is missing, and says of one gap what it was judged from', async () => {
    const gaps = await json<{ gapId: string; rule: string; subject: string; isOpen: boolean }[]>(
      'gaps',
      '--rule',
      'RR-02',
    )
    expect(gaps).toMatchObject([{ rule: 'RR-02', subject: 'order:B01FA/2011-0001', isOpen: true }])
    const gap = await json<{ evidence: { role: string; eventId: string }[] }>(
      'gap',
      gaps[0]!.gapId.slice(0, 10),
    )
    expect(gap.evidence).toMatchObject([{ role: 'opens', eventId: 'made-B01FA-2011-0001' }])
    const told = await interlock(hub, ['gap', gaps[0]!.gapId])
    expect(told.out).toContain('RR-02 about order B01FA/2011-0001: open (missing)')
  }, 60_000)

  it('explains the whole life of one message', async () => {
    const life = await json<{
      outcomes: { outcome: string }[]
      facts: { person: string; type: string }[]
      decisions: {
        entries: { unit: string; outcome: string; fields: string[]; withheldFields: string[] }[]
      }[]
      copies: { recipient: string; state: string }[]
      obligations: { rule: string; role: string; status: string }[]
    }>('explain', 'made-B01FA-2011-0001')
    expect(life.outcomes.map(({ outcome }) => outcome)).toEqual(['linked', 'duplicate'])
    expect(life.facts).toMatchObject([{ type: 'courts.prevention-order.made' }])
    const shared = life.decisions[0]!.entries.filter(({ outcome }) => outcome === 'shared')
    expect(shared.length).toBeGreaterThan(0)
    expect(life.copies.map(({ recipient }) => recipient).sort()).toEqual(
      shared.map(({ unit }) => unit).sort(),
    )
    expect(life.obligations).toContainEqual(
      expect.objectContaining({ rule: 'RR-02', role: 'opens', status: 'breached' }),
    )
    const marker = await json<{ obligations: object[] }>(
      'explain',
      'marker-B01FA-2011-0002-2011-10-05T09:00:00Z',
    )
    expect(marker.obligations).toContainEqual(
      expect.objectContaining({ rule: 'RR-02', role: 'expects', status: 'met' }),
    )
    const told = await interlock(hub, ['explain', 'made-B01FA-2011-0001', '--organisation', 'police'])
    expect(told.out).toMatch(/police\/[a-z-]+: shared\n.+ledger.+\n.+agreement.+\n.+given/)
    expect(told.out).not.toMatch(/^ {2}probation\//m)
  }, 60_000)

  it('knows a person by any identifier', async () => {
    const people = await json<{ identifiers: object[]; timeline: { id: string }[] }[]>(
      'person',
      '2001/0171310W',
    )
    expect(people).toHaveLength(1)
    expect(people[0]!.timeline.map(({ id }) => id)).toContain('made-B01FA-2011-0001')
  }, 60_000)

  it('says how every part is, and that a message is set aside', async () => {
    const { code, out, errors } = await interlock(hub, ['status'])
    expect(code).toBe(1)
    expect(errors).toContain('HUB_CLI_PROBLEMS')
    expect(out).toContain('1 message set aside in the register')
    expect(out).toMatch(/register\s+|delivery\s+up\s+0 messages/)
  }, 60_000)

  it('refuses what it does not know with 1, and what it was asked wrongly with 2, in one sentence with a code', async () => {
    const unknown = await interlock(hub, ['explain', 'never-published'])
    expect(unknown).toMatchObject({ code: 1, out: '' })
    expect(unknown.errors).toMatch(/^HUB_CLI_NOT_FOUND: .+\.\n$/)
    const wrong = await interlock(hub, ['clock', 'yesterday'])
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(wrong.errors).toMatch(/^HUB_CLI_MISUSE: .+\.\n$/)
    expect((await interlock(hub, ['gaps', '--colour', 'red'])).code).toBe(2)
    const refused = await interlock(hub, ['send', '-', '--as', 'courts'], '{"id":"x"}')
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.errors).toContain('HUB_CLI_EVENTS_REFUSED')
  }, 60_000)

  it('finds the conservation law held and the ledger whole while nobody meddles', async () => {
    const { holds, stages } = await json<{ holds: boolean; stages: { stage: string; counts: object }[] }>(
      'conservation',
    )
    expect(holds).toBe(true)
    expect(stages.find(({ stage }) => stage === 'register')!.counts).toMatchObject({
      duplicate: 1,
      parked: 1,
    })
    expect((await json<{ faults: object[] }>('ledger', 'verify')).faults).toEqual([])
  }, 60_000)

  it.each(tamperings)('finds $says', async ({ sql }) => {
    const client = await hub.pool.connect()
    try {
      await client.query('begin')
      expect((await client.query(sql)).rowCount).toBeGreaterThan(0)
      const { settled, missing } = await lookOnce(client, { window: WHOLE, ledgerSecret: LEDGER_SECRET })
      const { faults } = await verifyLedger(client, WHOLE)
      expect([...settled, ...missing, ...faults]).not.toEqual([])
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  it('says which message breaks the law, and ends with 1', async () => {
    await hub.pool.query(`delete from reconciler.fact_outcome where event_id = 'made-B01FA-2011-0002'`)
    const { code, out, errors } = await interlock(hub, ['conservation', '--patience', '0'])
    expect(code).toBe(1)
    expect(errors).toMatch(/^HUB_CONSERVATION_BROKEN: /)
    expect(out).toContain('made-B01FA-2011-0002')
  }, 60_000)

  it('gives up a parked message with a reason, as a fact', async () => {
    const [parked] = await json<{ parkingId: string; code: string }[]>('parking', 'list')
    expect(parked).toMatchObject({ code: 'HUB_MESSAGE_UNREADABLE' })
    const shown = await json<{ body: string }>('parking', 'show', parked!.parkingId)
    expect(shown.body).toBe('no fact')
    await json('parking', 'discard', parked!.parkingId, '--reason', 'A test message.')
    await moveTo('+1d')
    expect(await json<object[]>('parking', 'list')).toEqual([])
    expect(await json<object[]>('parking', 'list', '--state', 'discarded')).toMatchObject([
      { parkingId: parked!.parkingId, reason: 'A test message.' },
    ])
  }, 60_000)

  it('has delivery give up, and put back, what delivery had set aside', async () => {
    const producer = hub.kafka.producing.producer({ idempotent: true })
    await producer.connect()
    const messages = [{ value: 'no copy' }, { value: 'nor this' }]
    await producer.send({ topic: hub.topics.inbox('police'), acks: -1, messages })
    await producer.disconnect()
    const states = async () =>
      (await hub.pool.query<{ state: string }>('select state from delivery.parked_message')).rows
    await until(async () => (await states()).length === 2)
    const [first, second] = await json<{ parkingId: string }[]>('parking', 'list', '--stage', 'delivery')
    await json('parking', 'discard', first!.parkingId, '--reason', 'A test message.')
    await until(async () => (await states()).some(({ state }) => state === 'discarded'))
    await json('parking', 'replay', second!.parkingId)
    // still no copy, so it is set aside again, once what the operator said has come round
    await until(async () => {
      const { rows } = await hub.pool.query<{ state: string }>(
        `select state from delivery.copy where recipient = 'hub/delivery'`,
      )
      return rows.length === 2 && rows.every(({ state }) => state === 'delivered')
    })
    expect((await states()).map(({ state }) => state).toSorted()).toEqual(['discarded', 'parked'])
  }, 60_000)
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 40_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
