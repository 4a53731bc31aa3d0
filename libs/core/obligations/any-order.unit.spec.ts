import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Instant, isoInstant } from '#core/kernel'
import { caseKeyOf } from './case-key.js'
import type { CaseState } from './case-state.js'
import { Case, type Fact, fact, flagged, type Told } from './case.fixture.js'
import { instant, NOTICES, PREPARED, RR_02, RR_04, RR_10, RR_23, rulesOf } from './rules.fixture.js'

const HOUR_MS = 3_600_000
const START = instant('2011-09-01T00:00:00+01:00')
const rules = rulesOf(RR_02, RR_04, RR_10, RR_23, NOTICES, PREPARED)
const gapId = caseKeyOf('RR-02', { order: 'B01FA/2011-0042' })
const difference = { opens: 'RR-02', comparison: 'RR-61', side: 'pnc', details: {} }
const item = (id: string): Record<string, unknown> => ({
  gapId: id,
  roles: ['head-of-court-administration'],
  details: { courtCode: 'B01FA' },
})

/** The kinds of fact that each rule hears, so that histories touch every role. */
const HEARD: Readonly<Record<string, readonly (readonly [string, Record<string, unknown>?])[]>> = {
  'RR-02': [
    ['courts.prevention-order.made', { courtCode: 'B01FA' }],
    ['jigsaw.order.recorded', { orderType: 'SOPO' }],
    ['pnc.order-copy.received'],
    ['pnc.marker.updated', { conditionsOnPnc: 'full' }],
    ['pnc.marker.updated', { conditionsOnPnc: 'partial' }],
    ['courts.prevention-order.varied', { changeType: 'VARIED' }],
    ['courts.prevention-order.varied', { changeType: 'QUASHED' }],
    ['hub.difference.found', { ...difference, kind: 'absent' }],
    ['hub.difference.found', { ...difference, kind: 'differs', field: 'conditions', asConflict: true }],
    ['hub.difference.resolved', { ...difference, kind: 'absent' }],
    ['hub.gap.acknowledged', { gapId }],
    ['hub.gap.decided', { gapId }],
    ['courts.fact.retracted'],
    ['pnc.fact.retracted'],
  ],
  'RR-04': [
    ['hub.gap.escalated', item('g1')],
    ['hub.gap.escalated', item('g2')],
    ['hub.gap.closed', item('g1')],
    ['hub.gap.closed', item('g2')],
  ],
  'RR-10': [['courts.sentence.passed'], ['jigsaw.notification.received'], ['courts.fact.retracted']],
  'RR-23': [
    ['prison.prisoner.released'],
    ['prison.prisoner.received'],
    ['prison.pre-release-notice.issued'],
    ['prison.fact.retracted'],
  ],
  'RR-92': [
    ['prison.release-date.changed', { releaseDate: '2011-09-30' }],
    ['prison.release-date.changed', { releaseDate: '2011-10-14' }],
    ['prison.pre-release-notice.issued', { stage: '28D' }],
    ['prison.pre-release-notice.issued', { stage: '5WD' }],
    ['prison.prisoner.released'],
    ['prison.prisoner.received'],
    ['prison.fact.retracted'],
  ],
  'RR-93': [
    ['prison.prisoner.released', { licence: true }],
    ['prison.prisoner.released', { licence: false }],
    ['prison.prisoner.received'],
    ['prison.pre-release-notice.issued'],
    ['probation.licence.changed'],
    ['jigsaw.visor-record.updated'],
    ['prison.fact.retracted'],
  ],
}

interface History {
  rule: string
  facts: readonly Fact[]
  /** When everything has been heard. */
  endAt: Instant
}

const histories: fc.Arbitrary<History> = fc
  .constantFrom('RR-02', 'RR-02', 'RR-04', 'RR-10', 'RR-23', 'RR-92', 'RR-93', 'RR-93')
  .chain((rule) => {
    const kinds = HEARD[rule] ?? []
    const one = fc.record({
      kind: fc.nat(kinds.length - 1),
      hour: fc.nat(24 * 60),
      delay: fc.oneof(fc.constant(0), fc.nat(24 * 30)),
      day: fc.boolean(),
      of: fc.nat(7),
    })
    return fc.array(one, { minLength: 1, maxLength: 8 }).map((sketches) => ({
      rule,
      facts: sketches.map(({ kind, hour, delay, day, of }, index) => {
        const [type, data = {}] = kinds[kind] ?? ['']
        const at = START + (day ? hour - (hour % 24) : hour) * HOUR_MS
        const told: Told = {
          at: isoInstant(at),
          heard: isoInstant(at + delay * HOUR_MS),
          id: `f${index}`,
          day,
        }
        const subject = ['RR-23', 'RR-92', 'RR-93'].includes(rule) ? { subject: 'release:R1' } : {}
        return fact(type, {
          ...told,
          ...subject,
          data: type.endsWith('.retracted') ? { eventId: `f${of}` } : data,
        })
      }),
      endAt: START + 24 * 120 * HOUR_MS,
    }))
  })

const custody = flagged('inCustody', ['2011-09-10T10:00:00+01:00', '2011-09-25T10:00:00+01:00'])
const newCase = (rule: string): Case => new Case(rules, rule, custody)

/** What a reader of the gap's facts concludes in the end: open, closed with a miss, or as if it had never been. */
function conclusion({ announced }: Case): string {
  if (announced === null) return 'nothing'
  if (announced.isOpen) return `open ${announced.reason}`
  return announced.isMiss ? `closed ${announced.closing}` : 'nothing'
}

function conclusionOf({ gap }: CaseState): string {
  const last = gap.stretches.at(-1)
  if (last === undefined) return 'nothing'
  return last.closedAt === null ? `open ${last.reason}` : `closed ${last.closing}`
}

/** Hears facts in an order, ticking between them at instants that pass no fact that is still unheard. */
function played({ rule, endAt }: History, heard: readonly Fact[], ticks: readonly number[]): Case {
  const one = newCase(rule)
  let tickedAt = START
  heard.forEach((next, index) => {
    one.hear(next)
    const unheard = heard.slice(index + 1).map(({ message }) => message.receivedAt)
    const limit = Math.min(endAt, ...unheard)
    const share = (ticks[index % Math.max(1, ticks.length)] ?? 100) / 100
    if (limit <= tickedAt) return
    tickedAt += Math.floor((limit - tickedAt) * share)
    one.tick(tickedAt)
  })
  one.tick(endAt)
  return one
}

const interleavings = histories.chain((history) =>
  fc.record({
    history: fc.constant(history),
    order: fc.shuffledSubarray([...history.facts, ...history.facts], { minLength: history.facts.length }),
    ticks: fc.array(fc.nat(100), { maxLength: 8 }),
    others: fc.array(fc.nat(100), { maxLength: 8 }),
  }),
)

describe('a history of facts', () => {
  it('ends in the same state whatever order it is heard in and however often', () => {
    fc.assert(
      fc.property(interleavings, ({ history, order }) => {
        const { rule, facts, endAt } = history
        const shuffled = [...order, ...facts.filter((one) => !order.includes(one))]
        expect(
          newCase(rule)
            .hear(...shuffled)
            .judged(endAt),
        ).toEqual(
          newCase(rule)
            .hear(...facts)
            .judged(endAt),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('leads a reader to the same conclusion at whatever instants it is judged', () => {
    fc.assert(
      fc.property(interleavings, ({ history, order, ticks, others }) => {
        const shuffled = [...order, ...history.facts.filter((one) => !order.includes(one))]
        const once = played(history, shuffled, ticks)
        const byArrival = history.facts.toSorted(
          (one, other) => one.message.receivedAt - other.message.receivedAt,
        )
        const again = played(history, byArrival, others)
        expect(conclusion(once)).toBe(conclusion(again))
        expect(conclusion(once)).toBe(
          conclusionOf(
            newCase(history.rule)
              .hear(...history.facts)
              .judged(history.endAt),
          ),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('is told in facts that are numbered, dated in order, and never begin with a closing', () => {
    fc.assert(
      fc.property(interleavings, ({ history, ticks }) => {
        const { said } = played(history, history.facts, ticks)
        said.forEach(({ data, occurredAt, type }, index) => {
          expect(data.revision).toBe(index + 1)
          if (index === 0) expect(type).toBe('hub.gap.opened')
          else expect(occurredAt).toBeGreaterThan(said[index - 1]!.occurredAt)
        })
        expect(new Set(said.map(({ id }) => id)).size).toBe(said.length)
      }),
      { numRuns: 200 },
    )
  })

  it('judges the same at every instant before the next that it names', () => {
    fc.assert(
      fc.property(histories, fc.nat(24 * 90), fc.nat(1000), ({ rule, facts }, hour, share) => {
        const one = newCase(rule).hear(...facts)
        const at = START + hour * HOUR_MS
        const { nextDueAt, ...state } = one.judged(at)
        const until = nextDueAt ?? at + 24 * 400 * HOUR_MS
        const later = one.judged(at + Math.floor(((until - 1 - at) * share) / 1000))
        expect(later).toEqual({ nextDueAt, ...state })
        if (nextDueAt !== null) expect(one.judged(nextDueAt)).not.toEqual({ nextDueAt, ...state })
      }),
      { numRuns: 200 },
    )
  })
})
