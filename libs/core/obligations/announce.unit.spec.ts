import { describe, expect, it } from '@jest/globals'
import { derivedId } from '#core/kernel'
import { announce } from './announce.js'
import { caseKeyOf } from './case-key.js'
import { judge } from './judge.js'
import { noProfiles } from './person-history.js'
import { Case, type Fact, fact, type Told } from './case.fixture.js'
import { england, instant, obligation, RR_01, RR_02, RR_03, rulesOf } from './rules.fixture.js'

const rules = rulesOf(RR_01, RR_02, RR_03)
const gapId = caseKeyOf('RR-01', { order: 'B01FA/2011-0042' })
const caseOf = (rule: string): Case => new Case(rules, rule)
const made = (at: string, told: Partial<Told> = {}): Fact =>
  fact('courts.prevention-order.made', { at, ...told })
const copied = (at: string, told: Partial<Told> = {}): Fact => fact('courts.order-copy.sent', { at, ...told })
const marked = (conditionsOnPnc: string, at: string): Fact =>
  fact('pnc.marker.updated', { at, data: { conditionsOnPnc } })
/** RR-01: made on 1 September, due as the 6th ends; the head of court administration is told as the 20th ends. */
const opened = made('2011-09-01T10:00:00+01:00', { id: 'opening' })
const BREACH = '2011-09-07T00:00:00+01:00'

describe('what is said of a gap', () => {
  it('is nothing before the breach, and once after it', () => {
    const one = caseOf('RR-01').hear(opened)
    expect(one.tick('2011-09-06T00:00:00+01:00')).toEqual([])
    expect(one.announced).toBeNull()
    expect(one.tick(BREACH)).toEqual(['opened'])
    expect(one.tick(BREACH)).toEqual([])
    expect(one.tick('2011-09-08T00:00:00+01:00')).toEqual([])
  })

  it('names the gap, what was due, whom it tells, and is dated at the breach', () => {
    const one = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00', { data: { courtCode: 'B01FA', offence: 'x' } }),
    )
    one.tick('2011-09-12T00:00:00+01:00')
    const id = caseKeyOf('RR-02', { order: 'B01FA/2011-0042' })
    expect(one.said).toEqual([
      {
        type: 'hub.gap.opened',
        id: derivedId('gap', id, 1),
        subject: 'order:B01FA/2011-0042',
        occurredAt: instant('2011-09-11T23:59:59.999+01:00'),
        time: '2011-09-11T22:59:59.999Z',
        data: {
          gapId: id,
          rule: 'RR-02',
          kind: 'follow-up',
          reason: 'missing',
          severity: 'high',
          says: 'What RR-02 asks for.',
          dueAt: '2011-09-11T22:59:59.999Z',
          breachedAt: '2011-09-11T22:59:59.999Z',
          roles: ['pnc-bureau', 'central-jigsaw'],
          rung: 1,
          revision: 1,
          requests: 1,
          details: { courtCode: 'B01FA' },
        },
      },
    ])
  })

  it('is a rung for each that is reached, in order, with the roles of that rung', () => {
    const one = caseOf('RR-02').hear(made('2011-09-01T10:00:00+01:00'))
    expect(one.tick('2011-09-12T00:00:00+01:00')).toEqual(['opened'])
    expect(one.tick('2011-09-13T00:00:00+01:00')).toEqual(['escalated'])
    expect(one.tick('2011-09-24T00:00:00+01:00')).toEqual(['escalated'])
    expect(one.said.map(({ data }) => [data.rung, data.roles])).toEqual([
      [1, ['pnc-bureau', 'central-jigsaw']],
      [2, ['borough-jigsaw']],
      [3, ['head-of-court-administration']],
    ])
    const late = caseOf('RR-02').hear(made('2011-09-01T10:00:00+01:00'))
    expect(late.tick('2011-10-01T00:00:00+01:00')).toEqual(['opened', 'escalated', 'escalated'])
    expect(late.said.map(({ id }) => id)).toEqual(one.said.map(({ id }) => id))
    expect(late.said.map(({ time }) => time)).toEqual(one.said.map(({ time }) => time))
  })

  it('counts how often the court was asked', () => {
    const asked = (at: string): Fact => fact('pnc.order-copy.requested', { at, data: { courtCode: 'B01FA' } })
    const one = caseOf('RR-03').hear(asked('2011-09-01T10:00:00+01:00'), asked('2011-09-08T10:00:00+01:00'))
    expect(one.tick('2011-09-09T00:00:00+01:00')).toEqual(['opened'])
    expect(one.tick('2011-09-16T00:00:00+01:00')).toEqual(['escalated'])
    expect(one.said[1]?.data).toMatchObject({
      requests: 2,
      roles: ['central-jigsaw', 'head-of-court-administration'],
    })
  })

  it('is no rung while an acknowledgement pauses the ladder', () => {
    const acknowledged = (until?: string): Fact =>
      fact('hub.gap.acknowledged', {
        at: '2011-09-09T10:00:00+01:00',
        data: { gapId, ...(until ? { until } : {}) },
      })
    const one = caseOf('RR-01').hear(opened)
    one.tick(BREACH)
    expect(one.judged(BREACH).nextDueAt).toBe(instant('2011-09-21T00:00:00+01:00'))
    one.hear(acknowledged())
    expect(one.judged('2011-09-10T00:00:00+01:00').nextDueAt).toBeNull()
    expect(one.tick('2011-12-01T00:00:00Z')).toEqual([])
    expect(one.judged('2011-12-01T00:00:00Z').gap.isOpen).toBe(true)

    const resumed = caseOf('RR-01').hear(opened, acknowledged('2011-09-16'))
    resumed.tick(BREACH)
    expect(resumed.tick('2011-09-27T00:00:00+01:00')).toEqual([])
    expect(resumed.tick('2011-09-28T00:00:00+01:00')).toEqual(['escalated'])
  })

  it('is a rung again where the acknowledgement was of an earlier breach', () => {
    const one = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      fact('hub.gap.acknowledged', {
        at: '2011-09-12T10:00:00+01:00',
        data: { gapId: caseKeyOf('RR-02', { order: 'B01FA/2011-0042' }) },
      }),
      marked('full', '2011-09-20T10:00:00+01:00'),
      fact('courts.prevention-order.varied', {
        at: '2011-10-03T10:00:00+01:00',
        data: { changeType: 'VARIED' },
      }),
    )
    one.tick('2011-10-14T00:00:00+01:00')
    expect(one.tick('2011-10-15T00:00:00+01:00')).toEqual(['escalated'])
  })

  it('is the closing, with its reason, after everything else that was said', () => {
    const one = caseOf('RR-01').hear(opened)
    one.tick('2011-09-21T00:00:00+01:00')
    one.hear(copied('2011-09-19T10:00:00+01:00'))
    expect(one.tick('2011-09-22T00:00:00+01:00')).toEqual(['closed met-late'])
    expect(one.said.at(-1)?.data).toMatchObject({
      reason: 'late',
      revision: 3,
      roles: ['central-jigsaw', 'head-of-court-administration'],
    })
    const times = one.said.map(({ occurredAt }) => occurredAt)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(new Set(times).size).toBe(times.length)
  })

  it('is opened and closed where both happened before anybody heard', () => {
    const one = caseOf('RR-01').hear(opened, copied('2011-09-09T10:00:00+01:00'))
    expect(one.tick('2011-09-30T00:00:00+01:00')).toEqual(['opened', 'closed met-late'])
    expect(one.tick('2011-10-30T00:00:00+01:00')).toEqual([])
  })

  it('is nothing where everything came in time', () => {
    const one = caseOf('RR-01').hear(
      opened,
      copied('2011-09-05T10:00:00+01:00', { heard: '2011-09-20T10:00:00+01:00' }),
    )
    expect(one.tick('2011-09-21T00:00:00+01:00')).toEqual([])
    expect(one.announced).toBeNull()
  })

  it('takes the miss back when it came in time and was heard late', () => {
    const one = caseOf('RR-01').hear(opened)
    one.tick(BREACH)
    one.hear(copied('2011-09-05T10:00:00+01:00', { heard: '2011-09-20T10:00:00+01:00' }))
    expect(one.tick('2011-09-21T00:00:00+01:00')).toEqual(['closed met-in-time-heard-late'])
    expect(one.tick('2011-09-22T00:00:00+01:00')).toEqual([])
  })

  it('restates a closing that was late when an earlier follow-up is heard', () => {
    const one = caseOf('RR-01').hear(opened, copied('2011-09-09T10:00:00+01:00'))
    one.tick('2011-09-30T00:00:00+01:00')
    one.hear(copied('2011-09-05T10:00:00+01:00', { heard: '2011-10-05T10:00:00+01:00', id: 'copy' }))
    expect(one.tick('2011-10-06T00:00:00+01:00')).toEqual(['closed met-in-time-heard-late'])
    one.hear(fact('courts.fact.retracted', { at: '2011-10-07T10:00:00+01:00', data: { eventId: 'copy' } }))
    expect(one.tick('2011-10-08T00:00:00+01:00')).toEqual(['closed met-late'])
    expect(one.said.map(({ data }) => data.reason)).toEqual(['missing', 'late', 'missing', 'late'])
  })

  it('says again that a case was cancelled when the miss turns out to stand', () => {
    const quashed = (at: string, id: string): Fact =>
      fact('courts.prevention-order.varied', {
        ...{ at, id, heard: '2011-09-20T10:00:00+01:00' },
        data: { changeType: 'QUASHED' },
      })
    const one = caseOf('RR-02').hear(made('2011-09-01T10:00:00+01:00'))
    one.tick('2011-09-12T00:00:00+01:00')
    one.hear(quashed('2011-09-05T10:00:00+01:00', 'wrong'))
    expect(one.tick('2011-09-20T12:00:00+01:00')).toEqual(['closed cancelled'])
    expect(one.announced?.isMiss).toBe(false)
    one.hear(quashed('2011-09-15T10:00:00+01:00', 'right'))
    one.hear(fact('courts.fact.retracted', { at: '2011-09-21T10:00:00+01:00', data: { eventId: 'wrong' } }))
    expect(one.tick('2011-09-22T00:00:00+01:00')).toEqual(['closed cancelled'])
    expect(one.announced?.isMiss).toBe(true)
  })

  it('closes as cancelled what a retraction leaves without an opening', () => {
    const one = caseOf('RR-01').hear(opened)
    one.tick(BREACH)
    one.hear(fact('courts.fact.retracted', { at: '2011-09-10T10:00:00+01:00', data: { eventId: 'opening' } }))
    expect(one.tick('2011-09-11T00:00:00+01:00')).toEqual(['closed cancelled'])
    expect(one.said.at(-1)).toMatchObject({ subject: 'order:B01FA/2011-0042', data: { gapId } })
  })

  it('closes under its own name and details when its evidence has moved to another case', () => {
    const data = { courtCode: 'B01FA' }
    const one = caseOf('RR-02').hear(made('2011-09-01T10:00:00+01:00', { data }))
    one.tick('2011-09-12T00:00:00+01:00')
    const emptied = judge(
      rules.rules.get('RR-02')!,
      [],
      noProfiles,
      instant('2011-09-13T00:00:00+01:00'),
      england,
    )
    const { facts } = announce(
      one.announced,
      emptied,
      rules.rules.get('RR-02')!,
      instant('2011-09-13T00:00:00+01:00'),
    )
    const { id: _, ...opening } = one.said[0]!
    expect(facts).toMatchObject([
      {
        type: 'hub.gap.closed',
        subject: opening.subject,
        data: { gapId: opening.data.gapId, closing: 'cancelled', details: data },
      },
    ])
  })

  it('opens again as the next revision, with its ladder from the start', () => {
    const varied = (at: string): Fact =>
      fact('courts.prevention-order.varied', { at, data: { changeType: 'VARIED' } })
    const one = caseOf('RR-02').hear(
      made('2011-09-01T10:00:00+01:00'),
      marked('full', '2011-09-20T10:00:00+01:00'),
    )
    expect(one.tick('2011-10-01T00:00:00+01:00')).toEqual(['opened', 'closed met-late'])
    one.hear(varied('2011-10-03T10:00:00+01:00'))
    expect(one.tick('2011-10-10T00:00:00+01:00')).toEqual([])
    expect(one.tick('2011-10-14T00:00:00+01:00')).toEqual(['opened'])
    expect(one.tick('2011-10-15T00:00:00+01:00')).toEqual(['escalated'])
    expect(one.said.map(({ data }) => [data.revision, data.rung])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 2],
    ])
    expect(new Set(one.said.map(({ id }) => id)).size).toBe(4)
  })

  it('closes the former breach and opens the new one when both happened unheard', () => {
    const varied = fact('courts.prevention-order.varied', {
      at: '2011-09-21T10:00:00+01:00',
      data: { changeType: 'VARIED' },
    })
    const one = caseOf('RR-02').hear(made('2011-09-01T10:00:00+01:00'))
    expect(one.tick('2011-09-12T00:00:00+01:00')).toEqual(['opened'])
    one.hear(marked('full', '2011-09-20T10:00:00+01:00'), varied)
    expect(one.tick('2011-10-02T00:00:00+01:00')).toEqual(['closed met-late', 'opened'])
  })

  it('says again that it is open when it becomes a conflict', () => {
    const one = caseOf('RR-02').hear(made('2011-09-01T10:00:00+01:00'))
    one.tick('2011-09-12T00:00:00+01:00')
    one.hear(marked('partial', '2011-09-12T10:00:00+01:00'))
    expect(one.tick('2011-09-12T11:00:00+01:00')).toEqual(['opened'])
    expect(one.said.map(({ data }) => data.reason)).toEqual(['missing', 'conflict'])
    one.hear(marked('full', '2011-09-12T12:00:00+01:00'))
    expect(one.tick('2011-09-12T13:00:00+01:00')).toEqual(['closed met-late'])
  })

  it('names the person, or the gap itself where the case has no single name', () => {
    const subjectOf = (onePer: string[]): string | undefined => {
      const rule = obligation({
        obligation: 'RR-90',
        onePer,
        opens: [{ type: 'courts.sentence.passed' }],
        expects: [{ type: 'jigsaw.visor-record.created' }],
        due: ['1 working day after opening'],
      })
      const data = { courtCode: 'B01FA' }
      const one = new Case(rulesOf(rule), 'RR-90').hear(
        fact('courts.sentence.passed', { at: '2011-09-01T10:00:00Z', data }),
      )
      one.tick('2011-09-30T00:00:00Z')
      return one.said[0]?.subject
    }
    expect(subjectOf(['person'])).toBe('person:p1')
    expect(subjectOf(['data.courtCode', 'person'])).toBe('person:p1')
    expect(subjectOf(['unit'])).toBe('unit:courts/b01fa')
    expect(subjectOf(['data.courtCode'])).toBe(`gap:${caseKeyOf('RR-90', { 'data.courtCode': 'B01FA' })}`)
  })
})
