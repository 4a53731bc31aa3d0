import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Hub } from '#testkit/harness'
import { Random } from '#testkit/random'
import { drawFaults, type Fault } from './faults.js'
import { FickleReceiver } from './fickle-receiver.js'
import { aHistory, repetitionsIn } from './history.js'
import { repeated } from './inbox-order.js'
import { type Outcome, outcomeOf } from './outcome.js'
import { playHistory } from './play-history.js'
import { isAccountedFor } from './report.js'

const SEED = Number(process.env['ADVERSITY_SEED'] ?? 7)
const FAULTS = Number(process.env['ADVERSITY_FAULTS'] ?? 10)
const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery'] as const

describe(`a hub under ${FAULTS} faults of seed ${SEED}`, () => {
  const stretches = aHistory({ seed: SEED, days: 12, ordersPerDay: 6 })
  const hubs: Hub[] = []
  let calm: Outcome
  let hurt: Outcome

  beforeAll(async () => {
    calm = await played([])
    await Promise.all(APPS.map((app) => hubs[0]!.app(app).stop()))
    hurt = await played(drawFaults(new Random(SEED).branch('faults'), FAULTS, {}))
  }, 600_000)
  afterAll(async () => {
    await Promise.all(hubs.map((hub) => hub.stop()))
  }, 60_000)

  async function played(faults: readonly Fault[]): Promise<Outcome> {
    const receiver = await FickleReceiver.start()
    try {
      const hub = await Hub.start({ apps: APPS, environment: receiver.environment })
      hubs.push(hub)
      await receiver.register(hub)
      const played = await playHistory(hub, stretches, faults)
      await receiver.drain(hub, stretches.at(-1)!.until)
      return await outcomeOf(hub, receiver, played)
    } finally {
      receiver.stop()
    }
  }

  it('keeps the conservation law after each fault', () => {
    expect(hurt.conserved).toHaveLength(FAULTS + 1)
    for (const { conserved } of [calm, hurt])
      expect(conserved.filter(({ broken }) => broken.length > 0)).toEqual([])
  })

  it('finds the same gaps as the undisturbed run', () => {
    expect(calm.gaps.length).toBeGreaterThan(10)
    expect(hurt.gaps).toEqual(calm.gaps)
  })

  it('shows every reader of an inbox each copy once, and each person’s in the order of the ledger', () => {
    expect(calm.copies.length).toBeGreaterThan(200)
    expect(repeated(hurt.copies)).toEqual([])
    expect(hurt.copies).toEqual(calm.copies)
    for (const { disordered } of [calm, hurt]) expect(disordered).toEqual([])
  })

  it('brings every copy to a receiver of webhooks, each person’s in order, and repeats none but under its id', () => {
    for (const { webhooks } of [calm, hurt]) {
      expect(webhooks.copies).toBeGreaterThan(100)
      expect(webhooks.repetitions).toBeGreaterThan(10)
      expect(webhooks).toMatchObject({ missing: [], disordered: [], renamed: [] })
    }
  })

  it('ends every message in one named outcome, poison included', () => {
    expect(calm.outcomes['parked']! + calm.outcomes['refused']!).toBe(10)
    expect(hurt.outcomes).toEqual(calm.outcomes)
  })

  it('knows whatever arrives again, and takes no other fact for it', () => {
    const repetitions = repetitionsIn(stretches)
    expect(repetitions).toBeGreaterThan(5)
    for (const run of [calm, hurt]) expect(isAccountedFor(run, repetitions)).toBe(true)
  })
})
