import { describe, expect, it } from '@jest/globals'
import { theCatalogue } from '#testkit/catalogue'
import { Case, type Fact, fact } from './case.fixture.js'
import { compileRules } from './compile-rules.js'
import { knownFrom } from './person-facts.fixture.js'
import type { Profiles } from './person-history.js'
import { instant } from './rules.fixture.js'

const rules = compileRules(theCatalogue())
const consularRef = 'CN/2011/0042'
const subject = `consular-ref:${consularRef}`
const endOf = (day: string, offset = 'Z'): string => `${day}T23:59:59.999${offset}`

const notice = (returnDate: string, said = 'first', at = '2011-11-01T09:00:00Z'): Fact =>
  fact('soca.consular-notification.forwarded', {
    at,
    subject,
    data: { consularRef, returnDate, notice: said },
  })
const plan = (eta: string, at: string, said = 'first', treatedAs = 'notification'): Fact =>
  fact('central-jigsaw.arrival.planned', { at, subject, data: { consularRef, eta, plan: said, treatedAs } })
const dueOf = (rule: string, ...facts: Fact[]): number | null =>
  new Case(rules, rule).hear(...facts).judged('2011-11-02T00:00:00Z').gap.dueAt

describe('the deadlines of a return, as the contracts write them', () => {
  it('the plan is due a working day before the return: before a weekend, a holiday and at short notice', () => {
    expect(dueOf('RR-36a', notice('2011-11-17'))).toBe(instant(endOf('2011-11-16')))
    expect(dueOf('RR-36a', notice('2011-11-21'))).toBe(instant(endOf('2011-11-18')))
    expect(dueOf('RR-36a', notice('2011-12-28'))).toBe(instant(endOf('2011-12-23')))
    expect(dueOf('RR-36a', notice('2011-11-01'))).toBe(instant(endOf('2011-11-02')))
  })

  it('a changed notice counts from its own date, and a withdrawn one ends it', () => {
    const changed = notice('2011-11-24', 'changed', '2011-11-01T12:00:00Z')
    expect(dueOf('RR-36a', notice('2011-11-17'), changed)).toBe(instant(endOf('2011-11-23')))
    const withdrawn = new Case(rules, 'RR-36a')
      .hear(notice('2011-11-17'), notice('2011-11-17', 'withdrawn', '2011-11-02T12:00:00Z'))
      .judged('2011-12-01T00:00:00Z')
    expect(withdrawn).toMatchObject({ status: 'cancelled', gap: { isOpen: false } })
  })

  it.each(['RR-36b', 'RR-36c'])(
    '%s is due as the London day of arrival ends, and moves with the flight',
    (rule) => {
      const summer = plan('2012-06-05T23:30:00Z', '2011-11-01T12:00:00Z')
      expect(dueOf(rule, summer)).toBe(instant(endOf('2012-06-06', '+01:00')))
      const first = plan('2011-11-17T14:00:00Z', '2011-11-01T12:00:00Z')
      const moved = plan('2011-11-19T14:00:00Z', '2011-11-01T18:00:00Z', 'changed')
      expect(dueOf(rule, first, moved)).toBe(instant(endOf('2011-11-19')))
      const cancelled = plan('2011-11-17T14:00:00Z', '2011-11-01T18:00:00Z', 'cancelled')
      expect(new Case(rules, rule).hear(first, cancelled).judged('2011-12-01T00:00:00Z').status).toBe(
        'cancelled',
      )
    },
  )

  it('a plan that is cancelled while the notice stands leaves the arrival to be planned again', () => {
    const eta = '2011-11-17T14:00:00Z'
    const cancelled = plan(eta, '2011-11-14T12:00:00Z', 'cancelled')
    const withdrawn = (at: string): Fact => notice('2011-11-17', 'withdrawn', at)
    const stateOf = (rule: string, ...later: Fact[]) => {
      const said = [notice('2011-11-17'), plan(eta, '2011-11-10T12:00:00Z'), ...later]
      return new Case(rules, rule, knownFrom(...said)).hear(...said).judged('2011-12-01T00:00:00Z')
    }
    expect(stateOf('RR-36a').status).toBe('met')
    expect(stateOf('RR-36a', cancelled)).toMatchObject({
      status: 'breached',
      gap: { dueAt: instant(endOf('2011-11-16')) },
    })
    expect(stateOf('RR-36a', plan(eta, '2011-11-17T16:00:00Z', 'cancelled')).gap.dueAt).toBe(
      instant(endOf('2011-11-18')),
    )
    const again = plan(eta, '2011-11-15T12:00:00Z')
    expect(stateOf('RR-36a', cancelled, again).status).toBe('met')
    for (const rule of ['RR-36b', 'RR-36c'])
      expect([rule, stateOf(rule, cancelled, again).status]).toEqual([rule, 'breached'])
    expect(stateOf('RR-36a', cancelled, withdrawn('2011-11-14T13:00:00Z')).status).toBe('cancelled')
    expect(stateOf('RR-36a', withdrawn('2011-11-14T11:00:00Z'), cancelled).status).toBe('met')
  })

  it('a debrief is expected of everybody, a summons only where an order is sought', () => {
    const violent = plan('2011-11-17T14:00:00Z', '2011-11-01T12:00:00Z', 'first', 'violent')
    expect(dueOf('RR-36b', violent)).toBeNull()
    expect(dueOf('RR-36c', violent)).toBe(instant(endOf('2011-11-17')))
  })

  it('a record offered before Christmas is to be accepted by the next working day, and by the unit it was offered to', () => {
    const transfer = (at: string, status: string, toUnit = 'forces/kent'): Fact =>
      fact('jigsaw.visor-record.transferred', {
        at,
        data: { status, toUnit, fromUnit: 'police/central-jigsaw' },
      })
    const offered = transfer('2011-12-23T15:00:00Z', 'offered')
    expect(dueOf('RR-36d', offered)).toBe(instant(endOf('2011-12-28')))
    const accepted = (by: string): string =>
      new Case(rules, 'RR-36d')
        .hear(offered, transfer('2011-12-28T15:00:00Z', 'accepted', by))
        .judged('2011-12-29T00:00:00Z').status
    expect([accepted('forces/kent'), accepted('forces/essex')]).toEqual(['met', 'breached'])
  })
})

describe('the three days of a notification order', () => {
  const order = (at: string, orderType = 'NO'): Fact =>
    fact('courts.prevention-order.made', {
      at,
      data: { orderType, courtCode: 'B01FA', orderId: '2011-0042' },
    })
  const person = (given: Record<string, boolean>, backAt?: string): Profiles => {
    const at = backAt === undefined ? -Infinity : instant(backAt)
    const flags = {
      inCustody: false,
      inHospital: false,
      underNotification: false,
      returnsFromAbroad: true,
      ...given,
    }
    return () => ({
      asAt: (when) => ({ ...flags, isAbroad: when < at }),
      changesAt: backAt === undefined ? [] : [at],
    })
  }
  const due = (profiles: Profiles, ...facts: Fact[]): number | null =>
    new Case(rules, 'RR-10', profiles).hear(...facts).judged('2011-10-03T16:00:00+01:00').gap.dueAt

  it('begin with the day of the order (D1), and holidays do not extend them (D2)', () => {
    expect(due(person({}), order('2011-10-03T15:00:00+01:00'))).toBe(instant(endOf('2011-10-05', '+01:00')))
    expect(due(person({}), order('2011-12-23T09:00:00Z'))).toBe(instant(endOf('2011-12-25')))
  })

  it('stand still until the person is back, where the order was made before the flight (D3)', () => {
    const back = person({}, '2012-01-10T10:00:00Z')
    expect(due(back, order('2011-10-03T15:00:00+01:00'))).toBe(instant(endOf('2012-01-12')))
  })

  it('are three however many orders follow, and one in time is in time for all', () => {
    const orders = [order('2011-10-03T15:00:00+01:00'), order('2011-10-05T15:00:00+01:00', 'SOPO')]
    const made = [...orders, order('2011-10-07T15:00:00+01:00', 'SHPO')]
    expect(due(person({}), ...made)).toBe(instant(endOf('2011-10-05', '+01:00')))
    const statusAfter = (at: string): string => {
      const notified = fact('jigsaw.notification.received', { at, data: { kind: 'initial', inPerson: true } })
      const known = knownFrom(notice('2011-09-20', 'first', '2011-09-01T09:00:00Z'), ...made, notified)
      return new Case(rules, 'RR-10', known).hear(...made, notified).judged('2011-11-01T00:00:00Z').status
    }
    expect(['2011-10-05T18:00:00Z', '2011-10-08T09:00:00Z'].map(statusAfter)).toEqual(['met', 'met-late'])
  })

  it('begin with a SOPO too, and with nothing for whoever has notified already or did not come from abroad', () => {
    const made = '2011-10-03T15:00:00+01:00'
    expect(due(person({}), order(made, 'SOPO'))).not.toBeNull()
    expect(due(person({}), order(made, 'FTO'))).toBeNull()
    expect(due(person({ underNotification: true }), order(made))).toBeNull()
    expect(due(person({ returnsFromAbroad: false }), order(made, 'SOPO'))).toBeNull()
  })
})

describe('the three days of a release', () => {
  const recorded = (nominalType: string): Fact =>
    fact('jigsaw.visor-record.created', { at: '2011-10-01T09:00:00Z', data: { nominalType } })
  const out = (at: string, reason = 'RELEASED'): Fact =>
    fact('prison.prisoner.released', { at, data: { reason, prison: 'WSI', licence: true, flagged: false } })
  const back = (at: string): Fact =>
    fact('prison.prisoner.received', { at, data: { reason: 'ADMISSION', prison: 'WSI', recall: false } })
  const notified = (at: string, kind: string, inPerson: boolean): Fact =>
    fact('jigsaw.notification.received', { at, data: { kind, inPerson } })
  const judged = (...facts: Fact[]) =>
    new Case(rules, 'RR-10', knownFrom(...facts)).hear(...facts).judged('2012-03-01T00:00:00Z')
  const released = out('2011-12-23T09:00:00Z')

  it('begin with the day on which a registered offender walks out, and holidays do not extend them (D2)', () => {
    expect(judged(recorded('RSO'), released)).toMatchObject({
      status: 'breached',
      gap: { dueAt: instant(endOf('2011-12-25')) },
      details: { prison: 'WSI' },
    })
    for (const reason of [
      'TRANSFERRED',
      'SENT_TO_COURT',
      'TEMPORARY_ABSENCE_RELEASE',
      'RELEASED_TO_HOSPITAL',
    ])
      expect(judged(recorded('RSO'), out('2011-12-23T09:00:00Z', reason)).status).toBe('waiting')
    expect(judged(recorded('VO'), released).status).toBe('waiting')
    const before = notified('2011-10-02T09:00:00Z', 'initial', true)
    expect(judged(recorded('RSO'), before, released).status).toBe('waiting')
  })

  it('are kept in person, whether it is the first notification or one that the hub has not heard the first of', () => {
    const inTime = (kind: string, inPerson: boolean): string =>
      judged(recorded('RSO'), released, notified('2011-12-24T09:00:00Z', kind, inPerson)).status
    expect([inTime('initial', true), inTime('change', true)]).toEqual(['met', 'met'])
    expect([inTime('initial', false), inTime('travel', true)]).toEqual(['breached', 'breached'])
  })

  it('begin anew with the proper release after one by mistake', () => {
    const mistake = [out('2011-10-03T10:00:00Z'), back('2011-10-03T10:30:00Z')]
    expect(judged(recorded('RSO'), ...mistake).status).toBe('open')
    expect(judged(recorded('RSO'), ...mistake, released).gap.dueAt).toBe(instant(endOf('2011-12-25')))
  })

  it('count from the release after an order made in custody (D3), and stand still in a hospital', () => {
    const told = [
      recorded('RSO'),
      back('2011-10-02T09:00:00Z'),
      fact('soca.consular-notification.forwarded', {
        at: '2011-09-01T09:00:00Z',
        data: { consularRef, returnDate: '2011-09-05', notice: 'first' },
      }),
      fact('courts.prevention-order.made', {
        at: '2011-10-03T14:00:00Z',
        data: { orderType: 'NO', courtCode: 'B01FA', orderId: '2011-0042', madeOn: '2011-10-03' },
      }),
    ]
    expect(judged(...told).gap.dueAt).toBeNull()
    expect(judged(...told, out('2012-01-10T10:00:00Z')).gap.dueAt).toBe(instant(endOf('2012-01-12')))
    const toHospital = out('2012-01-10T10:00:00Z', 'RELEASED_TO_HOSPITAL')
    expect(judged(...told, toHospital).gap.dueAt).toBeNull()
    const discharged = fact('probation.licence.changed', {
      at: '2012-02-01T10:00:00Z',
      data: { kind: 'hospital order', action: 'activated' },
    })
    expect(judged(...told, toHospital, discharged).gap.dueAt).toBe(instant(endOf('2012-02-03')))
  })
})

describe('where a person is', () => {
  const seen = (direction: string, seenOn: string): Fact =>
    fact('immigration.port-encounter.recorded', {
      at: `${seenOn}T10:00:00Z`,
      data: { direction, port: 'LHR', seenOn },
    })
  const debriefed = (at: string): Fact =>
    fact('central-jigsaw.debrief.completed', {
      at,
      subject,
      data: { consularRef, treatedAs: 'notification' },
    })
  const order = fact('courts.prevention-order.made', {
    at: '2011-10-03T09:00:00Z',
    data: {
      orderType: 'NO',
      courtCode: 'B01FA',
      orderId: '2011-0042',
      madeOn: '2011-10-03',
      conditions: ['x'],
    },
  })
  const dueFor = (...facts: Fact[]): number | null =>
    new Case(rules, 'RR-10', knownFrom(...facts, order)).hear(order).judged('2012-02-01T00:00:00Z').gap.dueAt
  const three = instant(endOf('2011-10-05', '+01:00'))

  it('is what was said last: who was debriefed is back, though the border saw the departure alone', () => {
    expect(dueFor(seen('outbound', '2010-05-01'), debriefed('2011-09-20T13:00:00Z'))).toBe(three)
    expect(dueFor(debriefed('2011-09-20T13:00:00Z'), seen('outbound', '2011-09-25'))).toBeNull()
  })

  it('is abroad for whom a consulate announces, though the border once saw an arrival, until the day announced', () => {
    const announced = notice('2011-10-20', 'first', '2011-09-20T09:00:00Z')
    expect(dueFor(seen('inbound', '2008-05-01'), announced)).toBe(instant(endOf('2011-10-23', '+01:00')))
    const heardAfterwards = notice('2011-09-19', 'first', '2011-09-20T09:00:00Z')
    expect(dueFor(seen('inbound', '2011-09-19'), heardAfterwards)).toBe(three)
  })

  it('is abroad until the flight that is planned, where that was moved, and no longer than until an earlier return', () => {
    const announced = notice('2011-09-30', 'first', '2011-09-20T09:00:00Z')
    const planned = plan('2011-09-30T14:00:00Z', '2011-09-22T09:00:00Z')
    const moved = plan('2011-10-10T14:00:00Z', '2011-09-29T09:00:00Z', 'changed')
    expect(dueFor(announced, planned, moved)).toBe(instant(endOf('2011-10-12', '+01:00')))
    expect(dueFor(announced, planned)).toBe(three)
    expect(dueFor(announced, planned, moved, debriefed('2011-10-01T13:00:00Z'))).toBe(three)
    const cancelled = plan('2011-10-10T14:00:00Z', '2011-09-29T12:00:00Z', 'cancelled')
    expect(dueFor(announced, planned, cancelled)).toBe(three)
  })

  it('is at a port while an arrival is expected, whatever the border saw before, and on the day of an encounter', () => {
    const planned = plan('2011-10-20T14:00:00Z', '2011-10-10T09:00:00Z')
    const encounters = [seen('outbound', '2010-05-01'), planned, seen('inbound', '2011-10-21')]
    const atPort = (at: string, ...facts: Fact[]): unknown =>
      knownFrom(...(facts.length > 0 ? facts : encounters))('p1').asAt(instant(at))['seenAtPort']
    const whole = ['2010-05-01T12:00:00Z', '2010-05-02T12:00:00Z', '2011-10-19T12:00:00Z']
    expect(whole.map((at) => atPort(at))).toEqual([true, false, true])
    const after = ['2011-10-20T15:00:00Z', '2011-10-21T12:00:00Z', '2011-10-22T12:00:00Z']
    expect(after.map((at) => atPort(at))).toEqual([false, true, false])
    const sameDay = plan('2011-10-21T09:30:00Z', '2011-10-21T06:00:00Z', 'changed')
    expect(atPort('2011-10-21T10:00:00Z', planned, sameDay, seen('inbound', '2011-10-21'))).toBe(true)
    expect(atPort('2011-10-21T09:45:00Z', planned, sameDay)).toBe(false)
    const cancelled = plan('2011-10-20T14:00:00Z', '2011-10-19T09:00:00Z', 'cancelled')
    expect(atPort('2011-10-19T12:00:00Z', planned, cancelled)).toBe(false)
  })
})
