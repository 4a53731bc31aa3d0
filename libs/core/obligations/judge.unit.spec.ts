import { describe, expect, it } from '@jest/globals'
import { isoInstant } from '#core/kernel'
import {
  Case,
  type Fact,
  fact,
  flagged,
  instant,
  obligation,
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
  type Told,
  when,
} from './rules.fixture.js'

const rules = rulesOf(RR_01, RR_02, RR_03, RR_04, RR_10, RR_22, RR_23, RR_26, RR_66)
const caseOf = (rule: string): Case => new Case(rules, rule)
const made = (at: string, told: Partial<Told> = {}): Fact =>
  fact('courts.prevention-order.made', { at, ...told })
const marked = (conditionsOnPnc: string, at: string, told: Partial<Told> = {}): Fact =>
  fact('pnc.marker.updated', { at, ...told, data: { conditionsOnPnc } })
const varied = (changeType: string, at: string): Fact =>
  fact('courts.prevention-order.varied', { at, data: { changeType } })
const copied = (at: string, told: Partial<Told> = {}): Fact => fact('courts.order-copy.sent', { at, ...told })
const found = (asAt: string, more: Record<string, unknown> = {}, at = asAt): Fact =>
  fact('hub.difference.found', {
    at,
    data: { opens: 'RR-02', comparison: 'RR-61', kind: 'absent', side: 'pnc', asAt, details: {}, ...more },
  })

const endOf = (day: string, offset = '+01:00'): string => `${day}T23:59:59.999${offset}`

describe('a clock', () => {
  it.each([
    [
      'D4',
      'Thu 21 Apr 2011, past Good Friday, Easter Monday and the royal wedding',
      '2011-04-21T15:00:00+01:00',
      endOf('2011-04-28'),
    ],
    [
      'D5',
      'Fri 1 Jun 2012, past the two holidays of June 2012',
      '2012-06-01T15:00:00+01:00',
      endOf('2012-06-08'),
    ],
  ])('%s: three working days from %s', (_, __, opened, due) => {
    const state = caseOf('RR-01').hear(made(opened)).judged(opened)
    expect(state).toMatchObject({ status: 'open', gap: { dueAt: instant(due) }, nextDueAt: instant(due) + 1 })
  })

  it('D1: counts the day of the sentence as the first of three, and warns the day before', () => {
    const state = caseOf('RR-10')
      .hear(fact('courts.sentence.passed', { at: '2011-10-03T15:00:00+01:00' }))
      .judged('2011-10-03T16:00:00+01:00')
    expect(state.clocks).toMatchObject([
      { dueAt: instant(endOf('2011-10-05')), warnAt: instant(endOf('2011-10-04')) },
    ])
  })

  it('D2: counts calendar days through Christmas', () => {
    const released = new Case(
      rules,
      'RR-10',
      flagged('inCustody', ['2011-01-01T00:00:00Z', '2011-12-23T09:00:00Z']),
    )
    const state = released
      .hear(fact('courts.sentence.passed', { at: '2011-12-23T09:00:00Z' }))
      .judged('2011-12-23T10:00:00Z')
    expect(state.gap.dueAt).toBe(instant(endOf('2011-12-25', 'Z')))
  })

  it('D3: stands still while the person is in custody', () => {
    const custody = flagged('inCustody', ['2011-10-03T15:00:00+01:00', '2012-01-10T10:00:00Z'])
    const sentenced = fact('courts.sentence.passed', { at: '2011-10-03T15:00:00+01:00' })
    const state = new Case(rules, 'RR-10', custody).hear(sentenced).judged('2011-10-10T00:00:00+01:00')
    expect(state).toMatchObject({ status: 'open', gap: { dueAt: instant(endOf('2012-01-12', 'Z')) } })
    const still = new Case(rules, 'RR-10', flagged('inCustody', ['2011-10-03T15:00:00+01:00', null]))
    expect(still.hear(sentenced).judged('2011-12-31T00:00:00Z')).toMatchObject({
      status: 'open',
      nextDueAt: null,
    })
  })

  it('D12: lets 96 hours elapse across the change to summer time', () => {
    const state = caseOf('RR-26')
      .hear(fact('probation.recall.decided', { at: '2012-03-25T00:30:00Z' }))
      .judged('2012-03-25T00:30:00Z')
    expect(state.gap.dueAt).toBe(instant('2012-03-29T01:30:00+01:00'))
  })

  it('is missed as its day ends and not earlier', () => {
    const sentenced = caseOf('RR-10').hear(
      fact('courts.sentence.passed', { at: '2011-10-03T15:00:00+01:00' }),
    )
    expect(sentenced.judged(endOf('2011-10-05')).status).toBe('open')
    expect(sentenced.judged('2011-10-06T00:00:00+01:00')).toMatchObject({
      status: 'breached',
      gap: { isOpen: true, breachedAt: instant(endOf('2011-10-05')), reason: 'missing', closing: null },
    })
  })

  it('is met by what happened in the last minute', () => {
    const heard = caseOf('RR-10').hear(
      fact('courts.sentence.passed', { at: '2011-10-03T15:00:00+01:00' }),
      fact('jigsaw.notification.received', { at: '2011-10-05T23:00:00+01:00' }),
    )
    expect(heard.judged('2011-10-07T00:00:00+01:00')).toMatchObject({
      status: 'met',
      gap: { isOpen: false, breachedAt: null, closing: 'met-in-time' },
      clocks: [{ metAt: instant('2011-10-05T23:00:00+01:00'), isMissed: false }],
      nextDueAt: null,
    })
  })

  it('keeps its own figure beside another: the first that is missed opens the gap', () => {
    const heard = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      fact('pnc.order-copy.received', { at: '2011-09-02T10:00:00+01:00' }),
    )
    const [copy, order] = [instant(endOf('2011-09-09')), instant(endOf('2011-09-11'))]
    expect(heard.judged('2011-09-10T00:00:00+01:00')).toMatchObject({
      gap: { isOpen: true, breachedAt: copy, dueAt: copy },
      clocks: [
        { clock: 0, dueAt: copy, isMissed: true },
        { clock: 1, dueAt: order, isMissed: false },
      ],
      nextDueAt: order + 1,
    })
    expect(
      heard.hear(marked('full', '2011-09-10T12:00:00+01:00')).judged('2011-10-01T00:00:00+01:00'),
    ).toMatchObject({
      status: 'met-late',
      gap: { isOpen: false, closing: 'met-late', reason: 'late' },
      clocks: [
        { clock: 0, isMissed: true },
        { clock: 1, isMissed: false },
      ],
    })
  })

  it('does not run before the event that it counts from', () => {
    const [first] = caseOf('RR-02')
      .hear(made('2011-09-01T10:00:00+01:00'))
      .judged('2011-12-01T00:00:00Z').clocks
    expect(first).toMatchObject({ anchorAt: null, dueAt: null, isMissed: false })
  })

  it('that counts back and had passed when it opened falls one working day after receipt', () => {
    const late = caseOf('RR-22').hear(
      fact('prison.release-date.changed', {
        at: '2011-09-01T10:00:00+01:00',
        heard: '2011-09-02T10:00:00+01:00',
        data: { releaseDate: '2011-12-01' },
      }),
    )
    expect(late.judged('2011-09-02T10:00:00+01:00').gap.dueAt).toBe(instant(endOf('2011-09-05')))
    const early = caseOf('RR-22').hear(
      fact('prison.release-date.changed', {
        at: '2011-09-01T10:00:00+01:00',
        data: { releaseDate: '2012-08-31' },
      }),
    )
    expect(isoInstant(early.judged('2011-09-02T10:00:00+01:00').gap.dueAt!)).toBe('2012-02-29T23:59:59.999Z')
  })

  it('is dated at its own due time when the opening is heard long after', () => {
    const state = caseOf('RR-01')
      .hear(made('2011-09-01T10:00:00+01:00', { heard: '2011-11-01T10:00:00Z' }))
      .judged('2011-11-01T12:00:00Z')
    expect(state.gap).toMatchObject({ isOpen: true, breachedAt: instant(endOf('2011-09-06')) })
  })

  it('reads a date alone on the coarser side: that day counts as in time', () => {
    const heard = caseOf('RR-26').hear(
      fact('probation.recall.decided', { at: '2012-03-01T09:00:00Z' }),
      fact('police.recall-arrest.made', { at: '2012-03-05T00:00:00Z', day: true }),
    )
    expect(heard.judged('2012-03-10T00:00:00Z').status).toBe('met')
    const opened = caseOf('RR-01').hear(
      made('2011-09-01T15:00:00+01:00'),
      copied('2011-09-01T00:00:00+01:00', { day: true }),
    )
    expect(opened.judged('2011-10-01T00:00:00+01:00').status).toBe('met')
    const hours = caseOf('RR-26').hear(
      fact('probation.recall.decided', { at: '2012-03-01T00:00:00Z', day: true }),
    )
    expect(hours.judged('2012-03-01T10:00:00Z').gap.dueAt).toBe(instant('2012-03-05T23:59:59.999Z'))
  })
})

describe('a follow-up', () => {
  it('that came late closes the gap, and the miss stays', () => {
    const state = caseOf('RR-01')
      .hear(made('2011-09-01T10:00:00+01:00'), copied('2011-09-09T10:00:00+01:00'))
      .judged('2011-09-10T00:00:00+01:00')
    expect(state).toMatchObject({
      status: 'met-late',
      clocks: [{ isMissed: true }],
      gap: { closing: 'met-late' },
    })
  })

  it('that came in time and was heard after the breach takes the miss back', () => {
    const state = caseOf('RR-01')
      .hear(made('2011-09-01T10:00:00+01:00'))
      .hear(copied('2011-09-05T10:00:00+01:00', { heard: '2011-09-20T10:00:00+01:00' }))
      .judged('2011-09-21T00:00:00+01:00')
    expect(state).toMatchObject({
      status: 'met',
      clocks: [{ isMissed: false }],
      gap: { isOpen: false, breachedAt: null, closing: 'met-in-time-heard-late' },
    })
  })

  it('from before the opening meets nothing', () => {
    const heard = caseOf('RR-01').hear(copied('2011-08-30T10:00:00+01:00'), made('2011-09-01T10:00:00+01:00'))
    expect(heard.judged('2011-09-07T00:00:00+01:00').status).toBe('breached')
  })

  it('alone waits for an opening, which may be heard afterwards', () => {
    const heard = caseOf('RR-01').hear(copied('2011-09-02T10:00:00+01:00'))
    expect(heard.judged('2011-09-30T00:00:00+01:00').status).toBe('waiting')
    expect(heard.hear(made('2011-09-01T10:00:00+01:00')).judged('2011-09-30T00:00:00+01:00').status).toBe(
      'met',
    )
  })
})

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

describe('a difference between registers', () => {
  it('breaches at once, at the instant that was compared, and is a gap of kind comparison', () => {
    const state = caseOf('RR-02')
      .hear(found('2011-09-30T12:00:00Z', {}, '2011-10-01T09:00:00Z'))
      .judged('2011-10-01T09:00:00Z')
    expect(state).toMatchObject({
      status: 'breached',
      gap: {
        isOpen: true,
        kind: 'comparison',
        reason: 'missing',
        breachedAt: instant('2011-09-30T12:00:00Z'),
      },
    })
  })

  it('is a conflict where the registers say different things', () => {
    const state = caseOf('RR-02')
      .hear(found('2011-09-30T12:00:00Z', { kind: 'differs', field: 'conditions', asConflict: true }))
      .judged('2011-10-01T09:00:00Z')
    expect(state).toMatchObject({ status: 'conflict', gap: { reason: 'conflict' } })
  })

  it('stays a miss when the marker comes, and closes on nothing but the full one', () => {
    const heard = caseOf('RR-02').hear(
      found('2011-09-30T12:00:00Z'),
      marked('partial', '2011-10-02T12:00:00Z'),
    )
    expect(heard.judged('2011-10-03T00:00:00Z')).toMatchObject({ status: 'conflict', gap: { isOpen: true } })
    heard.hear(marked('full', '2011-10-04T12:00:00Z'))
    expect(heard.judged('2011-10-05T00:00:00Z').gap).toMatchObject({ isOpen: false, closing: 'met-late' })
  })

  it('opens a case that had been met before', () => {
    const heard = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      marked('full', '2011-09-02T10:00:00+01:00'),
      found('2011-10-30T12:00:00Z'),
    )
    expect(heard.judged('2011-10-31T00:00:00Z').gap).toMatchObject({
      isOpen: true,
      breachedAt: instant('2011-10-30T12:00:00Z'),
    })
  })

  it('is closed by a later comparison that agrees about it, and by no other', () => {
    const differs = { kind: 'differs', field: 'conditions' }
    const heard = caseOf('RR-02').hear(found('2011-09-30T12:00:00Z'), found('2011-10-30T12:00:00Z', differs))
    const resolved = (more: Record<string, unknown>): Fact => {
      const { message, data } = found('2011-10-30T12:00:00Z', more)
      return {
        data,
        message: { ...message, envelope: { ...message.envelope, type: 'hub.difference.resolved' } },
      }
    }
    heard.hear(resolved({}))
    expect(heard.judged('2011-11-01T00:00:00Z').gap.isOpen).toBe(true)
    heard.hear(resolved(differs))
    expect(heard.judged('2011-11-01T00:00:00Z').gap).toMatchObject({ isOpen: false, closing: 'met-late' })
  })
})

describe('a rule that looks back', () => {
  const released = fact('prison.prisoner.released', {
    at: '2011-10-03T10:00:00+01:00',
    subject: 'release:R1',
  })
  const notice = (at: string, heard = at): Fact =>
    fact('prison.pre-release-notice.issued', { at, heard, subject: 'noms:A1234BC' })

  it('is breached where nothing came before, after its wait and no sooner', () => {
    const heard = caseOf('RR-23').hear(released)
    const due = instant('2011-10-03T10:00:00+01:00')
    expect(heard.judged('2011-10-03T10:44:59+01:00')).toMatchObject({
      gap: { isOpen: false, dueAt: due },
      nextDueAt: due + 45 * 60_000,
    })
    expect(heard.judged('2011-10-03T10:45:00+01:00').gap).toMatchObject({
      isOpen: true,
      dueAt: due,
      breachedAt: due + 45 * 60_000,
      kind: 'sequence',
    })
  })

  it('opens no gap where the person is received again within the wait', () => {
    const heard = caseOf('RR-23').hear(released)
    heard.hear(fact('prison.prisoner.received', { at: '2011-10-03T10:30:00+01:00', subject: 'release:R1' }))
    expect(heard.judged('2011-10-04T00:00:00+01:00')).toMatchObject({
      status: 'cancelled',
      gap: { stretches: [] },
    })
  })

  it('is satisfied by what came before, however late it is heard', () => {
    const heard = caseOf('RR-23').hear(
      released,
      notice('2011-09-01T10:00:00+01:00', '2011-10-10T10:00:00+01:00'),
    )
    expect(heard.judged('2011-10-11T00:00:00+01:00')).toMatchObject({
      status: 'met',
      gap: { isOpen: false, breachedAt: null, closing: 'met-in-time-heard-late' },
    })
  })

  it('is closed by what comes after, and the miss stays', () => {
    const heard = caseOf('RR-23').hear(released, notice('2011-10-04T10:00:00+01:00'))
    expect(heard.judged('2011-10-05T00:00:00+01:00').gap).toMatchObject({
      isOpen: false,
      closing: 'met-late',
    })
  })

  it('was not heard late where the opening itself was heard later still', () => {
    const late = {
      at: '2011-10-03T10:00:00+01:00',
      heard: '2011-10-03T12:00:00+01:00',
      subject: 'release:R1',
    }
    const heard = caseOf('RR-23').hear(notice('2011-09-01T10:00:00+01:00', '2011-10-03T11:00:00+01:00'))
    heard.hear(fact('prison.prisoner.released', late))
    expect(heard.judged('2011-10-04T00:00:00+01:00').gap.closing).toBe('met-in-time')
  })

  it('asks for something new before each opening', () => {
    const { match: _, ...perPerson } = { ...RR_23, onePer: ['person'] }
    const again = (at: string): Fact => fact('prison.prisoner.released', { at, subject: 'noms:A1234BC' })
    const heard = new Case(rulesOf(perPerson), 'RR-23')
    heard.hear(notice('2011-09-01T10:00:00+01:00'), again('2011-10-03T10:00:00+01:00'))
    expect(heard.judged('2011-11-01T00:00:00Z').status).toBe('met')
    heard.hear(again('2011-12-03T10:00:00Z'))
    expect(heard.judged('2011-12-04T00:00:00Z').status).toBe('breached')
  })
})

describe('a condition on the profile or the opening', () => {
  it('is judged with the profile as at the fact’s own time', () => {
    const rule = obligation({
      obligation: 'RR-90',
      onePer: ['person'],
      opens: [
        {
          type: 'courts.sentence.passed',
          where: when('person.isRegistered', ({ person }) => person['isRegistered']),
        },
      ],
      expects: { type: 'jigsaw.visor-record.created' },
      due: ['1 working day after opening'],
    })
    const one = new Case(rulesOf(rule), 'RR-90', flagged('isRegistered', ['2011-09-01T00:00:00+01:00', null]))
    one.hear(fact('courts.sentence.passed', { at: '2011-08-01T10:00:00+01:00' }))
    expect(one.judged('2011-09-30T00:00:00+01:00').status).toBe('waiting')
    one.hear(fact('courts.sentence.passed', { at: '2011-09-02T10:00:00+01:00' }))
    expect(one.judged('2011-09-30T00:00:00+01:00').status).toBe('breached')
  })

  it('compares a follow-up with the opening', () => {
    const rule = obligation({
      obligation: 'RR-91',
      opens: [{ type: 'courts.prevention-order.made' }],
      expects: {
        type: 'pnc.marker.updated',
        where: when(
          'data.orderType == opening.orderType',
          ({ data, opening }) => data['orderType'] === opening['orderType'],
        ),
      },
      due: ['1 working day after opening'],
    })
    const marker = (orderType: string): Fact =>
      fact('pnc.marker.updated', { at: '2011-09-01T12:00:00+01:00', data: { orderType } })
    const one = new Case(rulesOf(rule), 'RR-91').hear(
      made('2011-09-01T10:00:00+01:00', { data: { orderType: 'SOPO' } }),
    )
    expect(one.hear(marker('FTO')).judged('2011-09-01T13:00:00+01:00').status).toBe('open')
    expect(one.hear(marker('SOPO')).judged('2011-09-01T13:00:00+01:00').status).toBe('met')
  })
})

describe('a retraction', () => {
  const retracted = (eventId: string, org = 'courts'): Fact =>
    fact(`${org}.fact.retracted`, { at: '2011-09-20T10:00:00+01:00', data: { eventId } })
  const opening = made('2011-09-01T10:00:00+01:00', { id: 'opening' })
  const copy = copied('2011-09-02T10:00:00+01:00', { id: 'copy' })

  it('takes away what the fact opened and what it met, whatever order they come in', () => {
    const at = '2011-10-01T00:00:00+01:00'
    expect(caseOf('RR-01').hear(opening, retracted('opening')).judged(at).status).toBe('waiting')
    expect(caseOf('RR-01').hear(retracted('opening'), opening).judged(at).status).toBe('waiting')
    expect(caseOf('RR-01').hear(opening, copy, retracted('copy')).judged(at).status).toBe('breached')
    expect(caseOf('RR-01').hear(retracted('copy'), copy, opening).judged(at).status).toBe('breached')
  })

  it('takes away nothing that another organisation said', () => {
    expect(
      caseOf('RR-01').hear(opening, retracted('opening', 'police')).judged('2011-10-01T00:00:00+01:00')
        .status,
    ).toBe('breached')
  })
})

describe('a case that gathers items', () => {
  const told = (gapId: string): Record<string, unknown> => ({
    gapId,
    roles: ['head-of-court-administration'],
    details: { courtCode: 'B01FA' },
  })
  const escalated = (gapId: string, at: string): Fact => fact('hub.gap.escalated', { at, data: told(gapId) })
  const closed = (gapId: string, at: string): Fact => fact('hub.gap.closed', { at, data: told(gapId) })

  it('opens one review a month after, with what remains on its list', () => {
    const court = caseOf('RR-04').hear(
      escalated('g1', '2011-09-01T10:00:00+01:00'),
      escalated('g2', '2011-09-02T10:00:00+01:00'),
      escalated('g3', '2011-09-03T10:00:00+01:00'),
      closed('g1', '2011-09-20T10:00:00+01:00'),
    )
    expect(court.judged('2011-09-30T00:00:00+01:00')).toMatchObject({
      status: 'open',
      outstanding: ['g2', 'g3'],
    })
    expect(court.judged('2011-10-03T00:00:00+01:00')).toMatchObject({
      status: 'breached',
      gap: { breachedAt: instant(endOf('2011-10-02')) },
      outstanding: ['g2', 'g3'],
      details: { courtCode: 'B01FA' },
    })
    court.hear(closed('g2', '2011-10-05T10:00:00+01:00'), closed('g3', '2011-10-06T10:00:00+01:00'))
    expect(court.judged('2011-10-07T00:00:00+01:00')).toMatchObject({
      status: 'met-late',
      gap: { isOpen: false },
      outstanding: [],
    })
  })

  it('is open while an older item is, though the newest is closed', () => {
    const court = caseOf('RR-04').hear(
      escalated('g1', '2011-09-01T10:00:00+01:00'),
      escalated('g2', '2011-09-02T10:00:00+01:00'),
      closed('g2', '2011-09-20T10:00:00+01:00'),
    )
    expect(court.judged('2011-09-21T00:00:00+01:00')).toMatchObject({ status: 'open', outstanding: ['g1'] })
  })

  it('takes up an item again that is escalated again', () => {
    const court = caseOf('RR-04').hear(
      escalated('g1', '2011-09-01T10:00:00+01:00'),
      closed('g1', '2011-09-20T10:00:00+01:00'),
      escalated('g1', '2011-10-20T10:00:00+01:00'),
    )
    expect(court.judged('2011-10-21T00:00:00+01:00')).toMatchObject({ status: 'open', outstanding: ['g1'] })
  })
})
