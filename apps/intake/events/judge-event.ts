import { admit, skewFaults } from '#core/admission'
import type { Catalogue } from '#core/catalogue'
import type { Fault, Instant } from '#core/kernel'
import { type Envelope, headersOf, type OutgoingRecord } from '#core/messages'
import { actsFor, type Principal } from '#platform/security'
import { DATA_BYTES_MAX, FAULTS_MAX } from '../bounds.js'
import type { NoEvent, RawEvent } from './raw-event.js'
import { readEnvelope } from './read-envelope.js'
import { subjectFaults } from './subject-faults.js'

export type Judged =
  | { ok: true; envelope: Envelope; data: unknown; bytes: Buffer }
  /** `id` and `source` only where they could be read. */
  | { ok: false; faults: Fault[]; id?: string; source?: string }

/** What a judgement depends on besides the event itself. */
export interface Bench {
  catalogue: Catalogue
  principal: Principal
  /** Null before the first tick. */
  streamTimeAt: Instant | null
}

/** Judges one event alone: whether it may be published, and if not every reason why. */
export function judgeEvent(event: RawEvent | NoEvent, bench: Bench): Judged {
  if ('says' in event) return { ok: false, faults: [{ code: 'HUB_ENVELOPE_NOT_AN_EVENT', says: event.says }] }
  const read = readEnvelope(event.attributes)
  if (!read.ok) return { ok: false, faults: bounded(read.faults), ...named(event) }
  const { envelope } = read
  const { data, bytes } = event
  const admission = admit(bench.catalogue, bench.principal.organisation, envelope, data)
  const faults = [
    ...unitRight(bench.principal, envelope),
    ...(admission.ok
      ? subjectFaults(bench.catalogue, admission.contract, envelope, data)
      : admission.faults.map(placedInData)),
    ...skewFaults(envelope, bench.streamTimeAt),
    ...sizeFaults(bytes),
  ]
  return faults.length === 0
    ? { ok: true, envelope, data, bytes }
    : { ok: false, faults: bounded(faults), ...named(event) }
}

/** Every fault, but of one event no more than anybody reads: a hostile one has tens of thousands. */
function bounded(faults: Fault[]): Fault[] {
  if (faults.length <= FAULTS_MAX) return faults
  const says = `${faults.length - FAULTS_MAX} more faults are not listed.`
  return [...faults.slice(0, FAULTS_MAX), { code: faults[FAULTS_MAX]!.code, says }]
}

/** The event as a record of its organisation's facts. */
export function recordOf(
  topic: string,
  { envelope, bytes }: { envelope: Envelope; bytes: Buffer },
): OutgoingRecord {
  return { topic, key: envelope.partitionKey ?? envelope.subject, value: bytes, headers: headersOf(envelope) }
}

function unitRight(principal: Principal, envelope: Envelope): Fault[] {
  if (!envelope.unit.startsWith(`${principal.organisation}/`) || actsFor(principal, envelope.unit)) return []
  return [
    {
      code: 'HUB_UNIT_NOT_TOKENS',
      at: '/unit',
      says: `The access token of ${principal.clientId} does not act for ${envelope.unit}.`,
    },
  ]
}

/** A contract speaks of `data` alone; the publisher sees the whole event. */
function placedInData(fault: Fault): Fault {
  return fault.code.startsWith('HUB_DATA_') ? { ...fault, at: `/data${fault.at ?? ''}` } : fault
}

function sizeFaults(bytes: Buffer): Fault[] {
  if (bytes.length <= DATA_BYTES_MAX) return []
  return [
    {
      code: 'HUB_DATA_TOO_LARGE',
      at: '/data',
      says: `The data has ${bytes.length} bytes; ${DATA_BYTES_MAX} is the most for one event.`,
    },
  ]
}

function named(event: RawEvent): { id?: string; source?: string } {
  const { id, source } = event.attributes
  return {
    ...(typeof id === 'string' ? { id: id.slice(0, 128) } : {}),
    ...(typeof source === 'string' ? { source: source.slice(0, 128) } : {}),
  }
}
