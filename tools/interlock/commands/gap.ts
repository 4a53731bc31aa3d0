import { isoInstant } from '#core/kernel'
import { HubError } from '#core/kernel'
import { type CaseEvidence, evidenceOfCase, findGaps, type PublishedGap } from '#platform/published'
import { answer, counted, type Reading, said, table } from '../answer.js'
import { withDatabase } from '../hub-place.js'
import { jsonOf, nameOf } from './gaps.js'

/** `interlock gap <id>`: one gap with the facts it was judged from. */
export async function gap(id: string, reading: Reading): Promise<void> {
  const { found, evidence } = await withDatabase(async (pool) => {
    const named = await findGaps(pool, id, 2)
    if (named.length === 0)
      throw new HubError('HUB_CLI_NOT_FOUND', `No gap has an id that begins with ${id}.`)
    if (named.length > 1)
      throw new HubError(
        'HUB_CLI_AMBIGUOUS',
        `More than one gap has an id that begins with ${id}: write more of it.`,
      )
    return { found: named[0]!, evidence: await evidenceOfCase(pool, named[0]!.gapId) }
  })
  const value = {
    ...jsonOf(found),
    evidence: evidence.map((each) => ({
      ...each,
      occurredAt: isoInstant(each.occurredAt),
      receivedAt: isoInstant(each.receivedAt),
    })),
  }
  answer(reading, value, () => told(found, evidence))
}

function told(gap: PublishedGap, evidence: readonly CaseEvidence[]): string {
  const state = gap.isOpen ? `open (${gap.reason})` : `closed (${gap.closing ?? ''})`
  const lines = [
    `${gap.rule} about ${nameOf(gap)}: ${state}`,
    `  gap        ${gap.gapId}`,
    `  was due    ${said(gap.dueAt)}`,
    `  missed     ${said(gap.breachedAt)}${gap.isMiss ? '' : ' (taken back: it had come in time)'}`,
    `  ladder     ${counted(gap.rung, 'rung')} told${gap.nextDueAt === null ? '' : `, looked at again ${said(gap.nextDueAt)}`}`,
    `  asked      ${counted(gap.requests, 'time')}`,
  ]
  if (gap.outstanding.length > 0) lines.push(`  outstanding ${gap.outstanding.join(', ')}`)
  const details = Object.entries(gap.details).map(
    ([name, value]) => `  ${name.padEnd(10)} ${Array.isArray(value) ? value.join(' ') : String(value)}`,
  )
  const facts = evidence.map(({ role, type, occurredAt, receivedAt, source, eventId }) => [
    role,
    type,
    said(occurredAt),
    said(receivedAt),
    `${source} ${eventId}`,
  ])
  return [
    [...lines, ...details].join('\n'),
    facts.length === 0
      ? 'Nothing that it was judged from is left.'
      : table(['was', 'fact', 'happened', 'heard', 'event'], facts),
  ].join('\n\n')
}
