import type { Movement, Prisoner } from './prisoner.js'
import type { NomisTransaction } from './transaction.js'

/**
 * What NOMIS holds of a prisoner after an entry. Wrongly: a recall is taken for a new admission, a release is left without
 * its reason, a date without its kind, an absence without its end.
 */
export function entered(
  before: Prisoner | undefined,
  { about, at, prison, entry }: NomisTransaction,
  wrongly: boolean,
): Prisoner {
  const held = before ?? unknownPrisoner(about, prison)
  switch (entry.does) {
    case 'IN':
      return {
        ...held,
        prison,
        inside: true,
        lastMovement: movement('IN', at, entry.reason, entry.recall && !wrongly),
      }
    case 'OUT':
      return {
        ...held,
        prison,
        inside: false,
        lastMovement: movement('OUT', at, wrongly ? 'UNKNOWN' : entry.reason, false),
      }
    case 'DATES': {
      const { releaseDate, confirmed, borough } = entry
      const dateType = wrongly ? 'other' : entry.dateType
      return { ...held, prison, releaseDate, dateType, confirmed, ...(borough ? { borough } : {}) }
    }
    case 'ROTL': {
      const { leavesAt, purpose, borough } = entry
      const returnsAt = wrongly ? leavesAt : entry.returnsAt
      return { ...held, prison, absence: { at, prison, leavesAt, returnsAt, purpose, borough } }
    }
  }
}

function movement(way: Movement['way'], at: string, reason: string, recall: boolean): Movement {
  return { way, at, reason, recall, announced: false }
}

/** Somebody of whom the register has heard nothing but a number. */
function unknownPrisoner(noms: string, prison: string): Prisoner {
  return {
    noms,
    person: { noms },
    prison,
    inside: true,
    flagged: false,
    licence: false,
    foreignNational: false,
  }
}
