import type { Fault, Instant } from '#core/kernel'
import type { Doubt } from './identity-rows.js'
import type { KnownPerson } from './known-person.js'

/** What somebody decided about a conflict: its people are one, or each of them is somebody else. */
export interface IdentityDecision {
  conflict: string
  isOne: boolean
  decidedAt: Instant
}

/**
 * Why a decision cannot be carried out. `people` are those in conflict as they stand now, one entry for each key of then, so
 * that somebody who was merged since is there twice. `subject` is whom the decision names.
 */
export function refusalOf(
  { conflict, isOne, decidedAt }: IdentityDecision,
  doubt: Doubt | undefined,
  people: readonly KnownPerson[],
  subject: string,
): Fault | undefined {
  if (doubt === undefined)
    return fault(
      'HUB_DECISION_NO_DOUBT',
      `No conflict ${conflict} is open: it is unknown, or decided already.`,
    )
  if (decidedAt < doubt.openedAt)
    return fault('HUB_DECISION_NO_DOUBT', `The conflict ${conflict} arose after the time of the decision.`)
  if (!people.some(({ person }) => person === subject))
    return fault(
      'HUB_DECISION_NO_DOUBT',
      `The subject is nobody whom the conflict ${conflict} is about. Name one of its people: person:<key>.`,
    )
  const pairs = people.flatMap((one, index) => people.slice(index + 1).map((other) => [one, other] as const))
  if (isOne && pairs.some(([one, other]) => one.apartFrom.has(other.person)))
    return fault('HUB_DECISION_KEPT_APART', 'Somebody decided before that two of them are not one person.')
  if (!isOne && pairs.some(([one, other]) => one === other))
    return fault('HUB_DECISION_ALREADY_ONE', 'Two of them were merged since, and a merge is not taken back.')
  return undefined
}

function fault(code: string, says: string): Fault {
  return { code, says }
}
