import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DAY_MS } from './civil-day.js'
import { dueAt } from './due-at.js'
import { calendarWith } from './holidays.fixture.js'
import { endOfDay, instantOf, londonDay } from './london.js'
import type { Pause } from './pauses.js'
import type { Anchor, ClockPhrase, Unit } from './phrase.js'

const calendar = calendarWith()
const start = instantOf('2011-06-01') ?? 0
const opening: Anchor = { at: 'opening' }

const instants = fc.integer({ min: 0, max: 500 * DAY_MS }).map((ms) => start + ms)
const steadyUnits = fc.constantFrom<Unit>('calendar days', 'working days', 'weeks', 'hours', 'minutes')
const units = fc.oneof(steadyUnits, fc.constant<Unit>('months'))
const counts = fc.integer({ min: 1, max: 20 })

const forward = (unit: fc.Arbitrary<Unit>): fc.Arbitrary<ClockPhrase> =>
  fc.oneof(
    fc.record({ kind: fc.constant('after' as const), count: counts, unit, anchor: fc.constant(opening) }),
    fc.record({ kind: fc.constant('beginning with' as const), count: counts, anchor: fc.constant(opening) }),
  )

const pauses: fc.Arbitrary<Pause[]> = fc.array(
  fc
    .record({
      fromAt: instants,
      lengthMs: fc.integer({ min: 0, max: 20 * DAY_MS }),
    })
    .map(({ fromAt, lengthMs }) => ({ fromAt, untilAt: fromAt + lengthMs })),
  { maxLength: 4 },
)

function due(phrase: ClockPhrase, at: number, paused: readonly Pause[] = [], using = calendar): number {
  const instant = dueAt(phrase, at, using, paused)
  if (instant === null) throw new Error('The clock never ends.')
  return instant
}

describe('every forward deadline', () => {
  it('never falls earlier for a later anchor', () => {
    fc.assert(
      fc.property(forward(units), instants, instants, (phrase, one, other) => {
        expect(due(phrase, Math.min(one, other))).toBeLessThanOrEqual(due(phrase, Math.max(one, other)))
      }),
    )
  })

  it('never falls earlier for a later anchor when it is paused and its length is fixed', () => {
    fc.assert(
      fc.property(forward(steadyUnits), instants, instants, pauses, (phrase, one, other, paused) => {
        expect(due(phrase, Math.min(one, other), paused)).toBeLessThanOrEqual(
          due(phrase, Math.max(one, other), paused),
        )
      }),
    )
  })

  it('is never shortened by one more holiday', () => {
    fc.assert(
      fc.property(forward(units), instants, instants, pauses, (phrase, at, holiday, paused) => {
        const longer = due(phrase, at, paused, calendarWith(londonDay(holiday)))
        expect(longer).toBeGreaterThanOrEqual(due(phrase, at, paused))
      }),
    )
  })

  it('is never shortened by a pause', () => {
    fc.assert(
      fc.property(forward(units), instants, pauses, pauses, (phrase, at, some, more) => {
        expect(due(phrase, at, [...some, ...more])).toBeGreaterThanOrEqual(due(phrase, at, some))
      }),
    )
  })

  it('does not depend on the order in which pauses are told', () => {
    fc.assert(
      fc.property(forward(units), instants, pauses, (phrase, at, paused) => {
        expect(due(phrase, at, [...paused].reverse())).toBe(due(phrase, at, paused))
      }),
    )
  })

  it('agrees with counting the days one by one', () => {
    fc.assert(
      fc.property(counts, instants, pauses, (count, at, paused) => {
        const phrase: ClockPhrase = { kind: 'beginning with', count, anchor: opening }
        expect(due(phrase, at, paused)).toBe(countedByHand(count, at, paused))
      }),
    )
  })
})

describe('every London day', () => {
  it('ends one millisecond before the next begins, in winter and in summer', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const last = endOfDay(at)
        expect(at).toBeLessThanOrEqual(last)
        expect(londonDay(last)).toBe(londonDay(at))
        expect(londonDay(last + 1) > londonDay(at)).toBe(true)
      }),
    )
  })
})

function countedByHand(count: number, at: number, paused: readonly Pause[]): number {
  let end = endOfDay(at)
  let left = count
  for (;;) {
    const stands = paused.some(({ fromAt, untilAt }) => fromAt <= end && (untilAt === null || end < untilAt))
    if (!stands) left--
    if (left === 0) return end
    end = endOfDay(end + 1)
  }
}
