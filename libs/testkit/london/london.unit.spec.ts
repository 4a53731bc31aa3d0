import { describe, expect, it } from '@jest/globals'
import { isWorkingDay, londonInstant, plusWorkingDays } from './days.js'
import { DEFAULT_SEED, london } from './london.js'
import type { ExpectedGap } from './expected-gaps.js'
import { HARMLESS_LIVES } from './lives/lives.js'
import { keyOf } from './orders.js'
import { type FoundGap, score } from './score.js'
import { truth } from './truth.js'

const scenario = london()
const broken = truth(scenario)

describe('London', () => {
  it('is the same to the byte from the same seed, and another from another', () => {
    const bytes = (seed: number) =>
      london({ seed, historic: 200, live: 40 }).registers.map(({ csv }) => [...csv()])
    expect(bytes(7)).toEqual(bytes(7))
    expect(bytes(7)).not.toEqual(bytes(8))
    expect(truth(london({ seed: 7, historic: 200 }))).toEqual(truth(london({ seed: 7, historic: 200 })))
  })

  it('lacks fifty markers, over several courts and years, by default, and another number with another seed', () => {
    expect(broken.missingOrders).toHaveLength(50)
    expect(new Set(broken.missingOrders.map(({ courtCode }) => courtCode)).size).toBeGreaterThan(5)
    expect(new Set(broken.missingOrders.map(({ year }) => year)).size).toBeGreaterThan(4)
    const others = [1, 2, 3, 4].map((seed) => truth(london({ seed })))
    const counts = others.map(({ missingOrders }) => missingOrders.length)
    expect(new Set(others.map(({ expectedGaps }) => expectedGaps.length)).size).toBe(4)
    expect(new Set(counts).size).toBeGreaterThan(1)
    for (const count of counts) expect(count).toBeGreaterThanOrEqual(30)
  })

  it('holds some twelve thousand rows in fourteen registers', () => {
    expect(scenario.registers).toHaveLength(14)
    expect(broken.counts.registerRows).toBeGreaterThan(11_500)
    for (const { csv, rows } of scenario.registers) expect([...csv()]).toHaveLength(rows + 1)
  })

  it('numbers no two orders of one court alike', () => {
    const returning = scenario.lives.flatMap(({ orders }) => orders ?? []).length
    expect(scenario.orders.size).toBe(scenario.historic.length + scenario.stories.length + returning)
  })

  it('has every kind of decoy, and expects no gap of any', () => {
    const expected = new Set(broken.expectedGaps.map(({ key }) => key))
    const kinds = Object.entries(broken.decoys)
    expect(kinds).toHaveLength(21 + HARMLESS_LIVES.length)
    for (const [kind, keys] of kinds) {
      expect([kind, keys.length]).not.toEqual([kind, 0])
      if (kind !== 'same number at another court')
        for (const key of keys) expect(expected.has(key)).toBe(false)
    }
  })

  it('gives every order its own person, whose PNC ID is of nobody else', () => {
    const ids = [...scenario.orders.values()].map(({ person }) => person.pnc)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('leaves one of the missing unanswered, with its request and its court’s review', () => {
    const open = broken.expectedGaps.filter(
      ({ status, courtCode, because }) =>
        status === 'open' &&
        courtCode !== undefined &&
        !['open at the end', 'did not notify'].includes(because),
    )
    expect(open.map(({ rule }) => rule).sort()).toEqual(['RR-02', 'RR-03', 'RR-04'])
  })

  it('tells the sandboxes of four agencies to misbehave, each of their registers by itself', () => {
    const told = new Set(scenario.misdeeds.map(({ edge, register = '' }) => `${edge} ${register}`.trim()))
    expect([...told].sort()).toEqual(['courts', 'police', 'police visor', 'prisons', 'probation'])
  })

  it('without troubles expects nothing', () => {
    const calm = london({ historic: 400, live: 40, troubled: false })
    expect(calm.expectedGaps).toEqual([])
    expect(calm.misdeeds).toEqual([])
  })

  it('does things on working days only, and within the quarter', () => {
    for (const { steps } of [...scenario.stories, ...scenario.lives])
      for (const { on } of steps) {
        expect([on, isWorkingDay(on)]).toEqual([on, true])
        expect(on >= '2011-10-03' && on <= '2011-12-31').toBe(true)
      }
  })

  it('counts working days over Christmas as they were', () => {
    expect(plusWorkingDays('2011-12-22', 2)).toBe('2011-12-28')
    expect(londonInstant('2011-10-03', '18:00')).toBe(Date.parse('2011-10-03T17:00:00Z'))
    expect(londonInstant('2011-12-05', '18:00')).toBe(Date.parse('2011-12-05T18:00:00Z'))
  })
})

describe('a score', () => {
  const found = broken.expectedGaps.map(asFound)

  it('is exact when everything expected was found as it must stand, and nothing else', () => {
    const result = score(broken, found)
    expect(result).toMatchObject({
      recall: 1,
      precision: 1,
      exact: true,
      missingOrders: { expected: 50, found: 50 },
    })
    expect(result.hoursToDetect).toEqual({ median: 1, most: 1 })
  })

  it('names what was not found, what was not expected, and what stands otherwise', () => {
    const invented = { rule: 'RR-02', subject: 'order:B01FA/1999-0001', status: 'open' as const, openedAt: 0 }
    const changed = found.map((gap, position) =>
      position === 1 ? { ...gap, status: 'acknowledged' as const } : gap,
    )
    const wasClosed = broken.expectedGaps[1]!.status === 'closed'
    const result = score(broken, [...changed.slice(1), invented])
    expect(result.notFound).toEqual([broken.expectedGaps[0]])
    expect(result.notExpected).toEqual([invented])
    expect(result.otherStatus).toHaveLength(wasClosed ? 1 : 0)
    expect(result.exact).toBe(false)
  })

  it('judges every rule, also one that the scenario cannot break', () => {
    const lacked = { rule: 'RR-43', subject: 'gap:x', status: 'open' as const, openedAt: 0 }
    const result = score(broken, [...found, lacked])
    expect(result.notExpected).toEqual([lacked])
    expect(result.exact).toBe(false)
  })

  it('has the default seed of the report’s day', () => {
    expect(DEFAULT_SEED).toBe(20111013)
    expect(keyOf([...scenario.orders.values()][0]!)).toMatch(/^order:[BC]01[A-Z]{2}\//)
  })
})

/** As the hub would tell of it: a person by a key of the hub's own, and a court's review by its details. */
function asFound({ rule, key, courtCode, status, missedOn }: ExpectedGap): FoundGap {
  const [scheme, value] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
  return {
    rule,
    subject: scheme !== 'pnc' && scheme !== 'court' ? key : 'gap:4f0c',
    status,
    openedAt: londonInstant(missedOn, '24:00') + 3_600_000,
    details: scheme === 'pnc' ? { person: { pnc: value } } : {},
    ...(courtCode === undefined ? {} : { courtCode }),
  }
}
