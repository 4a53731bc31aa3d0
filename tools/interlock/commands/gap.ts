import { derivedId, HubError } from '#core/kernel'
import { loadContracts } from '#platform/contracts'
import { evidenceOfCase, findGaps, type Queryable, saidOfGap, sidesCompared } from '#platform/published'
import { answer, type Reading } from '../answer.js'
import { type GapStory, jsonOfStory, storyLines } from '../gap-story.js'
import { withDatabase } from '../hub-place.js'

/** `interlock gap <id>`: one gap, the rule behind it, the facts it was judged from, and who was told. */
export async function gap(id: string, reading: Reading): Promise<void> {
  const story = await withDatabase(async (pool, { contracts, home }) => ({
    ...(await storyOf(pool, id)),
    contracts: loadContracts(contracts, home),
  }))
  const rule = story.contracts.obligations.filter(({ obligation }) => obligation === story.gap.rule).at(-1)
  answer(reading, jsonOfStory(story, rule), () => storyLines(story, rule))
}

async function storyOf(db: Queryable, id: string): Promise<GapStory> {
  const named = await findGaps(db, id, 2)
  const [found] = named
  if (found === undefined) throw new HubError('HUB_CLI_NOT_FOUND', `No gap has an id that begins with ${id}.`)
  if (named.length > 1)
    throw new HubError(
      'HUB_CLI_AMBIGUOUS',
      `More than one gap has an id that begins with ${id}: write more of it.`,
    )
  const evidence = await evidenceOfCase(db, found.gapId)
  const difference = evidence.findLast(({ role }) => role === 'difference')
  return {
    gap: found,
    evidence,
    said: await saidOfGap(db, idsOf(found.gapId, found.revision)),
    sides: difference === undefined ? [] : await sidesCompared(db, difference),
  }
}

/** The ids of everything said about a gap follow from the gap and the count. */
function idsOf(gapId: string, revision: number): string[] {
  return Array.from({ length: revision }, (_, before) => derivedId('gap', gapId, before + 1))
}
