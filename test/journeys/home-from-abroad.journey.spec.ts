import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { readGaps } from '#platform/published'
import { aDebrief, anOrderDecision, type EventWish } from '#testkit/builders'
import { copiesTo, Hub, Publisher, type ReceivedCopy } from '#testkit/harness'
import {
  aReturn,
  LEFT_OUT,
  NEITHER,
  type Return,
  type Said,
  saidOf,
  type Step,
  VIOLENT,
  WHOLE,
} from './returns.js'

jest.setTimeout(600_000)

/** Tuesdays of 2010/11 on which people arrive, twenty-four on each. */
const ARRIVALS = ['2010-06-08', '2011-02-08']
const LATER = '2011-10-04'
const LEWISHAM = 'police/jigsaw-lewisham'

/** The 48 of 2010/11 (S, seed 0 paragraph 38): 34 notification orders, 2 SOPO, 4 FTO; five violent and three neither (A). */
function theYear(): Return[] {
  return Array.from({ length: 48 }, (_, index) => {
    const arrivesOn = ARRIVALS[index % ARRIVALS.length]!
    const toUnit = index % 6 === 0 ? LEWISHAM : 'forces/west-midlands'
    const given = aReturn(index, arrivesOn, { toUnit })
    if (index < 34) return { ...given, steps: WHOLE }
    const other = WHOLE.map((step): Step => (step === 'applied' ? 'no order' : step))
    if (index < 36) return { ...given, orderType: 'SOPO', steps: other }
    if (index < 40) return { ...given, orderType: 'FTO', steps: other.filter((step) => step !== 'notified') }
    const treatedAs = index < 45 ? 'violent' : 'neither'
    return {
      ...given,
      one: { ...given.one, treatedAs },
      steps: treatedAs === 'violent' ? VIOLENT : NEITHER,
    }
  })
}

const isOfFirst = ({ data }: ReceivedCopy): boolean => data['consularRef'] === 'CN/2010/000'

const ofCase = (index: number): Return => {
  const [, treatedAs, steps] = LEFT_OUT[index]!
  return { ...aReturn(100 + index, LATER, { treatedAs }), steps }
}

const wishesOf = (given: Return, organisation: string): EventWish[] =>
  saidOf(given).flatMap((said) => (said.organisation === organisation ? [said.wish] : []))

describe('home from abroad', () => {
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

  const rows = async (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
    (await hub.pool.query<Record<string, unknown>>(sql, values)).rows

  /** Publishes each fact on its own day, and lets stream time pass in between. */
  const play = async (said: readonly Said[]): Promise<void> => {
    const days = Map.groupBy(said, ({ wish }) => wish.time.slice(0, 10))
    for (const day of [...days.keys()].sort()) {
      await hub.moveTo(`${day}T21:00:00Z`)
      const organisations = Map.groupBy(days.get(day)!, ({ organisation }) => organisation)
      for (const [organisation, ofIt] of organisations)
        await publisher.facts(organisation, ...ofIt.map(({ wish }) => wish))
    }
  }

  /** What was said to be missing about each case, by the consular reference: `RR-36c missing`. */
  const gapsByCase = async (): Promise<Map<string, string[]>> => {
    const people = await rows(
      `select distinct substr(f.subject, 14) as ref, f.person, coalesce(a.survivor, f.person) as survivor
       from register.fact f left join register.person_alias a on a.person = f.person where f.subject like 'consular-ref:%'`,
    )
    const refs = new Map(
      people.flatMap(({ ref, person, survivor }) => [
        [person, ref],
        [survivor, ref],
      ]),
    )
    const gaps = new Map<string, string[]>()
    for (const { rule, reason, person } of await readGaps(hub.pool, { limit: 500 })) {
      // nobody plays the prisons here, so each month lacks their meetings
      if (rule === 'RR-66') continue
      const ref = String(refs.get(person) ?? person)
      gaps.set(ref, [...(gaps.get(ref) ?? []), `${rule} ${reason}`].sort())
    }
    return gaps
  }

  describe('the year 2010/11, in which everything happened', () => {
    beforeAll(async () => {
      await play(theYear().flatMap(saidOf))
      await hub.moveTo('2011-04-01T00:00:00Z')
    })

    it('is 48 debriefs, 34 notification orders, 2 SOPO and 4 FTO, and no gap at all', async () => {
      const counted = await rows(
        `select type, payload::jsonb->>'orderType' as of, count(*)::int from register.fact
         where type in ('central-jigsaw.debrief.completed', 'courts.prevention-order.made') group by 1, 2 order by 1, 2`,
      )
      expect(counted.map(({ of, count }) => [of, count])).toEqual([
        [null, 48],
        ['FTO', 4],
        ['NO', 34],
        ['SOPO', 2],
      ])
      expect(await gapsByCase()).toEqual(new Map())
    })

    it('is known at first to Central Jigsaw alone, as somebody new whom nobody takes for anybody else', async () => {
      const offered = await rows(
        `select distinct unit, entry->>'outcome' as outcome from exchange.disclosure
         where event_id like 'soca.consular-notification%'`,
      )
      expect(offered).toEqual([{ unit: 'police/central-jigsaw', outcome: 'shared' }])
      const copies = await copiesTo(hub, 'police/central-jigsaw', 'soca.consular-notification.forwarded')
      expect(copies.find(isOfFirst)!.data).toMatchObject({
        country: 'TH',
        returnDate: ARRIVALS[0],
        offence: expect.any(String) as unknown,
        person: { name: { surname: 'Sample000' } },
      })
    })

    it('gives the port and the border flight and identity, and the charity the need alone: nobody the offence', async () => {
      for (const unit of ['police/port', 'immigration/border']) {
        const copies = await copiesTo(hub, unit, 'central-jigsaw.arrival.planned')
        expect(copies).toHaveLength(48)
        expect(Object.keys(copies[0]!.data).sort()).toEqual([
          'consularRef',
          'eta',
          'flight',
          'person',
          'plan',
          'port',
        ])
      }
      const needs = await copiesTo(hub, 'prisoners-abroad/resettlement')
      expect(needs).toHaveLength(48)
      expect(needs.find(isOfFirst)!.data).toEqual({
        consularRef: 'CN/2010/000',
        plan: 'first',
        eta: `${ARRIVALS[0]}T11:00:00Z`,
        person: { name: { forenames: 'Ivo', surname: 'Sample000' } },
        resettlementNeed: ['housing'],
      })
    })

    it('tells the court of the summons, and the unit that takes over of the debrief and of what follows', async () => {
      expect(await copiesTo(hub, 'courts/b01fa', 'central-jigsaw.notification-summons.served')).toHaveLength(
        40,
      )
      const midlands = await copiesTo(hub, 'forces/west-midlands')
      const ofOne = midlands.filter(
        ({ id, data }) => id.includes('CN/2010/001') || data['orderId'] === 'NO-2010-001',
      )
      expect(ofOne.map(({ type }) => type)).toEqual([
        'central-jigsaw.debrief.completed',
        'jigsaw.visor-record.transferred',
        'courts.prevention-order.made',
      ])
      expect(ofOne[0]!.data).toMatchObject({
        risks: expect.any(Array) as unknown,
        intendedArea: 'Birmingham',
      })
      const elsewhere = await copiesTo(hub, 'forces/kent')
      expect(elsewhere).toEqual([])
      const ofLewisham = await copiesTo(hub, LEWISHAM, 'courts.prevention-order.made')
      expect(ofLewisham.map(({ data }) => data['orderId']).sort()).toEqual(
        [0, 6, 12, 18, 24, 30, 36].map((index) => aReturn(index, LATER).orderId),
      )
    })
  })

  describe('with one step left out', () => {
    let gaps: Map<string, string[]>

    beforeAll(async () => {
      await play(LEFT_OUT.flatMap((_, index) => saidOf(ofCase(index))))
      await hub.moveTo('2011-11-21T00:00:00Z')
      gaps = await gapsByCase()
    })

    it.each(LEFT_OUT.map(([title, , , expected], index) => ({ title, index, expected })))(
      '$title: exactly the gaps that follow from it',
      ({ index, expected }) => {
        expect(gaps.get(ofCase(index).one.consularRef) ?? []).toEqual(expected)
      },
    )

    it('tells both units of a record that is not accepted, and Central Jigsaw stays the owner', async () => {
      const { one, orderId } = ofCase(LEFT_OUT.findIndex(([title]) => title.endsWith('does not accept')))
      const told = (unit: string) =>
        copiesTo(hub, unit, 'hub.gap.opened').then((copies) =>
          copies.filter(({ data }) => data['rule'] === 'RR-36d').map(({ data }) => data['details']),
        )
      const details = { consularRef: one.consularRef, fromUnit: 'police/central-jigsaw', toUnit: one.toUnit }
      expect(await told('police/central-jigsaw')).toContainEqual(details)
      expect(await told(one.toUnit)).toContainEqual(details)
      const orders = await copiesTo(hub, one.toUnit, 'courts.prevention-order.made')
      expect(orders.filter(({ data }) => data['orderId'] === orderId)).toEqual([])
    })
  })

  describe('a person who turns out to be known', () => {
    const given: Return = { ...aReturn(200, '2011-12-06'), steps: ['notice', 'plan'] }
    const { one } = given
    const record: EventWish = {
      type: 'jigsaw.visor-record.created',
      id: 'record-of-old',
      unit: LEWISHAM,
      source: '/police/visor',
      subject: `pnc:${one.pnc}`,
      time: '2011-11-30T12:00:00Z',
      marking: 'confidential',
      data: {
        person: { name: { forenames: 'Ivo', surname: one.surname }, pnc: one.pnc },
        visorRef: 'V04-777',
        nominalType: 'VO',
        owner: LEWISHAM,
      },
    }
    const nameless = { name: { forenames: 'Ivo', surname: one.surname } }
    const say = (organisation: string, wish: EventWish): Said => ({ organisation, wish })

    const debriefsToLewisham = async () =>
      (await copiesTo(hub, LEWISHAM, 'central-jigsaw.debrief.completed')).filter(({ id }) =>
        id.includes(one.consularRef),
      )

    const keysOf = async (): Promise<unknown[]> =>
      (
        await rows(
          `select distinct coalesce(a.survivor, f.person) as person from register.fact f
           left join register.person_alias a on a.person = f.person where f.id = any($1)`,
          [record.id, `soca.consular-notification.forwarded-${one.consularRef}-2011-11-16T12:00:00Z`],
        )
      ).map(({ person }) => person)

    it('is taken for nobody by name, so the team that knows the name hears nothing', async () => {
      await play([say('police', record)])
      await hub.moveTo('2011-11-30T22:00:00Z')
      await publisher.facts('soca', ...wishesOf(given, 'soca'))
      await publisher.facts('police', ...wishesOf(given, 'police'))
      await play([say('police', aDebrief(one, '2011-12-06T13:00:00Z', nameless))])
      await hub.moveTo('2011-12-07T12:00:00Z')
      expect(await keysOf()).toHaveLength(2)
      expect(await debriefsToLewisham()).toEqual([])
    })

    it('is one with the record once a number and the reference stand in one fact: copies and obligations follow', async () => {
      await play([say('police', anOrderDecision(one, '2011-12-08T12:00:00Z', 'no-action'))])
      await hub.moveTo('2012-01-10T00:00:00Z')
      expect(await keysOf()).toHaveLength(1)
      expect((await debriefsToLewisham()).map(({ occasion }) => occasion.replace(/:.*/, ''))).toEqual([
        'merged',
      ])
      const missing = (await gapsByCase()).get(one.consularRef) ?? []
      expect(missing.filter((gap) => gap.startsWith('RR-37a'))).toEqual([])
    })
  })
})
