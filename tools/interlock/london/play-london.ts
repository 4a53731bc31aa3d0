import type { Pool } from '#platform/postgres'
import { readStreamTime } from '#platform/published'
import { fetchAs } from '#platform/security'
import { EDGES, london, play, type Played, type Scenario, truth } from '#testkit/london'
import type { HubPlace } from '../hub-place.js'
import { tokensOf } from '../hub-tokens.js'
import { moveTo } from '../move-clock.js'
import { writeLondonRecord } from './london-record.js'
import { progressBars } from './progress-bars.js'

export interface LondonWish {
  seed?: number
  /** How many orders lack a marker; absent: as the seed has it. */
  missing?: number
  /** Orders of 2004 to 2011, and of the quarter; absent: as many as `npm start` plays. */
  historic?: number
  live?: number
  /** Recalls, releases and returns, as a share of those that `npm start` plays. */
  lives?: number
}

/** What can be played, by name: the whole, and one small enough to prove a deployment with. */
export const scenarios: Readonly<Record<string, LondonWish>> = {
  london: {},
  'small-london': { historic: 300, live: 40, missing: 10, lives: 0.3 },
}

/** Plays a London against the agencies' edges, and keeps what it broke where the hub does not look. */
export async function playLondon(pool: Pool, place: HubPlace, wish: LondonWish): Promise<Played> {
  const scenario = london(wish)
  const record = { seed: scenario.seed, truth: truth(scenario) }
  writeLondonRecord(place.home, { ...record, isComplete: false })
  const played = await playScenario(pool, place, scenario)
  const { tickAt } = await readStreamTime(pool)
  writeLondonRecord(place.home, {
    ...record,
    isComplete: true,
    ...(tickAt === null ? {} : { endedAt: tickAt }),
  })
  return played
}

async function playScenario(pool: Pool, place: HubPlace, scenario: Scenario): Promise<Played> {
  const tokens = new Map([...EDGES, 'soca' as const].map((speaker) => [speaker, tokensOf(place, speaker)]))
  const bars = progressBars()
  try {
    return await play(
      scenario,
      {
        urls: place.edges,
        token: (speaker) => tokens.get(speaker)!.token(),
        fetch: fetchAs(place.http.caller),
        clock: { moveTo: (at) => moveTo(pool, at) },
      },
      (progress) => bars.show(progress),
    )
  } finally {
    bars.stop()
  }
}
