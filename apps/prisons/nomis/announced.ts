import { type Instant, isoInstant, parseInstant } from '#core/kernel'
import type { Confirmed } from '#platform/edge'
import { type HmppsEvent, writeHmppsEvent } from '#platform/native'
import type { Absence, Prisoner } from './prisoner.js'
import type { NomisTransaction } from './transaction.js'

/**
 * What the register tells the world of an entry. A movement and an authorisation have their own time, however late the register
 * took it. An absence entered over another is that one at another time, and says so (`replaces`: A, the services' events do not).
 */
export function announced({
  transaction,
  at,
  before,
  entry,
}: Confirmed<NomisTransaction, Prisoner>): HmppsEvent {
  const { noms, prison, lastMovement } = entry
  const of = { NOMS: noms }
  switch (transaction.entry.does) {
    case 'IN':
      return writeHmppsEvent('prisoner-offender-search.prisoner.received', lastMovement!.at, of, {
        ...{ nomsNumber: noms, prisonId: prison },
        ...{ reason: lastMovement!.reason, recall: lastMovement!.recall },
      })
    case 'OUT':
      return writeHmppsEvent('prisoner-offender-search.prisoner.released', lastMovement!.at, of, {
        ...{ nomsNumber: noms, prisonId: prison, reason: lastMovement!.reason },
      })
    case 'DATES':
      return writeHmppsEvent('prison-offender-events.prisoner.sentence-dates-changed', at, of, {
        ...{ nomsNumber: noms, prisonId: prison, releaseDate: entry.releaseDate },
        ...{ releaseDateType: entry.dateType, confirmed: entry.confirmed === true },
      })
    case 'ROTL': {
      const absence = entry.absence!
      const former = before?.absence
      return writeHmppsEvent('person.temporary-absence.scheduled', absence.at, of, {
        ...{ nomsNumber: noms, prisonId: prison, start: absence.leavesAt },
        ...{ end: absence.returnsAt, reason: absence.purpose, area: absence.borough },
        ...(former && isMoved(former, absence)
          ? {
              replaces: {
                occurredAt: isoInstant(parseInstant(former.at)!),
                prisonId: former.prison,
                start: former.leavesAt,
              },
            }
          : {}),
      })
    }
  }
}

/** Whether it is the same absence, authorised again since. */
function isMoved(former: Absence, now: Absence): boolean {
  const at = (moment: string): Instant => parseInstant(moment)!
  return (
    at(former.at) < at(now.at) &&
    at(former.leavesAt) < at(now.returnsAt) &&
    at(now.leavesAt) < at(former.returnsAt)
  )
}
