import { describe, expect, it } from '@jest/globals'
import { Case, type Fact, fact, flagged, type Told } from './case.fixture.js'
import {
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
  when,
} from './rules.fixture.js'

const rules = rulesOf(RR_01, RR_02, RR_03, RR_04, RR_10, RR_22, RR_23, RR_26, RR_66)
const caseOf = (rule: string): Case => new Case(rules, rule)
const made = (at: string, told: Partial<Told> = {}): Fact =>
  fact('courts.prevention-order.made', { at, ...told })
const marked = (conditionsOnPnc: string, at: string, told: Partial<Told> = {}): Fact =>
  fact('pnc.marker.updated', { at, ...told, data: { conditionsOnPnc } })
const copied = (at: string, told: Partial<Told> = {}): Fact => fact('courts.order-copy.sent', { at, ...told })
const found = (asAt: string, more: Record<string, unknown> = {}, at = asAt): Fact =>
  fact('hub.difference.found', {
    at,
    data: { opens: 'RR-02', comparison: 'RR-61', kind: 'absent', side: 'pnc', asAt, details: {}, ...more },
  })

const endOf = (day: string, offset = '+01:00'): string => `${day}T23:59:59.999${offset}`

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
    const { match: _, ...perPerson } = { ...RR_23, onePer: ['person'], restarts: 'when ended' as const }
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
      expects: [{ type: 'jigsaw.visor-record.created' }],
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
      expects: [
        {
          type: 'pnc.marker.updated',
          where: when(
            'data.orderType == opening.orderType',
            ({ data, opening }) => data['orderType'] === opening['orderType'],
          ),
        },
      ],
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
