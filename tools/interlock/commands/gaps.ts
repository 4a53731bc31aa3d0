import { isoInstant } from '#core/kernel'
import { caseWords, type PublishedGap, readGaps } from '#platform/published'
import { answer, counted, type Reading, said, table } from '../answer.js'
import { withDatabase } from '../hub-place.js'
import { Misuse } from '../refusal.js'

export interface GapsOptions extends Reading {
  state: string
  rule?: string
  limit: string
}

/** `interlock gaps`: what is missing, the longest outstanding first. */
export async function gaps(options: GapsOptions): Promise<void> {
  const { state, rule } = options
  if (state !== 'open' && state !== 'closed' && state !== 'all')
    throw new Misuse('The state is open, closed or all.')
  const limit = Number(options.limit)
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 10_000))
    throw new Misuse('The limit is 1 to 10,000.')
  const found = await withDatabase((pool) =>
    readGaps(pool, {
      limit: limit + 1,
      ...(state === 'all' ? {} : { state }),
      ...(rule === undefined ? {} : { rule }),
    }),
  )
  const shown = found.slice(0, limit)
  answer(options, shown.map(jsonOf), () => listed(shown, found.length > limit))
}

export function jsonOf(gap: PublishedGap): object {
  const { dueAt, breachedAt, lastAt, nextDueAt } = gap
  return {
    ...gap,
    dueAt: isoInstant(dueAt),
    breachedAt: isoInstant(breachedAt),
    lastAt: isoInstant(lastAt),
    nextDueAt: nextDueAt === null ? null : isoInstant(nextDueAt),
  }
}

function listed(shown: readonly PublishedGap[], more: boolean): string {
  if (shown.length === 0) return 'No gap.'
  const rows = shown.map((gap) => [
    gap.gapId.slice(0, 8),
    gap.rule,
    gap.isOpen ? gap.reason : `closed (${gap.closing ?? ''})`,
    caseWords(gap.onePer),
    said(gap.dueAt),
    said(gap.breachedAt),
  ])
  const last = more ? 'There are more: see --limit.' : `${counted(shown.length, 'gap')}.`
  return `${table(['gap', 'rule', 'state', 'about', 'was due', 'missed'], rows)}\n\n${last} One of them: npx interlock gap ${shown[0]!.gapId.slice(0, 8)}`
}
