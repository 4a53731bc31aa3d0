import { HubError, isoInstant } from '#core/kernel'
import { answer, counted, grouped, type Reading, table } from '../answer.js'
import { type Conservation, measureConservation } from '../conservation/measure.js'
import { withDatabase } from '../hub-place.js'
import { windowOf } from '../moments.js'
import { Misuse } from '../refusal.js'

export interface ConservationCommand extends Reading {
  from?: string
  to?: string
  patience: string
}

/** `interlock conservation`: counts at every stage, and each message that breaks the law. */
export async function conservation(options: ConservationCommand): Promise<void> {
  const window = windowOf(options)
  const patienceS = Number(options.patience)
  if (!(patienceS >= 0 && patienceS <= 600)) throw new Misuse('Patience is a number of seconds up to 600.')
  const found = await withDatabase((pool, { ledgerSecret }) =>
    measureConservation(pool, {
      window,
      patienceMs: patienceS * 1_000,
      ledgerSecret: ledgerSecret === '-' ? undefined : ledgerSecret,
    }),
  )
  answer(options, { ...found, window: instants(found), holds: found.breakages.length === 0 }, () =>
    report(found),
  )
  if (found.breakages.length > 0)
    throw new HubError(
      'HUB_CONSERVATION_BROKEN',
      `${counted(found.breakages.length, 'message breaks', 'messages break')} the conservation law.`,
    )
}

function instants({ window }: Conservation): { from: string | null; to: string | null } {
  const said = (at: number | null): string | null => (at === null ? null : isoInstant(at))
  return { from: said(window.fromAt), to: said(window.toAt) }
}

export function report({ stages, breakages, checkedCopies }: Conservation): string {
  const lines = stages.map(({ stage, counts }) => {
    const parts = Object.entries(counts).map(([name, count]) => `${grouped(count)} ${name}`)
    return [stage, parts.join(', ')]
  })
  const parts = [table(['stage', 'counts'], lines)]
  if (!checkedCopies)
    parts.push(
      'The bytes of copies were not checked: LEDGER_SECRET, behind their commitments, is not known here.',
    )
  parts.push(
    breakages.length === 0
      ? 'The conservation law holds.'
      : table(
          ['stage', 'law', 'where', 'event', 'what'],
          breakages.map(({ stage, law, place, source, eventId, says }) => [
            stage,
            law,
            place,
            eventId === null ? '-' : `${source ?? ''} ${eventId}`,
            says,
          ]),
        ),
  )
  return parts.join('\n\n')
}
