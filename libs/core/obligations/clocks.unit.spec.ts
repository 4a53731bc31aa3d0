import { describe, expect, it } from '@jest/globals'
import { isoInstant } from '#core/kernel'
import { Case, type Fact, fact, flagged, type Told } from './case.fixture.js'
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
const copied = (at: string, told: Partial<Told> = {}): Fact => fact('courts.order-copy.sent', { at, ...told })
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
