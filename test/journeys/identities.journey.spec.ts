import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { pncId } from '#core/identifiers'
import { linkedMessageFrom } from '#core/messages'
import { personKeyOf } from '#core/persons'
import { readGaps } from '#platform/published'
import {
  aCopyReceived,
  aCopyRequested,
  aCopySent,
  aMarker,
  anOrderMade,
  anOrderRecorded,
  type EventWish,
} from '#testkit/builders'
import { committedRecords, copiesTo, Hub, Publisher } from '#testkit/harness'
import { aPersonDecides } from './decided-identities.js'

jest.setTimeout(180_000)

const BARNET = 'police/jigsaw-barnet'

describe('who it is about', () => {
  let hub: Hub
  let publisher: Publisher
  let minute = 0

  beforeAll(async () => {
    hub = await Hub.start({ apps: ['register', 'exchange', 'reconciler', 'delivery'] })
    publisher = await Publisher.connect(hub)
    await hub.moveTo('2011-10-03T12:00:00Z')
  })
  afterAll(async () => {
    await publisher?.close()
    await hub?.stop()
  })

  const now = (): string => new Date(Date.UTC(2011, 9, 3, 12, minute)).toISOString()
  /** Publishes, and lets a minute pass in which everything is settled. */
  const say = async (organisation: string, ...wishes: EventWish[]): Promise<void> => {
    await publisher.facts(organisation, ...wishes)
    minute += 1
    await hub.moveTo(now())
  }
  const made = (orderId: string, person: object): EventWish =>
    anOrderMade({ orderId, madeOn: '2011-10-03', person })
  const keyOf = (wish: EventWish): string => personKeyOf(wish.source, wish.id)
  const rows = async (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
    (await hub.pool.query<Record<string, unknown>>(sql, values)).rows
  const ordersTo = async (unit: string): Promise<string[][]> =>
    (await copiesTo(hub, unit, 'courts.prevention-order.made')).map(({ id, occasion }) => [
      id,
      occasion.replace(/:.*/, ''),
    ])

  describe('where a fact bridges two records exactly', () => {
    const elder = made('2011-0001', { pnc: pncId(2001, 171_310) })
    const younger: EventWish = {
      type: 'jigsaw.visor-record.created',
      id: 'visor-record',
      unit: BARNET,
      source: '/police/visor',
      subject: 'noms:A1234BC',
      time: '2011-10-03T12:00:00Z',
      marking: 'confidential',
      data: { person: { noms: 'A1234BC' }, visorRef: 'V-1', nominalType: 'RSO', owner: BARNET },
    }
    let heardBefore: string[][]
    const bridge = made('2011-0002', { pnc: '01/171310W', noms: 'a1234bc' })

    beforeAll(async () => {
      await say('courts', elder)
      await say('police', younger)
      heardBefore = await ordersTo(BARNET)
      await say('courts', bridge)
      await say('courts', made('2011-0003', { pnc: pncId(2001, 171_310) }))
    })

    it('they are one from then on, under the elder key, and both keys hear of it', async () => {
      expect(await rows('select person, survivor from register.person_alias')).toEqual([
        { person: keyOf(younger), survivor: keyOf(elder) },
      ])
      const records = await committedRecords(
        hub,
        hub.topics.linked,
        2,
        ({ headers }) => String(headers?.['ce_type']) === 'hub.person.merged',
      )
      const merged = records.map(({ headers, value }) => linkedMessageFrom(headers, value))
      expect(merged.map(({ person }) => person).sort()).toEqual([keyOf(elder), keyOf(younger)].sort())
      const data = JSON.parse(merged[0]!.bytes.toString('utf8')) as { profile: { field: string }[] }
      expect(data.profile.map(({ field }) => field)).toEqual(expect.arrayContaining(['owner', 'nominalType']))
    })

    it('what was known of the younger decides about the elder: its owner hears of the orders, the earlier one too', async () => {
      expect(heardBefore).toEqual([])
      expect(await ordersTo(BARNET)).toEqual([
        ['made-B01FA-2011-0001', 'new-owner'],
        ['made-B01FA-2011-0002', 'published'],
        ['made-B01FA-2011-0003', 'published'],
      ])
      const routed = await rows(
        `select entry->>'step' as step from exchange.disclosure where unit = $1 and event_id = $2`,
        BARNET,
        'made-B01FA-2011-0003',
      )
      expect(routed).toEqual([{ step: 'visor-owner' }])
    })
  })

  it('are one to the end of a chain of merges, however its parts come to the partitions', async () => {
    const chains = Array.from({ length: 8 }, (_, index) => {
      const number = (position: number): string => `2011-${700 + 10 * index + position}`
      const eldest = { pnc: pncId(1998, 700 + index) }
      const middle = { crn: `X40000${index}` }
      const youngest = { noms: `A70${index}0BC` }
      const owned: EventWish = {
        type: 'jigsaw.visor-record.created',
        id: `chain-${index}`,
        unit: BARNET,
        source: '/police/visor',
        subject: `noms:${youngest.noms}`,
        time: '2011-10-03T12:00:00Z',
        marking: 'confidential',
        data: { person: youngest, visorRef: `V-7${index}`, nominalType: 'RSO', owner: BARNET },
      }
      return {
        eldest: made(number(1), eldest),
        middle: made(number(2), middle),
        owned,
        bridges: [made(number(3), { ...youngest, ...middle }), made(number(4), { ...middle, ...eldest })],
        after: made(number(5), eldest),
      }
    })
    await say('courts', ...chains.map(({ eldest }) => eldest))
    await say('courts', ...chains.map(({ middle }) => middle))
    await say('police', ...chains.map(({ owned }) => owned))
    await say('courts', ...chains.flatMap(({ bridges }) => bridges))
    const expected = chains.flatMap(({ eldest, middle, owned }) =>
      [keyOf(middle), keyOf(owned)].map((person) => ({ person, survivor: keyOf(eldest) })),
    )
    const people = expected.map(({ person }) => person)
    for (const schema of ['register', 'exchange', 'reconciler']) {
      const sql = `select person, survivor from ${schema}.person_alias where person = any($1)`
      const aliases = await rows(sql, people)
      expect(new Map(aliases.map((row) => [row['person'], row['survivor']]))).toEqual(
        new Map(expected.map(({ person, survivor }) => [person, survivor])),
      )
    }
    await say('courts', ...chains.map(({ after }) => after))
    const heard = new Set((await ordersTo(BARNET)).map(([id]) => id))
    expect(chains.filter(({ after }) => !heard.has(after.id))).toEqual([])
    expect(chains.filter(({ eldest }) => !heard.has(eldest.id))).toEqual([])
  })

  it('merges nothing where the bridge contradicts what is known, and opens an identity gap at once', async () => {
    const one = made('2011-0011', { pnc: pncId(2002, 22) })
    const other = made('2011-0012', { pnc: pncId(2003, 33), noms: 'B2345CD' })
    await say('courts', one, other)
    await say('courts', made('2011-0013', { pnc: pncId(2002, 22), noms: 'B2345CD' }))
    const people = [keyOf(one), keyOf(other)]
    expect(
      await rows('select 1 from register.person_alias where person = any($1) or survivor = any($1)', people),
    ).toEqual([])
    const [gap, ...others] = await readGaps(hub.pool, { rule: 'RR-83', limit: 10 })
    expect(others).toEqual([])
    expect(gap).toMatchObject({ isOpen: true, status: 'breached' })
    const central = await copiesTo(hub, 'police/central-jigsaw')
    const told = central.filter(({ data }) => data['rule'] === 'RR-83')
    expect(told.map(({ type, data }) => [type, data['kind']])).toEqual([['hub.gap.opened', 'identity']])
    const [doubt] = central.filter(({ type }) => type === 'hub.identity.conflicted')
    expect([...(doubt!.data['people'] as string[])].sort()).toEqual(people.sort())
    expect(doubt!.data).not.toHaveProperty('identifiers')
  })

  describe('where a person decides', () => {
    aPersonDecides({ hub: () => hub, now, say, made, rows })
  })

  it('keeps an identifier with a wrong check letter as it came, and matches nobody by it', async () => {
    const wrong = `${pncId(2004, 44).slice(0, -1)}${pncId(2004, 44).endsWith('A') ? 'B' : 'A'}`
    const first = made('2011-0021', { pnc: wrong, crn: 'X300001' })
    const second = made('2011-0022', { pnc: wrong, crn: 'X300002' })
    await say('courts', first, second)
    const people = await rows('select person from register.fact where id = any($1)', [first.id, second.id])
    expect(people.map(({ person }) => person).sort()).toEqual([keyOf(first), keyOf(second)].sort())
    expect(await rows('select raw from register.unusable_identifier where id = $1', first.id)).toEqual([
      { raw: JSON.stringify(wrong) },
    ])
    expect(await rows('select 1 from register.identifier where value = $1', wrong)).toEqual([])
    const [copy] = (await copiesTo(hub, 'police/pnc-bureau')).filter(({ id }) => id === first.id)
    expect(copy!.data['person']).toMatchObject({ pnc: wrong })
  })

  it('counts a repeated fact once, and refuses other content under its id, naming the first', async () => {
    const fact = made('2011-0031', { crn: 'X300031' })
    await say('courts', fact, fact)
    await say('courts', { ...fact, data: { ...fact.data, conditions: ['Another.'] } }, fact)
    const outcomes = await rows(
      `select outcome, code, says, topic || '/' || partition || '/' || message_offset as place
       from register.outcome where id = $1 order by message_offset`,
      fact.id,
    )
    expect(outcomes.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['linked', null],
      ['duplicate', null],
      ['refused', 'HUB_EVENT_ID_REUSED'],
      ['duplicate', null],
    ])
    expect(outcomes[2]!['says']).toContain(outcomes[0]!['place'])
    const copies = (await copiesTo(hub, 'police/pnc-bureau')).filter(({ id }) => id === fact.id)
    expect(copies.map(({ data }) => data['conditions'])).toEqual([
      (fact.data as { conditions: string[] }).conditions,
    ])
  })

  it('comes to the same whatever the order in which facts arrive, and however often', async () => {
    const lives = ['2011-0041', '2011-0042', '2011-0043'].map((orderId, n) => lifeOf(orderId, 50 + n))
    const [inOrder, backwards, jumbled] = lives as [Said[], Said[], Said[]]
    const thrice = [...jumbled, ...backwardsOf(jumbled), ...jumbled.slice(3), ...jumbled.slice(0, 3)]
    await hub.moveTo('2011-10-21T12:00:00Z')
    for (const { organisation, wish } of [...inOrder, ...backwardsOf(backwards), ...thrice])
      await publisher.facts(organisation, wish)
    await hub.moveTo('2011-10-22T12:00:00Z')
    const [first, ...others] = await Promise.all(['2011-0041', '2011-0042', '2011-0043'].map(standing))
    expect(first!.people).toBe(1)
    expect(first!.gaps.map(({ rule, closing }) => [rule, closing])).toEqual([
      ['RR-01', 'met-late'],
      ['RR-02', 'met-late'],
    ])
    for (const other of others) expect(other).toEqual(first)
  })

  /** Where an order's obligations stand, and how many people its facts are taken to be about. */
  const standing = async (orderId: string) => {
    const gaps = (await readGaps(hub.pool, { limit: 500 })).filter(
      ({ onePer }) => onePer['order'] === `B01FA/${orderId}`,
    )
    const people = await rows(
      `select distinct coalesce(a.survivor, f.person) as person from register.fact f
       left join register.person_alias a on a.person = f.person where f.subject = $1 and f.type not like 'hub.%'`,
      `order:B01FA/${orderId}`,
    )
    return {
      people: people.length,
      gaps: gaps
        .map(({ rule, status, reason, closing, isMiss, requests, rung, dueAt, breachedAt }) => ({
          ...{ rule, status, reason, closing, isMiss, requests, rung, dueAt, breachedAt },
        }))
        .sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    }
  }
})

interface Said {
  organisation: 'courts' | 'police'
  wish: EventWish
}

/** An order that three registers name by two different numbers of its person, copied and marked too late. */
function lifeOf(orderId: string, serial: number): Said[] {
  const pnc = { pnc: pncId(2005, serial) }
  const noms = { noms: `C12${serial}DE` }
  const court = (wish: EventWish): Said => ({ organisation: 'courts', wish })
  const police = (wish: EventWish): Said => ({ organisation: 'police', wish })
  return [
    court(anOrderMade({ orderId, madeOn: '2011-10-04', person: pnc })),
    police(anOrderRecorded({ orderId, madeOn: '2011-10-04', at: '2011-10-05T09:00:00Z', person: noms })),
    police(aCopyRequested({ orderId, at: '2011-10-06T09:00:00Z' })),
    court(aCopySent({ orderId, at: '2011-10-12T09:00:00Z' })),
    police(aCopyReceived({ orderId, at: '2011-10-13T09:00:00Z' })),
    police(aMarker({ orderId, at: '2011-10-14T09:00:00Z', conditionsOnPnc: 'partial' })),
    police(aMarker({ orderId, at: '2011-10-20T09:00:00Z' })),
  ]
}

function backwardsOf(life: readonly Said[]): Said[] {
  return [...life].reverse()
}
