import type { Catalogue } from '#core/catalogue'
import { derivedId, HubError, type Instant, isoInstant } from '#core/kernel'
import { contractName, type Envelope, headersOf, type OutgoingRecord } from '#core/messages'

const TYPE = 'hub.copy.acknowledged'

export interface AcknowledgedFact {
  recipient: string
  source: string
  eventId: string
  occasion: string
  outcome: 'received' | 'recorded'
  /** The recipient's own. */
  reference?: string
  at: Instant
  traceParent?: string
}

/**
 * The fact that a recipient has taken a copy over. Its id follows from the copy and the outcome, so it is said once. It
 * closes no gap: only the recipient's register does (MISSION, ruling 2).
 * @throws HubError HUB_DELIVERY_CONTRACT_BROKEN when the contract asks for something else than what is said here
 */
export function copyAcknowledged(
  catalogue: Catalogue,
  topic: string,
  fact: AcknowledgedFact,
): OutgoingRecord {
  const { recipient, source, eventId, occasion, outcome, reference, at } = fact
  const contract = catalogue.events.get(contractName(TYPE, 1))
  const data = {
    recipient,
    copyId: eventId,
    copySource: source,
    occasion,
    copies: 1,
    outcome,
    ...(reference === undefined ? {} : { reference }),
    at: isoInstant(at),
  }
  if (contract === undefined || contract.check(data).length > 0)
    throw new HubError(
      'HUB_DELIVERY_CONTRACT_BROKEN',
      `${TYPE}@1 is not as delivery says it.`,
      'after-repair',
    )
  const envelope: Envelope = {
    id: derivedId(TYPE, recipient, source, eventId, occasion, outcome),
    source: '/hub/delivery',
    type: TYPE,
    version: 1,
    subject: `unit:${recipient}`,
    time: isoInstant(at),
    occurredAt: at,
    timePrecision: 'instant',
    unit: 'hub/delivery',
    marking: contract.marking,
    causationId: eventId,
    ...(fact.traceParent === undefined ? {} : { traceParent: fact.traceParent }),
  }
  return {
    topic,
    key: envelope.subject,
    value: Buffer.from(JSON.stringify(data)),
    headers: headersOf(envelope),
  }
}
