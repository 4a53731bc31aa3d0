import { HubError, isoInstant } from '#core/kernel'
import { answer, counted, type Reading, said, table } from '../answer.js'
import { hubPlace } from '../hub-place.js'
import { lookAtHub, type HubState } from '../hub-state.js'

/** `interlock status`: each process, how far behind it is, its last tick, and problems in plain words. */
export async function status(reading: Reading): Promise<void> {
  const state = await lookAtHub(hubPlace())
  answer(
    reading,
    { ...state, parts: state.parts.map((part) => ({ ...part, lastTickAt: iso(part.lastTickAt) })) },
    () => told(state),
  )
  if (state.problems.length > 0)
    throw new HubError(
      'HUB_CLI_PROBLEMS',
      `${counted(state.problems.length, 'thing needs', 'things need')} attention.`,
    )
}

function iso(at: number | null): string | null {
  return at === null ? null : isoInstant(at)
}

function told({ parts, problems, clock }: HubState): string {
  const rows = parts.map(({ part, state, behind, lastTickAt, where }) => [
    part,
    state,
    behind === null ? '-' : counted(behind, 'message'),
    lastTickAt === null ? '-' : said(lastTickAt),
    where,
  ])
  return [
    table(['part', 'state', 'behind', 'last tick', 'where'], rows),
    clock,
    problems.length === 0 ? 'No problem.' : problems.map((problem) => `- ${problem}`).join('\n'),
  ].join('\n\n')
}
