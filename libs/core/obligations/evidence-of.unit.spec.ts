import { describe, expect, it } from '@jest/globals'
import { HubError } from '#core/kernel'
import { caseKeyOf, matchKeyOf, underSurvivingPerson } from './case-key.js'
import { evidenceOf } from './evidence-of.js'
import { fact, type Told } from './case.fixture.js'
import {
  instant,
  obligation,
  RR_01,
  RR_02,
  RR_04,
  RR_10,
  RR_22,
  RR_23,
  RR_66,
  rulesOf,
  when,
} from './rules.fixture.js'

const at = '2011-10-03T15:00:00+01:00'
const rules = rulesOf(RR_01, RR_02, RR_04, RR_10, RR_22, RR_23, RR_66)

function rowsOf(type: string, told: Partial<Told> = {}, of = rules) {
  const { message, data } = fact(type, { at, ...told })
  return evidenceOf(message, data, of)
}

describe('the evidence in a fact', () => {
  it('is one row for each rule that the fact speaks to', () => {
    const rows = rowsOf('courts.prevention-order.made', { data: { courtCode: 'B01FA' } })
    expect(rows.map(({ rule, role }) => `${rule} ${role}`)).toEqual(['RR-01 opens', 'RR-02 opens'])
    expect(rows[1]).toMatchObject({
      caseKey: caseKeyOf('RR-02', { order: 'B01FA/2011-0042' }),
      onePer: { order: 'B01FA/2011-0042' },
      details: { courtCode: 'B01FA' },
    })
  })

  it('is none for facts that no rule listens to', () => {
    expect(rowsOf('hub.tick.decided')).toEqual([])
  })

  it('takes its role from the condition that holds', () => {
    const roles = (conditionsOnPnc: string): string[] =>
      rowsOf('pnc.marker.updated', { data: { conditionsOnPnc } }).map(({ role }) => role)
    expect(roles('full')).toEqual(['expects'])
    expect(roles('partial')).toEqual(['conflicts'])
    expect(roles('none')).toEqual([])
  })

  it('writes the handle of a subject as the register does', () => {
    const [row] = rowsOf('courts.order-copy.sent', { subject: 'order:b01fa / 2011-0042' })
    expect(row?.onePer).toEqual({ order: 'B01FA/2011-0042' })
  })

  it('tells which clock an event starts', () => {
    expect(rowsOf('pnc.order-copy.received')).toMatchObject([{ role: 'clock', clock: 0 }])
  })

  it('dates a difference by the registers that were compared', () => {
    const data = {
      opens: 'RR-02',
      comparison: 'RR-61',
      kind: 'absent',
      side: 'pnc',
      asAt: '2011-09-30T12:00:00Z',
    }
    const details = { courtCode: 'B01FA', orderType: 'SOPO' }
    expect(rowsOf('hub.difference.found', { data: { ...data, details } })).toMatchObject([
      {
        role: 'difference',
        occurredAt: instant('2011-09-30T12:00:00Z'),
        difference: 'RR-61 absent pnc',
        asConflict: false,
        details: { courtCode: 'B01FA', orderType: 'SOPO' },
      },
    ])
    expect(rowsOf('hub.difference.resolved', { data })).toMatchObject([
      { role: 'expects', difference: 'RR-61 absent pnc' },
    ])
  })

  it('gathers the items of a court under one case', () => {
    const data = { gapId: 'g1', roles: ['head-of-court-administration'], details: { courtCode: 'B01FA' } }
    expect(rowsOf('hub.gap.escalated', { data })).toMatchObject([
      {
        caseKey: caseKeyOf('RR-04', { 'data.details.courtCode': 'B01FA' }),
        item: 'g1',
        details: { courtCode: 'B01FA' },
      },
    ])
    expect(rowsOf('hub.gap.escalated', { data: { ...data, roles: ['pnc-bureau'] } })).toEqual([])
  })

  it('speaks to each unit of a role when the calendar speaks', () => {
    const rows = rowsOf('hub.month.began', { subject: 'month:2011-10', unit: 'hub/register' })
    expect(rows.map(({ onePer }) => onePer['unit'])).toEqual(['prisons/wsi', 'prisons/bxi'])
    const [held] = rowsOf('prison.mappa-meeting.held', { subject: 'unit:prisons/wsi', unit: 'prisons/wsi' })
    expect(held?.caseKey).toBe(rows[0]?.caseKey)
  })

  it('keeps an earlier fact under the person where it cannot name the case', () => {
    const [released] = rowsOf('prison.prisoner.released', { subject: 'release:R1' })
    const [notice] = rowsOf('prison.pre-release-notice.issued', { subject: 'noms:A1234BC' }).filter(
      ({ role }) => role === 'precedes',
    )
    expect(released?.matchKey).toBe(matchKeyOf('RR-23', 'person', 'p1'))
    expect(notice?.caseKey).toBe(released?.matchKey)
  })

  it('remembers the dates that clocks count from', () => {
    const [row] = rowsOf('prison.release-date.changed', { data: { releaseDate: '2012-08-31' } })
    expect(row?.dates).toEqual({ 'data.releaseDate': instant('2012-08-31T00:00:00+01:00') })
  })

  it('names the gap that somebody acknowledged', () => {
    const data = { gapId: 'g1', rule: 'RR-02', until: '2011-10-10' }
    expect(rowsOf('hub.gap.acknowledged', { data })).toMatchObject([
      {
        caseKey: 'g1',
        rule: 'RR-02',
        role: 'acknowledges',
        dates: { until: instant('2011-10-10T00:00:00+01:00') },
      },
    ])
  })

  it('names the fact that its publisher takes back', () => {
    expect(
      rowsOf('courts.fact.retracted', { data: { eventId: 'e9', reason: 'wrong person' } }),
    ).toMatchObject([{ role: 'retracts', caseKey: '', retracts: { organisation: 'courts', eventId: 'e9' } }])
  })

  it('keeps a condition on the profile for the judge, with the data that it reads and no more', () => {
    const rule = obligation({
      obligation: 'RR-90',
      onePer: ['person'],
      opens: [
        {
          type: 'courts.sentence.passed',
          where: when('data.months > 12.0 && person.isRegistered', ({ data, person }) =>
            Boolean(Number(data['months']) > 12 && person['isRegistered']),
          ),
        },
      ],
      expects: [{ type: 'jigsaw.visor-record.created' }],
      due: ['1 working day after opening'],
    })
    const [row] = rowsOf('courts.sentence.passed', { data: { months: 18, offence: 'secret' } }, rulesOf(rule))
    expect(row?.pending).toMatchObject({ watch: 0, data: { months: 18 }, event: null })
  })

  it('goes by the version of the rule that was in force when the case opened', () => {
    const [early, late] = [
      { fromAt: 0, untilAt: instant('2011-07-01T00:00:00+01:00') },
      { fromAt: instant('2011-07-01T00:00:00+01:00'), untilAt: null },
    ]
    const both = rulesOf({ ...RR_01, inForce: early! }, { ...RR_01, version: 2, inForce: late! })
    const versions = (type: string, on: string): number[] =>
      rowsOf(type, { at: on }, both).map(({ ruleVersion }) => ruleVersion)
    expect(versions('courts.prevention-order.made', '2011-06-30T10:00:00Z')).toEqual([1])
    expect(versions('courts.prevention-order.made', '2011-07-01T10:00:00Z')).toEqual([2])
    expect(versions('courts.order-copy.sent', '2011-07-01T10:00:00Z')).toEqual([1, 2])
  })

  it('is not read from a fact whose condition cannot be evaluated: the message is parked', () => {
    const { message, data } = fact('hub.difference.found', { at })
    const broken = {
      ...RR_02,
      opens: [
        {
          type: 'hub.difference.found',
          where: when('data.a.b', ({ data: d }) => (d['a'] as unknown as { b: boolean }).b),
        },
      ],
    }
    expect(() => evidenceOf(message, data, rulesOf(broken))).toThrow(
      expect.objectContaining({ code: 'HUB_CONDITION_FAILED' }),
    )
  })

  it('is not left out where an opening names no case or no date: the message is parked', () => {
    const code = (type: string, told: Partial<Told>): string | undefined => {
      try {
        rowsOf(type, told)
      } catch (error) {
        return error instanceof HubError ? error.code : undefined
      }
      return undefined
    }
    expect(code('courts.prevention-order.made', { subject: 'pnc:2001/0171310W' })).toBe(
      'HUB_OBLIGATION_CASE_UNNAMED',
    )
    expect(code('prison.release-date.changed', { data: {} })).toBe('HUB_OBLIGATION_DATE_MISSING')
    expect(rowsOf('courts.order-copy.sent', { subject: 'pnc:2001/0171310W' })).toEqual([])
  })
})

describe('an opening that waits for what is known of the person', () => {
  const waits = rulesOf(
    obligation({
      obligation: 'RR-84',
      opens: [
        {
          type: 'hub.gap.opened',
          where: when(`data.rule == 'RR-26' && !person.wanted`, ({ data, person }) => {
            if (data['rule'] !== 'RR-26') return false
            if (!('wanted' in person)) throw new Error('no such key: wanted')
            return person['wanted'] === false
          }),
        },
      ],
      due: ['1 working day after opening'],
    }),
  )
  const aboutNobody = (rule: string) => () =>
    rowsOf('hub.gap.opened', { subject: 'gap:1', data: { rule } }, waits)

  it('leaves alone what its own words deny already, though it names no case', () => {
    expect(aboutNobody('RR-04')()).toEqual([])
  })

  it('is still refused where the words do not deny it and it names no case', () => {
    expect(aboutNobody('RR-26')).toThrow('has no order to say which case it is of')
  })
})

describe('a merge', () => {
  it('moves what goes by the person to the survivor, and leaves what goes by a handle', () => {
    const [sentence] = rowsOf('courts.sentence.passed')
    const [order] = rowsOf('courts.prevention-order.made')
    const [released] = rowsOf('prison.prisoner.released', { subject: 'release:R1' })
    expect(underSurvivingPerson(sentence!, 'p1', 'p0').caseKey).toBe(caseKeyOf('RR-10', { person: 'p0' }))
    expect(underSurvivingPerson(order!, 'p1', 'p0')).toEqual(order)
    expect(underSurvivingPerson(released!, 'p1', 'p0')).toMatchObject({
      caseKey: released!.caseKey,
      matchKey: matchKeyOf('RR-23', 'person', 'p0'),
    })
  })
})
