import { firstSaid, type PublishedGap, type Queryable, readGaps } from '#platform/published'
import type { FoundGap } from '#testkit/london'

const GAPS_MAX = 100_000

/** The hub's gaps as a scenario's score reads them. A miss that was taken back is none. */
export async function foundGaps(db: Queryable): Promise<FoundGap[]> {
  const said = await firstSaid(db)
  const gaps = await readGaps(db, { limit: GAPS_MAX })
  return gaps
    .filter(({ isMiss }) => isMiss)
    .map((gap) => ({
      rule: gap.rule,
      subject: gap.subject,
      status: gap.isOpen ? 'open' : 'closed',
      openedAt: said.get(gap.gapId) ?? gap.breachedAt,
      ...courtOf(gap),
      details: gap.details,
    }))
}

function courtOf({ details, onePer }: PublishedGap): { courtCode?: string } {
  const courtCode = details['courtCode'] ?? onePer['data.details.courtCode']
  return typeof courtCode === 'string' ? { courtCode } : {}
}
