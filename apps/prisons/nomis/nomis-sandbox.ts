import { parseInstant } from '#core/kernel'
import { SandboxRegister } from '#platform/edge'
import { type HmppsEvent, writeHmppsEvent } from '#platform/native'
import type { Client, Pool } from '#platform/postgres'
import { entered } from './nomis-entry.js'
import type { Prisoner } from './prisoner.js'
import type { NomisTransaction } from './transaction.js'

export type NomisRegister = SandboxRegister<NomisTransaction, Prisoner>

/** How long the services hold a movement back that may be taken back at once (V, hmpps-domain-events; DOMAIN C.10). */
const SUPPRESSED_MS = 45 * 60_000

/** A sandbox that stands for NOMIS, the prisons' register. */
export function nomisSandbox(pool: Pool): NomisRegister {
  return new SandboxRegister(pool, 'nomis', entered)
}

/** The movements whose 45 minutes are over and that nobody has taken back: the services tell of them once more. */
export async function unsuppressed(client: Client, at: string): Promise<HmppsEvent[]> {
  const { rows } = await client.query<{ data: Prisoner }>(
    `update sandbox_entry set data = jsonb_set(data, '{lastMovement,announced}', 'true')
     where register = 'nomis' and data->'lastMovement'->>'announced' = 'false'
       and (data->'lastMovement'->>'at')::timestamptz <= $1::timestamptz
     returning data`,
    [new Date(parseInstant(at)! - SUPPRESSED_MS).toISOString()],
  )
  return rows
    .map(({ data }) => data)
    .sort((a, b) => (a.noms < b.noms ? -1 : 1))
    .map(({ noms, prison, lastMovement }) =>
      writeHmppsEvent(
        `prison-offender-events.prisoner.${lastMovement!.way === 'IN' ? 'received' : 'released'}`,
        lastMovement!.at,
        { NOMS: noms },
        {
          ...{ nomsNumber: noms, prisonId: prison, reason: lastMovement!.reason },
          ...(lastMovement!.way === 'IN' ? { recall: lastMovement!.recall } : {}),
        },
      ),
    )
}
