import type { Catalogue } from '#core/catalogue'
import { derivedId, HubError, type Instant, isoInstant } from '#core/kernel'
import {
  contractName,
  type Envelope,
  type ExtractHead,
  headersOf,
  organisationOf,
  type OutgoingRecord,
} from '#core/messages'
import type { ExtractTotals } from './chunks.js'

const TYPE = 'hub.extract.closed'

/**
 * The fact that an extract is complete. Its id follows from the upload and what it held, so that saying it again is a
 * duplicate and closing another content under the same id is not.
 * @throws HubError HUB_INTAKE_CONTRACT_BROKEN when the contract asks for something else than what is said here
 */
export function extractClosed(
  catalogue: Catalogue,
  topic: string,
  head: ExtractHead,
  totals: ExtractTotals,
  closedAt: Instant,
): OutgoingRecord {
  const contract = catalogue.events.get(contractName(TYPE, 1))
  const data = {
    uploadId: head.upload,
    organisation: organisationOf(head.unit),
    unit: head.unit,
    event: contractName(head.type, head.version),
    ...totals,
    asAt: head.asAt,
  }
  const faults = contract?.check(data) ?? [{ code: 'missing' }]
  if (contract === undefined || faults.length > 0)
    throw new HubError('HUB_INTAKE_CONTRACT_BROKEN', `${TYPE}@1 is not as intake says it.`, 'after-repair')
  const envelope: Envelope = {
    id: derivedId(TYPE, head.upload, totals.digest),
    source: '/hub/intake',
    type: TYPE,
    version: 1,
    subject: `unit:${head.unit}`,
    time: isoInstant(closedAt),
    occurredAt: closedAt,
    timePrecision: 'instant',
    unit: 'hub/intake',
    marking: contract.marking,
  }
  return {
    topic,
    key: envelope.subject,
    value: Buffer.from(JSON.stringify(data)),
    headers: headersOf(envelope),
  }
}
