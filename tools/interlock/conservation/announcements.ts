import { derivedId } from '#core/kernel'
import {
  announcedCases,
  type Breakage,
  BREAKAGES_MAX,
  knownFromReconciler,
  type Queryable,
} from '#platform/published'

/** Everything the reconciler says it has said about a gap is a fact that the register has linked. */
export async function announcementsBroken(db: Queryable): Promise<Breakage[]> {
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
    const known = await knownFromReconciler(
      db,
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
