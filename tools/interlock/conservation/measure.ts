import { setTimeout as pause } from 'node:timers/promises'
import {
  announcementsBroken,
  type Breakage,
  LAWS,
  lawsBroken,
  type Queryable,
  type StageCounts,
  stageCounts,
  type Window,
} from '#platform/published'
import type { Pool } from '#platform/postgres'
import { longReading } from '../long-reading.js'
import { contentsBroken } from './contents.js'

export interface Conservation {
  window: Window
  stages: StageCounts[]
  breakages: Breakage[]
  /** Whether the copies were checked against the ledger's commitments; not without its secret. */
  checkedCopies: boolean
}

export interface ConservationOptions {
  window: Window
  /** Behind the ledger's salts; without it the bytes of copies are not checked. */
  ledgerSecret: string | undefined
  /** How long what may be under way is waited for. */
  patienceMs: number
}

const ASK_AGAIN_MS = 500

/**
 * The conservation law: what is at one stage is at the next, once. What is missing may only be on its way, so it is asked
 * for again until it has come or patience has run out.
 */
export async function measureConservation(pool: Pool, options: ConservationOptions): Promise<Conservation> {
  const deadline = performance.now() + options.patienceMs
  const { settled, stages, missing } = await longReading(pool, async (client) => ({
    ...(await lookOnce(client, options)),
    stages: await stageCounts(client, options.window),
  }))
  let stillMissing = missing
  while (stillMissing.length > 0 && performance.now() < deadline) {
    await pause(Math.min(ASK_AGAIN_MS, Math.max(1, deadline - performance.now())))
    const wanted = new Set(stillMissing.map(nameOf))
    const now = await longReading(pool, (client) => underWay(client, options.window))
    stillMissing = now.filter((each) => wanted.has(nameOf(each)))
  }
  return {
    window: options.window,
    stages,
    breakages: [...settled, ...stillMissing],
    checkedCopies: options.ledgerSecret !== undefined,
  }
}

/** One look at everything: what is certainly broken, and what is missing and may be under way. */
export async function lookOnce(
  db: Queryable,
  { window, ledgerSecret }: Omit<ConservationOptions, 'patienceMs'>,
): Promise<{ settled: Breakage[]; missing: Breakage[] }> {
  const certain = LAWS.filter((law) => !law.mayBeUnderWay)
  return {
    settled: [
      ...(await lawsBroken(db, certain, window)),
      ...(await contentsBroken(db, window, ledgerSecret)),
    ],
    missing: await underWay(db, window),
  }
}

async function underWay(db: Queryable, window: Window): Promise<Breakage[]> {
  const laws = LAWS.filter((law) => law.mayBeUnderWay)
  return [...(await lawsBroken(db, laws, window)), ...(await announcementsBroken(db))]
}

function nameOf({ stage, law, place, eventId }: Breakage): string {
  return [stage, law, place, eventId].join('\n')
}
