import { beforeAll, describe, expect, it } from '@jest/globals'
import { Random } from '#testkit/random'
import { drawFaults } from './faults.js'
import { aHistory, repetitionsIn } from './history.js'
import { repeated } from './inbox-order.js'
import type { Outcome } from './outcome.js'
import { isAccountedFor } from './report.js'
import { HOSTS, runHistory } from './run-history.js'

const SEED = Number(process.env['ADVERSITY_SEED'] ?? 7)
const FAULTS = Number(process.env['ADVERSITY_FAULTS'] ?? 8)

describe(`a hub under ${FAULTS} faults of seed ${SEED}`, () => {
  const stretches = aHistory({ seed: SEED, days: Math.max(6, FAULTS), ordersPerDay: 6 })
  let calm: Outcome
  let hurt: Outcome

  beforeAll(async () => {
    calm = await runHistory(stretches, { edges: 'together' })
    const faults = drawFaults(new Random(SEED).branch('faults'), FAULTS, HOSTS.together, {})
    hurt = await runHistory(stretches, { edges: 'together', faults })
  }, 600_000)

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

  it('ends each message of an agency’s own system as its facts, each once, however often it came', () => {
    expect(calm.natives.facts).toBeGreaterThan(50)
    expect(calm.natives.messages.filter((message) => message.includes(' refused '))).not.toEqual([])
    expect(hurt.natives.messages).toEqual(calm.natives.messages)
    for (const { natives } of [calm, hurt]) expect(natives).toMatchObject({ unfinished: [], notOnce: [] })
  })

  it('answers who is signed in at the console after each fault, with the gaps that there are', () => {
    expect(hurt.console).toMatchObject({ right: FAULTS + 1, wrong: [], named: calm.console.named })
    expect(hurt.console.named).toHaveLength(hurt.gaps.length)
  })

  it('knows whatever arrives again, and takes no other fact for it', () => {
    const repetitions = repetitionsIn(stretches)
    expect(repetitions).toBeGreaterThan(5)
    for (const run of [calm, hurt]) expect(isAccountedFor(run, repetitions)).toBe(true)
  })
})
