import type { Tick } from '#core/messages'
import type { Client } from '#platform/postgres'
import { ComparisonRun } from './comparison-run.js'
import { type ChosenUpload, lastRun, latestUploads } from './comparison-store.js'
import { expectedUnits } from './extracts-compared.js'
import type { JudgingContext } from './judging.js'

/**
 * Runs every comparison whose extracts have changed since its last run, and states it again where one of them has become stale
 * since: also registers that have all fallen silent are said to have. @returns the number of facts put into the outbox
 */
export async function compareAll(client: Client, context: JudgingContext, tick: Tick): Promise<number> {
  let facts = 0
  for (const comparison of context.catalogue.comparisons) {
    const uploads: ChosenUpload[] = []
    for (const side of comparison.sides)
      uploads.push(...(await latestUploads(client, comparison, side, expectedUnits(context.catalogue, side))))
    if (uploads.length === 0) continue
    const last = await lastRun(client, comparison.comparison)
    const run = new ComparisonRun(client, context, comparison, { uploads, tick, last })
    const ids = uploads.map((each) => each.upload).sort()
    if (last === undefined || ids.join() !== last.uploads.join()) facts += await run.compare()
    else if (run.staleAt(tick.at) > run.staleAt(last.decidedAt)) facts += await run.stateAgain(last.statement)
  }
  return facts
}
