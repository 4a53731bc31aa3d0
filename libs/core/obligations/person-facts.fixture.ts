import { effectsOf } from '#core/profile'
import { theCatalogue } from '#testkit/catalogue'
import type { Fact } from './case.fixture.js'
import { historyOf, type Profiles } from './person-history.js'

/** The person as the contracts fold these facts, all about one: what a `sets` line says is what the rules read. */
export function knownFrom(...facts: readonly Fact[]): Profiles {
  const { events, profile } = theCatalogue()
  const entries = facts.flatMap(({ message, data }) => {
    const contract = events.get(`${message.envelope.type}@1`)
    if (contract === undefined) throw new Error(`no contract for ${message.envelope.type}`)
    return effectsOf(message, { person: {}, ...data }, contract, new Map())
  })
  return () => historyOf(entries, profile)
}
