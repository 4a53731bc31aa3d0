import type { DeliusCase } from './delius-case.js'
import type { StepEntry } from './step.js'

/**
 * Why a step cannot be taken in a case as it stands, or undefined where it can: a recall is asked for, decided, and then
 * followed by its documents. A fixed-term recall has no Part B (V, manage-recalls-api; DOMAIN C.5).
 */
export function obstacle(one: DeliusCase, entry: StepEntry): string | undefined {
  switch (entry.step) {
    case 'recallRequest':
      return one.recalls[entry.recallId] === undefined ? undefined : 'has been asked for before'
    case 'recallDecision': {
      const recall = one.recalls[entry.recallId]
      if (recall === undefined) return 'was never asked for'
      if (recall.outcome !== undefined) return 'has been decided'
      return recall.recallType === 'FIXED' && entry.outcome === 'REVOKED' && entry.lengthDays === undefined
        ? 'is for a fixed term, and the decision gives no recallLength'
        : undefined
    }
    case 'recallDocument': {
      const recall = one.recalls[entry.recallId]
      if (recall?.outcome !== 'REVOKED') return 'has not been decided, so no document follows'
      return recall.recallType === 'FIXED' && entry.document === 'part B'
        ? 'is for a fixed term, which has no Part B'
        : undefined
    }
    case 'licence': {
      const known = one.licences[entry.kind]
      const runs = known !== undefined && known.action !== 'ended'
      return entry.licence.action === 'activated' || runs ? undefined : 'is of a licence that does not run'
    }
    default:
      return undefined
  }
}

/**
 * The case after a step. Wrongly: an emergency is taken for an ordinary recall, a licence loses its last condition, a
 * decision the prison it is for.
 */
export function after(one: DeliusCase, entry: StepEntry, wrongly: boolean): DeliusCase {
  switch (entry.step) {
    case 'informationRequest': {
      const { requestId, purpose, urgent } = entry
      return { ...one, request: { requestId, purpose: wrongly ? 'risk' : purpose, urgent } }
    }
    case 'recallRequest': {
      const recall = wrongly ? { ...entry.recall, emergency: false } : entry.recall
      return { ...one, recalls: { ...one.recalls, [entry.recallId]: recall } }
    }
    case 'recallDecision': {
      const { outcome, lengthDays, prison } = entry
      return withRecall(one, entry.recallId, {
        outcome,
        ...(lengthDays === undefined ? {} : { lengthDays }),
        ...(prison === undefined || wrongly ? {} : { prison }),
      })
    }
    case 'recallDocument': {
      const documents = [...(one.recalls[entry.recallId]?.documents ?? []), entry.document]
      return withRecall(one, entry.recallId, { documents })
    }
    case 'licence': {
      const { licence, kind } = entry
      const conditions = wrongly ? licence.conditions.slice(0, -1) : licence.conditions
      return { ...one, licences: { ...one.licences, [kind]: { ...licence, conditions } } }
    }
    case 'registration':
      return { ...one, registration: entry.registration }
  }
}

function withRecall(
  one: DeliusCase,
  recallId: string,
  changes: Partial<DeliusCase['recalls'][string]>,
): DeliusCase {
  const recall = one.recalls[recallId]
  return recall === undefined
    ? one
    : { ...one, recalls: { ...one.recalls, [recallId]: { ...recall, ...changes } } }
}
