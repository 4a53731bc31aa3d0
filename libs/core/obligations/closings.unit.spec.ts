import { describe, expect, it } from '@jest/globals'
import { Case, type Fact, fact, type Told } from './case.fixture.js'
import {
  instant,
  RR_01,
  RR_02,
  RR_03,
  RR_04,
  RR_10,
  RR_22,
  RR_23,
  RR_26,
  RR_66,
  rulesOf,
} from './rules.fixture.js'

const rules = rulesOf(RR_01, RR_02, RR_03, RR_04, RR_10, RR_22, RR_23, RR_26, RR_66)
const caseOf = (rule: string): Case => new Case(rules, rule)
const made = (at: string, told: Partial<Told> = {}): Fact =>
  fact('courts.prevention-order.made', { at, ...told })
const marked = (conditionsOnPnc: string, at: string, told: Partial<Told> = {}): Fact =>
  fact('pnc.marker.updated', { at, ...told, data: { conditionsOnPnc } })
const varied = (changeType: string, at: string): Fact =>
  fact('courts.prevention-order.varied', { at, data: { changeType } })
const endOf = (day: string, offset = '+01:00'): string => `${day}T23:59:59.999${offset}`

describe('a conflict', () => {
  const opened = made('2011-09-01T10:00:00+01:00')

  it('is a gap at once, until a full marker that is later', () => {
    const heard = caseOf('RR-02').hear(opened, marked('partial', '2011-09-02T10:00:00+01:00'))
    expect(heard.judged('2011-09-02T10:00:00+01:00')).toMatchObject({
      status: 'conflict',
      gap: { isOpen: true, reason: 'conflict', breachedAt: instant('2011-09-02T10:00:00+01:00') },
    })
    expect(
      heard.hear(marked('full', '2011-09-03T10:00:00+01:00')).judged('2011-09-04T00:00:00+01:00'),
    ).toMatchObject({
      status: 'met',
      gap: { isOpen: false, closing: 'met-in-time' },
    })
  })

  it('after a full marker is a gap again', () => {
    const heard = caseOf('RR-02').hear(opened, marked('full', '2011-09-02T10:00:00+01:00'))
    heard.hear(marked('partial', '2011-09-20T10:00:00+01:00'))
    expect(heard.judged('2011-09-21T00:00:00+01:00')).toMatchObject({
      status: 'conflict',
      clocks: [{}, { isMissed: false }],
    })
    heard.hear(marked('full', '2011-09-25T10:00:00+01:00'))
    expect(heard.judged('2011-09-26T00:00:00+01:00')).toMatchObject({
      gap: { isOpen: false, closing: 'met-late' },
    })
  })

  it('on an open gap changes its reason and leaves it open', () => {
    const heard = caseOf('RR-02').hear(opened, marked('partial', '2011-09-20T10:00:00+01:00'))
    expect(heard.judged('2011-09-21T00:00:00+01:00').gap).toMatchObject({
      isOpen: true,
      reason: 'conflict',
      breachedAt: instant(endOf('2011-09-11')),
    })
  })

  it('of the same day as a full marker, by date alone, goes by which was heard later', () => {
    const day = { at: '2011-09-02T00:00:00+01:00', day: true }
    const both = (partialHeard: string, fullHeard: string): string =>
      caseOf('RR-02')
        .hear(opened)
        .hear(
          fact('pnc.marker.updated', { ...day, heard: partialHeard, data: { conditionsOnPnc: 'partial' } }),
        )
        .hear(fact('pnc.marker.updated', { ...day, heard: fullHeard, data: { conditionsOnPnc: 'full' } }))
        .judged('2011-09-04T00:00:00+01:00').status
    expect(both('2011-09-02T10:00:00+01:00', '2011-09-02T11:00:00+01:00')).toBe('met')
    expect(both('2011-09-02T11:00:00+01:00', '2011-09-02T10:00:00+01:00')).toBe('conflict')
  })
})

describe('what ends or renews a case', () => {
  it('cancels it before it is due, and no gap opens', () => {
    const heard = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      varied('QUASHED', '2011-09-05T10:00:00+01:00'),
    )
    expect(heard.judged('2011-12-01T00:00:00Z')).toMatchObject({
      status: 'cancelled',
      gap: { isOpen: false, breachedAt: null, closing: 'cancelled' },
      clocks: [{}, { isMissed: false }],
      nextDueAt: null,
    })
  })

  it('cancels it after the breach, and the miss stays', () => {
    const heard = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      varied('QUASHED', '2011-09-15T10:00:00+01:00'),
    )
    expect(heard.judged('2011-12-01T00:00:00Z')).toMatchObject({
      status: 'cancelled',
      gap: { isOpen: false, breachedAt: instant(endOf('2011-09-11')), closing: 'cancelled' },
      clocks: [{}, { isMissed: true }],
    })
  })

  it('closes it by a person’s decision', () => {
    const heard = caseOf('RR-01').hear(made('2011-09-01T10:00:00+01:00'))
    const { gapId } = heard.judged('2011-09-01T10:00:00+01:00')
    heard.hear(fact('hub.gap.decided', { at: '2011-09-20T10:00:00+01:00', data: { gapId } }))
    expect(heard.judged('2011-09-21T00:00:00+01:00')).toMatchObject({
      status: 'decided',
      gap: { closing: 'decided' },
    })
  })

  it('begins anew when the order is varied: what is due counts from there', () => {
    const heard = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      marked('full', '2011-09-02T10:00:00+01:00'),
      varied('VARIED', '2011-10-01T10:00:00+01:00'),
    )
    expect(heard.judged('2011-10-02T00:00:00+01:00')).toMatchObject({
      status: 'open',
      cycleStartAt: instant('2011-10-01T10:00:00+01:00'),
      gap: { dueAt: instant(endOf('2011-10-11')) },
      clocks: [
        { clock: 1, metAt: instant('2011-09-02T10:00:00+01:00') },
        { clock: 0, dueAt: null },
        { clock: 1, metAt: null },
      ],
    })
    expect(heard.judged('2011-10-12T00:00:00+01:00').gap.isOpen).toBe(true)
  })

  it('keeps the figure of what was met before it began anew', () => {
    const heard = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      marked('full', '2011-09-02T10:00:00+01:00'),
      varied('VARIED', '2011-09-05T10:00:00+01:00'),
    )
    expect(heard.judged('2011-09-06T00:00:00+01:00').clocks).toMatchObject([
      { clock: 1, metAt: instant('2011-09-02T10:00:00+01:00'), isMissed: false },
      { clock: 0 },
      { clock: 1, metAt: null },
    ])
  })

  it('replaces what was not yet due when it begins anew, and leaves a breach open', () => {
    const early = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      varied('VARIED', '2011-09-05T10:00:00+01:00'),
    )
    expect(early.judged('2011-09-12T00:00:00+01:00')).toMatchObject({
      status: 'open',
      gap: { isOpen: false },
    })
    const late = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      varied('VARIED', '2011-09-15T10:00:00+01:00'),
    )
    expect(late.judged('2011-09-16T00:00:00+01:00').gap).toMatchObject({
      isOpen: true,
      breachedAt: instant(endOf('2011-09-11')),
    })
    late.hear(marked('full', '2011-09-17T10:00:00+01:00'))
    expect(late.judged('2011-09-18T00:00:00+01:00')).toMatchObject({
      status: 'met-late',
      gap: { closing: 'met-late' },
    })
  })

  it('begins anew after a discharge when the order is renewed', () => {
    const heard = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      varied('DISCHARGED', '2011-09-05T10:00:00+01:00'),
      varied('RENEWED', '2011-11-01T10:00:00Z'),
    )
    expect(heard.judged('2011-11-20T00:00:00Z').status).toBe('breached')
  })

  it('is one case for an order however many facts could open it, and a later one does not restart it', () => {
    const heard = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      fact('jigsaw.order.recorded', { at: '2011-09-08T10:00:00+01:00' }),
    )
    expect(heard.judged('2011-09-09T00:00:00+01:00')).toMatchObject({
      requests: 2,
      gap: { dueAt: instant(endOf('2011-09-11')) },
    })
    heard.hear(
      marked('full', '2011-09-09T10:00:00+01:00'),
      fact('jigsaw.order.recorded', { at: '2011-10-08T10:00:00+01:00' }),
    )
    expect(heard.judged('2011-12-01T00:00:00Z').status).toBe('met')
  })

  it('begins anew for a person with each opening after the former cycle ended', () => {
    const sentenced = (at: string): Fact => fact('courts.sentence.passed', { at })
    const heard = caseOf('RR-10').hear(
      sentenced('2011-03-01T15:00:00Z'),
      sentenced('2011-03-01T16:00:00Z'),
      fact('jigsaw.notification.received', { at: '2011-03-02T15:00:00Z' }),
    )
    expect(heard.judged('2011-06-01T00:00:00+01:00')).toMatchObject({ status: 'met', requests: 2 })
    heard.hear(sentenced('2011-10-03T15:00:00+01:00'))
    expect(heard.judged('2011-10-06T00:00:00+01:00')).toMatchObject({ status: 'breached', requests: 1 })
  })

  it('begins anew for a unit with each month', () => {
    const month = (at: string): Fact =>
      fact('hub.month.began', { at, unit: 'hub/register', subject: 'month:x' })
    const eachPrison = rulesOf({ ...RR_66, opens: [{ type: 'hub.month.began' }] })
    const one = new Case(eachPrison, 'RR-66').hear(
      fact('hub.month.began', { at: '2011-10-01T00:00:00+01:00', subject: 'unit:prisons/wsi' }),
      fact('prison.mappa-meeting.held', {
        at: '2011-10-12T10:00:00+01:00',
        unit: 'prisons/wsi',
        subject: 'unit:prisons/wsi',
      }),
      fact('hub.month.began', { at: '2011-11-01T00:00:00Z', subject: 'unit:prisons/wsi' }),
    )
    expect(one.judged('2011-11-30T12:00:00Z').gap).toMatchObject({
      isOpen: false,
      dueAt: instant(endOf('2011-11-30', 'Z')),
    })
    expect(one.judged('2011-12-01T00:00:00Z').gap.isOpen).toBe(true)
    expect(new Case(rules, 'RR-66').hear(month('2011-10-01T00:00:00+01:00')).evidence).toHaveLength(2)
  })
})

describe('an order that was discharged', () => {
  const found = fact('hub.difference.found', {
    at: '2011-10-31T23:59:59Z',
    data: {
      ...{ opens: 'RR-02', comparison: 'RR-61', kind: 'absent', side: 'pnc', key: 'B01FA/2011-0042' },
      ...{ asAt: '2011-10-31T23:59:59Z', details: {} },
    },
  })
  const discharged = varied('DISCHARGED', '2011-10-01T10:00:00+01:00')
  const until = [made('2011-01-03T10:00:00Z'), marked('full', '2011-01-05T10:00:00Z')]

  it('is not to be marked, though a register that is behind holds it still', () => {
    const heard = caseOf('RR-02').hear(...until, discharged, found)
    expect(heard.judged('2011-11-01T10:00:00Z')).toMatchObject({ status: 'met', gap: { isOpen: false } })
    expect(heard.tick('2011-11-01T10:00:00Z')).toEqual([])
  })

  it('is not to be marked where nothing else was ever heard of it', () => {
    expect(caseOf('RR-02').hear(discharged, found).tick('2011-11-01T10:00:00Z')).toEqual([])
  })

  it('and is heard of late, takes back the gap that the register opened', () => {
    const heard = caseOf('RR-02').hear(...until, found)
    expect(heard.tick('2011-11-01T10:00:00Z')).toEqual(['opened'])
    expect(heard.hear(discharged).tick('2011-11-02T10:00:00Z')).toEqual([expect.stringMatching('closed')])
  })

  it('is to be marked again once it was renewed or made anew', () => {
    const renewed = varied('RENEWED', '2011-10-03T10:00:00+01:00')
    for (const again of [renewed, made('2011-10-03T10:00:00+01:00')])
      expect(
        caseOf('RR-02')
          .hear(...until, discharged, again, found)
          .tick('2011-11-01T10:00:00Z'),
      ).toContain('opened')
  })
})
