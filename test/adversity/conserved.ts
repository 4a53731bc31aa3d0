import type { Hub } from '#testkit/harness'
import { measureConservation } from '../../tools/interlock/conservation/measure.js'
import { patiently } from './patiently.js'

/** What `npx interlock conservation` finds at one moment. */
export interface Conserved {
  /** The fault that the hub had just got over, or the end of the history. */
  after: string
  tookMs: number
  /** Each message that breaks the law, in words. */
  broken: string[]
}

/** What is still on its way is waited for this long. */
const UNDER_WAY_MS_MAX = 60_000

export async function conserved(hub: Hub, after: string): Promise<Conserved> {
  return patiently(async () => {
    const beganAt = performance.now()
    const { breakages, checkedCopies } = await measureConservation(hub.pool, {
      window: { fromAt: null, toAt: null },
      ledgerSecret: hub.environmentOf('operator')['LEDGER_SECRET'],
      patienceMs: UNDER_WAY_MS_MAX,
    })
    if (!checkedCopies) throw new Error('The copies were not compared with the ledger.')
    return {
      after,
      tookMs: performance.now() - beganAt,
      broken: breakages.map(({ stage, law, place, eventId }) => `${stage} ${law} ${place} ${eventId}`),
    }
  })
}
