import { HubError } from '#core/kernel'
import { answer, type Reading, tell } from '../answer.js'
import { hubPlace, withDatabase } from '../hub-place.js'
import { findingsOf, findingsText } from '../london/findings.js'
import { readLondonRecord, truthFileIn } from '../london/london-record.js'
import { playLondon, scenarios } from '../london/play-london.js'
import { wholeNumber } from '../whole-number.js'
import { Misuse } from '../refusal.js'

export interface PlayOptions extends Reading {
  seed?: string
  faults?: string
}

/** `interlock play <scenario>`: plays it against a hub that is up on a simulated clock. */
export async function play(scenario: string, options: PlayOptions): Promise<void> {
  const sizes = scenarios[scenario]
  if (sizes === undefined)
    throw new Misuse(`There is no scenario ${scenario}; there is ${Object.keys(scenarios).join(' and ')}.`)
  const wish = {
    ...sizes,
    ...(options.seed === undefined ? {} : { seed: wholeNumber('seed', options.seed) }),
    ...(options.faults === undefined ? {} : { missing: wholeNumber('faults', options.faults) }),
  }
  const place = hubPlace()
  const findings = await withDatabase(async (pool) => {
    const played = await playLondon(pool, place, wish)
    tell(
      `Played in ${(played.elapsedMs / 1000).toFixed(0)} s; what it broke is in ${truthFileIn(place.home)}.`,
    )
    for (const surprise of played.surprises) tell(`  unexpected: ${surprise}`)
    return findingsOf(pool, readLondonRecord(place.home)!.truth)
  }, place)
  answer(options, findings, () => findingsText(findings))
  if (!findings.score.exact)
    throw new HubError('HUB_LONDON_NOT_FOUND', 'What was found is not what the scenario broke.')
}
