import type { PublishedGap } from '#platform/published'
import type { EventWish } from '#testkit/builders'
import type { Hub, Publisher } from '#testkit/harness'

/** What happened, by whom it is said. */
export interface SaidBy {
  organisation: string
  wish: EventWish
}

/**
 * Says each fact when it happened, one after the other, and everything twice, for once is what counts. Stream time passes in
 * between; `pauses` are further moments to stop at, so that what is due there is seen there.
 */
export async function playInTime(
  hub: Hub,
  publisher: Publisher,
  said: readonly SaidBy[],
  pauses: readonly string[],
): Promise<void> {
  const byTime = Map.groupBy(said, ({ wish }) => wish.time)
  for (const time of [...new Set([...byTime.keys(), ...pauses])].sort()) {
    await hub.moveTo(time)
    const now = Map.groupBy(byTime.get(time) ?? [], ({ organisation }) => organisation)
    for (const [organisation, facts] of now) {
      const wishes = facts.map(({ wish }) => wish)
      await publisher.facts(organisation, ...wishes, ...wishes)
    }
  }
}

/** Gaps in short, `RR-27 missing: the dossier`, by the case number of the person whom their details name. */
export function gapsByCrn(gaps: readonly PublishedGap[]): Map<string, string[]> {
  const byCrn = new Map<string, string[]>()
  for (const { rule, reason, outstanding, details } of gaps) {
    const { crn } = (details['person'] ?? {}) as { crn?: string }
    const short = `${rule} ${reason}${outstanding.length === 0 ? '' : `: ${outstanding.toSorted().join(', ')}`}`
    if (crn !== undefined) byCrn.set(crn, [...(byCrn.get(crn) ?? []), short].sort())
  }
  return byCrn
}
