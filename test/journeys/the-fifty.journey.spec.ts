import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { type PublishedGap, readGaps } from '#platform/published'
import { aCopyRequested, aCopySent, aMarker } from '#testkit/builders'
import { copiesTo, Hub, Publisher } from '#testkit/harness'
import {
  COURTS,
  FEWER_CONDITIONS,
  laterPncExtract,
  MISSING,
  nameOf,
  order,
  publishRegisters,
} from './fifty-registers.js'
import { DAYS, HISTORIES, orderOf, plays } from './steps-left-out.js'

jest.setTimeout(180_000)

const LAST = order(12)
const ASKED = [order(0), LAST, order(6)]

describe('the orders that no officer could see (J1)', () => {
  let hub: Hub
  let publisher: Publisher

  beforeAll(async () => {
    hub = await Hub.start({ apps: ['register', 'exchange', 'reconciler', 'delivery'] })
    publisher = await Publisher.connect(hub)
  })
  afterAll(async () => {
    await publisher?.close()
    await hub?.stop()
  })

  /** Orders with an open gap, with why; those of one rule. */
  const open = async (rule: string): Promise<Record<string, string>> => {
    const gaps = await readGaps(hub.pool, { state: 'open', rule, limit: 500 })
    return Object.fromEntries(gaps.map(({ onePer, reason }) => [Object.values(onePer)[0]!, reason]).sort())
  }
  const gapIdsOf = async (name: string): Promise<string[]> =>
    (await readGaps(hub.pool, { limit: 500 }))
      .filter(({ onePer }) => onePer['order'] === name)
      .map(({ gapId }) => gapId)
  const heardBy = async (unit: string, type: string, rule: string): Promise<Record<string, unknown>[]> =>
    (await copiesTo(hub, unit, type))
      .filter(({ data }) => data['rule'] === rule)
      .map(({ data }) => data['details'] as Record<string, unknown>)
  const named = (details: Record<string, unknown>[]): string[] =>
    details.map(({ courtCode, orderId }) => `${String(courtCode)}/${String(orderId)}`).sort()

  it('finds exactly the orders that the PNC lacks, and one of which it lacks a condition, as the registers arrive', async () => {
    await hub.moveTo('2011-10-01T00:00:00Z')
    await publishRegisters(publisher)
    await hub.moveTo('2011-10-01T01:00:00Z')
    expect(await open('RR-02')).toEqual(
      Object.fromEntries(
        [
          ...MISSING.map((n) => [nameOf(order(n)), 'missing']),
          [nameOf(order(FEWER_CONDITIONS)), 'conflict'],
        ].sort(),
      ),
    )
  })

  it('tells the PNC Bureau and Central Jigsaw at once, the conditions only to the one who must enter them', async () => {
    const found = [...MISSING, FEWER_CONDITIONS].map((n) => nameOf(order(n))).sort()
    const bureau = await heardBy('police/pnc-bureau', 'hub.gap.opened', 'RR-02')
    const central = await heardBy('police/central-jigsaw', 'hub.gap.opened', 'RR-02')
    expect(named(bureau)).toEqual(found)
    expect(named(central)).toEqual(found)
    expect(new Set(central.map((details) => Object.keys(details).sort().join()))).toEqual(
      new Set(['courtCode,madeOn,orderId']),
    )
    expect(bureau.every(({ conditions }) => Array.isArray(conditions) && conditions.length > 0)).toBe(true)
    const everything = JSON.stringify(await copiesTo(hub, 'police/central-jigsaw'))
    for (const secret of ['camera', 'X1', 'crn']) expect(everything).not.toContain(secret)
  })

  it('accounts for every row: what was expected, checked, alike, different, unreadable, not yet due, not covered', async () => {
    const [statement] = await copiesTo(hub, 'police/central-jigsaw', 'hub.comparison.covered')
    const counts = statement!.data as Record<string, number>
    expect(counts).toMatchObject({
      expected: 63,
      checked: 58,
      matched: 50,
      differing: 8,
      unreadable: 3,
      notYetDue: 1,
      notCovered: 1,
      differences: {
        'absent from pnc': 6,
        'conditions differs at pnc': 1,
        'endsOn differs at pnc': 1,
        'absent from visor': 1,
      },
    })
    const { expected, checked, matched, differing, unreadable, notYetDue, notCovered } = counts
    expect(checked! + unreadable! + notYetDue! + notCovered!).toBe(expected)
    expect(matched! + differing!).toBe(checked)
  })

  it('asks the court, and after five working days without an answer says so, and again', async () => {
    await hub.moveTo('2011-10-03T09:00:00Z')
    await publisher.facts(
      'police',
      ...ASKED.map((each) => aCopyRequested({ ...each, at: '2011-10-03T09:00:00Z' })),
    )
    await hub.moveTo('2011-10-10T22:59:59Z')
    expect(await open('RR-03')).toEqual({})
    const requests = await copiesTo(hub, 'courts/b01fa', 'pnc.order-copy.requested')
    expect(named(requests.map(({ data }) => data))).toEqual([order(0), LAST].map(nameOf).sort())
    await hub.moveTo('2011-10-10T23:00:00Z')
    expect(Object.keys(await open('RR-03'))).toEqual(ASKED.map(nameOf).sort())
    await hub.moveTo('2011-10-11T09:00:00Z')
    await publisher.facts(
      'police',
      ...ASKED.map((each) => aCopyRequested({ ...each, at: '2011-10-11T09:00:00Z', requestNo: 2 })),
    )
    await hub.moveTo('2011-10-11T10:00:00Z')
    const gaps = await readGaps(hub.pool, { rule: 'RR-03', limit: 10 })
    expect(gaps.map(({ requests, rung }) => [requests, rung])).toEqual(ASKED.map(() => [2, 1]))
  })

  it('gives the head of each court’s administration that court’s list, and no other', async () => {
    await hub.moveTo('2011-10-17T23:00:00Z')
    const concerned = new Map([
      ['B01FA', [0, 12, 24]],
      ['C01CE', [6, 18]],
      ['B01OK', [1]],
      ['B01EF', [FEWER_CONDITIONS]],
    ])
    for (const court of COURTS) {
      const head = `courts/head-${court.toLowerCase()}`
      const expected = (concerned.get(court) ?? []).map((n) => nameOf(order(n)))
      expect([court, named(await heardBy(head, 'hub.gap.escalated', 'RR-02'))]).toEqual([
        court,
        expected.sort(),
      ])
      const asked = ASKED.map(nameOf).filter((name) => name.startsWith(court))
      expect([court, named(await heardBy(head, 'hub.gap.escalated', 'RR-03'))]).toEqual([court, asked.sort()])
    }
  })

  it('closes nothing on a copy or on an acknowledgement, only the request that the copy answers', async () => {
    const before = await open('RR-02')
    await hub.moveTo('2011-10-19T09:00:00Z')
    await publisher.facts(
      'courts',
      ...[order(0), order(6)].map((each) => aCopySent({ ...each, at: '2011-10-19T09:00:00Z' })),
    )
    const [gapId] = await gapIdsOf(nameOf(order(24)))
    await publisher.facts('hub', {
      type: 'hub.gap.acknowledged',
      id: 'seen-it',
      unit: 'hub/operations',
      source: '/hub/operations',
      subject: `order:${nameOf(order(24))}`,
      time: '2011-10-19T09:00:00Z',
      data: { gapId, rule: 'RR-02', acknowledgedBy: 'police/pnc-bureau', roles: ['pnc-bureau'] },
    })
    await hub.moveTo('2011-10-20T08:00:00Z')
    expect(await open('RR-02')).toEqual(before)
    expect(Object.keys(await open('RR-03'))).toEqual([nameOf(LAST)])
  })

  it('closes a gap on its own marker with all conditions, and calls a partial one a conflict', async () => {
    const at = '2011-10-20T09:00:00Z'
    const markers = [order(0), order(6), order(1), order(FEWER_CONDITIONS)].map((each) =>
      aMarker({ ...each, at }),
    )
    await publisher.facts('police', ...markers, aMarker({ ...order(18), at, conditionsOnPnc: 'partial' }))
    await hub.moveTo('2011-10-21T00:00:00Z')
    expect(await open('RR-02')).toEqual({
      [nameOf(LAST)]: 'missing',
      [nameOf(order(24))]: 'missing',
      [nameOf(order(18))]: 'conflict',
    })
    const closed = await readGaps(hub.pool, { state: 'closed', rule: 'RR-02', limit: 100 })
    expect(closed.map(({ closing, isMiss }) => [closing, isMiss])).toEqual(
      markers.map(() => ['met-late', true]),
    )
  })

  it('takes a later extract that agrees for an answer, and a full marker for what a partial one was not', async () => {
    await hub.moveTo('2011-10-26T00:00:00Z')
    await publisher.extract('police', laterPncExtract(LAST, order(18)))
    await hub.moveTo('2011-10-26T01:00:00Z')
    expect(await open('RR-02')).toEqual({ [nameOf(LAST)]: 'missing', [nameOf(order(18))]: 'conflict' })
    expect(named(await resolved())).toContain(nameOf(order(24)))
    await hub.moveTo('2011-10-27T09:00:00Z')
    await publisher.facts('police', aMarker({ ...order(18), at: '2011-10-27T09:00:00Z' }))
    await hub.moveTo('2011-10-27T10:00:00Z')
    expect(await open('RR-02')).toEqual({ [nameOf(LAST)]: 'missing' })
  })

  const resolved = async (): Promise<Record<string, unknown>[]> =>
    (await copiesTo(hub, 'police/central-jigsaw', 'hub.difference.resolved')).map(({ data }) => {
      const [courtCode, orderId] = String(data['key']).split('/')
      return { courtCode, orderId }
    })

  it('opens a review of that court, one month after its head was told, with the last one on its list', async () => {
    await hub.moveTo('2011-11-14T23:59:59Z')
    expect(await open('RR-04')).toEqual({})
    await hub.moveTo('2011-11-15T00:00:00Z')
    const reviews = await readGaps(hub.pool, { rule: 'RR-04', limit: 10 })
    expect(reviews.map(({ onePer, isOpen }) => [Object.values(onePer), isOpen])).toEqual([[['B01FA'], true]])
    expect([...reviews[0]!.outstanding].sort()).toEqual((await gapIdsOf(nameOf(LAST))).sort())
    const told = (await copiesTo(hub, 'police/central-jigsaw', 'hub.gap.opened')).filter(
      ({ data }) => data['rule'] === 'RR-04',
    )
    expect(told.map(({ data }) => data['details'])).toEqual([{ courtCode: 'B01FA' }])
    expect(Object.keys(await open('RR-02'))).toEqual([nameOf(LAST)])
  })

  describe('with steps left out', () => {
    let gaps: PublishedGap[]

    beforeAll(async () => {
      for (const day of DAYS) {
        await hub.moveTo(`${day}T12:00:00Z`)
        const today = plays().filter((play) => play.day === day)
        // everything twice, for once is what counts
        for (const { organisation, wish } of [...today, ...today]) await publisher.facts(organisation, wish)
      }
      await hub.moveTo('2011-12-20T00:00:00Z')
      gaps = await readGaps(hub.pool, { limit: 500 })
    })

    it.each(HISTORIES.map(([title, , expected], index) => ({ title, expected, index })))(
      'has exactly these gaps where $title: $expected',
      ({ expected, index }) => {
        const name = nameOf({ ...orderOf(index), madeOn: '' })
        const found = gaps.filter(({ onePer }) => onePer['order'] === name)
        expect(found.map(({ rule, reason }) => `${rule} ${reason}`).sort()).toEqual(expected)
      },
    )
  })
})
