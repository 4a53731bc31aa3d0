import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Hub } from '#testkit/harness'
import { Random } from '#testkit/random'
import { drawFaults } from './faults.js'
import { aHistory } from './history.js'
import { type Outcome, outcomeOf, repeated } from './outcome.js'
import { playHistory } from './play-history.js'

const SEED = Number(process.env['ADVERSITY_SEED'] ?? 7)
const FAULTS = Number(process.env['ADVERSITY_FAULTS'] ?? 8)
const APPS = ['register', 'exchange', 'reconciler', 'delivery'] as const

describe(`a hub under ${FAULTS} faults of seed ${SEED}`, () => {
  const slices = aHistory({ seed: SEED, days: 12, ordersPerDay: 6 })
  const hubs: Hub[] = []
  let calm: Outcome
  let hurt: Outcome

  beforeAll(async () => {
    const one = await Hub.start({ apps: APPS })
    hubs.push(one)
    await playHistory(one, slices)
    calm = await outcomeOf(one)
    await Promise.all(APPS.map((app) => one.app(app).stop()))
    const other = await Hub.start({ apps: APPS })
    hubs.push(other)
    await playHistory(other, slices, drawFaults(new Random(SEED).branch('faults'), FAULTS, {}))
    hurt = await outcomeOf(other)
  }, 300_000)
  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.stop()))
  }, 60_000)

  it('finds the same gaps as the undisturbed run', () => {
    expect(calm.gaps.length).toBeGreaterThan(10)
    expect(hurt.gaps).toEqual(calm.gaps)
  })

  it('shows every reader of an inbox each copy once', () => {
    expect(calm.copies.length).toBeGreaterThan(200)
    expect(repeated(hurt.copies)).toEqual([])
    expect(hurt.copies).toEqual(calm.copies)
  })

  it('ends every message in one named outcome, poison included', () => {
    expect(calm.outcomes['parked']! + calm.outcomes['refused']!).toBe(10)
    expect(hurt.outcomes).toEqual(calm.outcomes)
  })
})
