import { describe, expect, it } from '@jest/globals'
import { type Instant, isoInstant } from '#core/kernel'
import { announce, type Announced } from './announce.js'
import type { CaseState } from './case-state.js'
import type { EvidenceRow } from './evidence.js'
import { evidenceOf } from './evidence-of.js'
import type { GapFact } from './gap-fact.js'
import { judge } from './judge.js'
import { noProfiles } from './person-history.js'
import { type Fact, fact } from './case.fixture.js'
import { england, instant, RR_02, RR_03, RR_04, rulesOf } from './rules.fixture.js'

/** Every case of every rule, with the facts about gaps heard again, as they are by way of `facts.hub`. */
class Hub {
  readonly said: GapFact[] = []
  private readonly rules = rulesOf(RR_02, RR_03, RR_04)
  private readonly cases = new Map<
    string,
    { rule: string; evidence: EvidenceRow[]; announced: Announced | null }
  >()

  hear(...facts: readonly Fact[]): void {
    for (const { message, data } of facts)
      for (const row of evidenceOf(message, data, this.rules)) {
        const known = this.cases.get(row.caseKey)
        if (known) known.evidence.push(row)
        else this.cases.set(row.caseKey, { rule: row.rule, evidence: [row], announced: null })
      }
  }

  /** Decides what is due, again and again at the same instant until nothing follows from what was said. */
  tick(at: string): void {
    for (let isQuiet = false; !isQuiet;) {
      const facts = [...this.cases.values()].flatMap((one) => {
        const said = announce(
          one.announced,
          this.judged(one, instant(at)),
          this.rules.rules.get(one.rule)!,
          instant(at),
        )
        one.announced = said.after
        return said.facts
      })
      this.said.push(...facts)
      this.hear(...facts.map(heardAgain))
      isQuiet = facts.length === 0
    }
  }

  open(rule: string, at: string): CaseState[] {
    return [...this.cases.values()]
      .filter((one) => one.rule === rule)
      .map((one) => this.judged(one, instant(at)))
      .filter(({ gap }) => gap.isOpen)
  }

  private judged(one: { rule: string; evidence: EvidenceRow[] }, at: Instant): CaseState {
    return judge(this.rules.rules.get(one.rule)!, one.evidence, noProfiles, at, england)
  }
}

function heardAgain({ type, id, subject, time, data }: GapFact): Fact {
  return fact(type, { id, subject, at: time, data: { ...data } })
}

const ORDERS = ['B01FA/2004-0001', 'B01FA/2008-0002', 'B01FA/2011-0003', 'C01CE/2009-0004']
const factOf = (type: string, order: string, at: string, data: Record<string, unknown> = {}): Fact =>
  fact(type, { at, subject: `order:${order}`, data: { courtCode: order.slice(0, 5), ...data } })
const asAt = '2011-09-05T06:00:00Z'
const found = (order: string): Fact =>
  factOf('hub.difference.found', order, '2011-09-05T07:00:00Z', {
    ...{ opens: 'RR-02', comparison: 'RR-61', kind: 'absent', side: 'pnc', asAt },
    details: { courtCode: order.slice(0, 5), orderId: order.slice(6), conditions: ['C1'] },
  })
const marked = (order: string, at: string, conditionsOnPnc = 'full'): Fact =>
  factOf('pnc.marker.updated', order, at, { conditionsOnPnc })

describe('the orders that no officer could see (J1)', () => {
  it('open a gap each, escalate the court that does not answer, come to review, and close on the full marker alone', () => {
    const hub = new Hub()
    hub.hear(...ORDERS.map(found))
    hub.tick('2011-09-05T07:00:00Z')
    expect(hub.said.map(({ type, subject, data }) => [type, subject, data.kind, data.roles])).toEqual(
      ORDERS.map((order) => [
        'hub.gap.opened',
        `order:${order}`,
        'comparison',
        ['pnc-bureau', 'central-jigsaw'],
      ]),
    )
    expect(hub.said[0]).toMatchObject({
      time: isoInstant(instant(asAt)),
      data: { breachedAt: isoInstant(instant(asAt)) },
    })

    hub.hear(...ORDERS.map((order) => factOf('pnc.order-copy.requested', order, '2011-09-05T09:00:00Z')))
    hub.tick('2011-09-13T00:00:00+01:00')
    expect(hub.open('RR-03', '2011-09-13T00:00:00+01:00')).toHaveLength(4)
    hub.hear(...ORDERS.map((order) => factOf('pnc.order-copy.requested', order, '2011-09-13T09:00:00+01:00')))
    hub.tick('2011-09-20T00:00:00+01:00')
    const toTheHead = hub.said.filter(
      ({ type, data }) => type === 'hub.gap.escalated' && data.rule === 'RR-03',
    )
    expect(toTheHead.map(({ subject, data }) => [subject, data.requests, data.details])).toEqual(
      ORDERS.map((order) => [`order:${order}`, 2, { courtCode: order.slice(0, 5) }]),
    )

    const [first = '', second = '', third = '', fourth = ''] = ORDERS
    hub.hear(factOf('courts.order-copy.sent', first, '2011-09-22T09:00:00+01:00'))
    hub.hear(factOf('courts.order-copy.sent', fourth, '2011-09-22T09:00:00+01:00'))
    hub.tick('2011-09-22T10:00:00+01:00')
    expect(hub.open('RR-03', '2011-09-22T10:00:00+01:00')).toHaveLength(2)
    expect(hub.open('RR-02', '2011-09-22T10:00:00+01:00')).toHaveLength(4)

    hub.hear(
      marked(first, '2011-09-23T09:00:00+01:00'),
      marked(second, '2011-09-23T09:00:00+01:00', 'partial'),
    )
    hub.hear(marked(fourth, '2011-09-23T09:00:00+01:00'))
    hub.tick('2011-09-24T00:00:00+01:00')
    expect(
      hub.open('RR-02', '2011-09-24T00:00:00+01:00').map(({ onePer, status }) => [onePer['order'], status]),
    ).toEqual([
      [second, 'conflict'],
      [third, 'breached'],
    ])

    hub.tick('2011-10-25T00:00:00+01:00')
    const [review, ...others] = hub.open('RR-04', '2011-10-25T00:00:00+01:00')
    expect(others).toEqual([])
    const listed = hub.said
      .filter(({ data }) => review?.outstanding.includes(data.gapId))
      .map(({ subject }) => subject)
    expect(review?.details).toEqual({ courtCode: 'B01FA' })
    expect(new Set(listed)).toEqual(new Set([`order:${second}`, `order:${third}`]))

    hub.hear(marked(second, '2011-10-26T09:00:00+01:00'), marked(third, '2011-10-26T09:00:00+01:00'))
    for (const order of [second, third])
      hub.hear(factOf('courts.order-copy.sent', order, '2011-10-26T09:00:00+01:00'))
    hub.tick('2011-10-27T00:00:00+01:00')
    for (const rule of ['RR-02', 'RR-03', 'RR-04'])
      expect(hub.open(rule, '2011-10-27T00:00:00+01:00')).toEqual([])
    expect(
      hub.said
        .filter(({ type }) => type === 'hub.gap.closed')
        .every(({ data }) => data.closing === 'met-late'),
    ).toBe(true)
  })
})
