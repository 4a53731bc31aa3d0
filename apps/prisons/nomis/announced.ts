import type { Confirmed } from '#platform/edge'
import { type HmppsEvent, writeHmppsEvent } from '#platform/native'
import type { Prisoner } from './prisoner.js'
import type { NomisTransaction } from './transaction.js'

/** What the register tells the world of an entry. A movement has its own time, however late the register took it. */
export function announced({ transaction, at, entry }: Confirmed<NomisTransaction, Prisoner>): HmppsEvent {
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
    case 'ROTL':
      return writeHmppsEvent('person.temporary-absence.scheduled', at, of, {
        ...{ nomsNumber: noms, prisonId: prison, start: entry.absence!.leavesAt },
        ...{ end: entry.absence!.returnsAt, reason: entry.absence!.purpose, area: entry.absence!.borough },
      })
  }
}
