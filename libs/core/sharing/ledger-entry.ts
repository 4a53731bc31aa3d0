import { contractName } from '#core/messages'
import type { Decision } from './decision.js'
import type { Occasion } from './decide-sharing.js'

/** Where a decision stands in its partition's chain, and what its copy is committed to by (`commitmentTo`; null: withheld). */
export interface LedgerPlace {
  partition: number
  position: number
  offset: number
  commitment: string | null
}

/** A decision as the disclosure ledger keeps it (its `LedgerEntry`, which `chain` takes): everything but the copy itself. */
export function ledgerEntryOf(
  decision: Decision,
  { message, occasion, at }: Pick<Occasion, 'message' | 'occasion' | 'at'>,
  catalogue: string,
  { partition, position, offset, commitment }: LedgerPlace,
) {
  const { envelope, person } = message
  const shared = decision.outcome === 'shared' ? decision : undefined
  const withheld = decision.outcome === 'withheld' ? decision : undefined
  return {
    partition,
    position,
    offset,
    eventId: envelope.id,
    source: envelope.source,
    event: contractName(envelope.type, envelope.version),
    person,
    unit: decision.unit,
    occasion,
    outcome: decision.outcome,
    reason: withheld?.reason ?? null,
    by: withheld?.by.join(' ') ?? null,
    agreements: [...new Set(shared?.agreements.map(({ agreement }) => agreement))].sort(),
    purposes: decision.purposes,
    fields: shared?.fields ?? [],
    withheldFields: shared?.withheldFields ?? [],
    step: decision.step,
    catalogue,
    decidedAt: at,
    commitment,
  }
}
