import { derivedId } from '#core/kernel'
import { acknowledgedCopies, announcedCases, knownHubFacts } from '../contents.js'
import type { Queryable } from '../queryable.js'
import type { Breakage } from './law.js'
import { BREAKAGES_MAX } from './laws-broken.js'

/** Whatever a stage has noted as said is a fact that the register has linked: about gaps, and about acknowledged copies. */
export async function announcementsBroken(db: Queryable): Promise<Breakage[]> {
  return [...(await gapsNotTold(db)), ...(await acknowledgementsNotTold(db))]
}

async function gapsNotTold(db: Queryable): Promise<Breakage[]> {
  const broken: Breakage[] = []
  for await (const cases of announcedCases(db)) {
    const said = cases.flatMap(({ gap_id: gapId, rule, revision }) =>
      Array.from({ length: revision }, (_, before) => ({
        gapId,
        rule,
        revision: before + 1,
        id: derivedId('gap', gapId, before + 1),
      })),
    )
    const known = await knownHubFacts(
      db,
      '/hub/reconciler',
      said.map(({ id }) => id),
    )
    for (const { gapId, rule, revision, id } of said)
      if (!known.has(id))
        broken.push({
          stage: 'hub',
          law: 'gap-not-told',
          says: `The reconciler said a gap of ${rule}, revision ${revision}, and the register has not heard it.`,
          place: `gap ${gapId}`,
          source: '/hub/reconciler',
          eventId: id,
        })
    if (broken.length > BREAKAGES_MAX) break
  }
  return broken
}

const ACKNOWLEDGED = 'hub.copy.acknowledged'

async function acknowledgementsNotTold(db: Queryable): Promise<Breakage[]> {
  const broken: Breakage[] = []
  for await (const copies of acknowledgedCopies(db)) {
    const said = copies.map((copy) => {
      const { recipient, source, event_id: eventId, occasion, outcome } = copy
      return { ...copy, id: derivedId(ACKNOWLEDGED, recipient, source, eventId, occasion, outcome) }
    })
    const known = await knownHubFacts(
      db,
      '/hub/delivery',
      said.map(({ id }) => id),
    )
    for (const { organisation, position, source, event_id: eventId, id } of said)
      if (!known.has(id))
        broken.push({
          stage: 'delivery',
          law: 'acknowledgement-not-told',
          says: 'The copy counts as acknowledged, and the register has not heard it.',
          place: `copy ${organisation}/${position}`,
          source,
          eventId,
        })
    if (broken.length > BREAKAGES_MAX) break
  }
  return broken
}
