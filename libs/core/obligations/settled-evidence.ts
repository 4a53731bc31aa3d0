import { retracts } from '#core/profile'
import type { EvidenceRow } from './evidence.js'

/** The rows that stand: each once, none that its publisher has taken back, by when they happened. The order they came in leaves no trace. */
export function settledEvidence(evidence: readonly EvidenceRow[]): EvidenceRow[] {
  const retractions = evidence.flatMap((row) => (row.retracts === null ? [] : [row.retracts]))
  const rows = evidence.filter(
    (row) => row.retracts === null && !retractions.some((retraction) => retracts(retraction, row)),
  )
  rows.sort(compareRows)
  return rows.filter((row, index) => index === 0 || compareRows(rows[index - 1]!, row) !== 0)
}

/** By when it happened, then by what makes a row unique. */
export function compareRows(one: EvidenceRow, other: EvidenceRow): number {
  return (
    one.occurredAt - other.occurredAt ||
    compareTexts(one.eventId, other.eventId) ||
    compareTexts(one.source, other.source) ||
    compareTexts(one.role, other.role) ||
    one.clock - other.clock ||
    one.ruleVersion - other.ruleVersion ||
    compareTexts(one.caseKey, other.caseKey) ||
    compareTexts(one.item ?? '', other.item ?? '') ||
    (one.pending?.watch ?? -1) - (other.pending?.watch ?? -1)
  )
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
