import type { Fault } from '#core/kernel'
import type { IdentityDecision } from '#core/persons'
import type { Client } from '#platform/postgres'
import type { Candidate, Rejection } from './candidate.js'
import type { OutcomeRow } from './fact-store.js'

const DECIDED = 'hub.identity.decided'

/** A decision about a conflict that cannot be carried out. */
export interface RefusedDecision {
  candidate: Candidate
  fault: Fault
}

/** What a person decided about a conflict, where the message is such a decision. */
export function identityDecisionOf({ message, data }: Candidate): IdentityDecision | undefined {
  if (message.envelope.type !== DECIDED) return undefined
  const { conflictId, decision } = data as { conflictId: string; decision: 'one' | 'apart' }
  return { conflict: conflictId, isOne: decision === 'one', decidedAt: message.envelope.occurredAt }
}

export function rejectionOf({ candidate, fault }: RefusedDecision): Rejection {
  const { topic, partition, offset, raw, message } = candidate
  const { code, says } = fault
  return { topic, partition, offset, outcome: 'refused', code, says, envelope: message.envelope, raw }
}

/** A repetition of what was refused beside it is refused with it: there is no first of which it were a duplicate. */
export function repeatedWith<Row extends OutcomeRow>(refused: readonly RefusedDecision[], row: Row): Row {
  const first = refused.find(({ candidate: { message } }) => {
    return message.envelope.source === row.source && message.envelope.id === row.id
  })
  if (first === undefined || row.outcome !== 'duplicate') return row
  return { ...row, outcome: 'refused', code: first.fault.code, says: first.fault.says }
}

/** What was refused has said nothing, so its id is free for whoever says it better. */
export async function releaseIdentities(client: Client, refused: readonly RefusedDecision[]): Promise<void> {
  if (refused.length === 0) return
  const envelopes = refused.map(({ candidate }) => candidate.message.envelope)
  await client.query(
    `delete from fact_identity i using unnest($1::text[], $2::text[]) as f(source, id)
     where i.source = f.source and i.id = f.id`,
    [envelopes.map((each) => each.source), envelopes.map((each) => each.id)],
  )
}
