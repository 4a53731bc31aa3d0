import { isUtf8 } from 'node:buffer'
import { admit, skewFaults } from '#core/admission'
import type { Catalogue, EventContract } from '#core/catalogue'
import { contentFault, HubError, type Instant, isContentError } from '#core/kernel'
import { contentHash, type Envelope, type Message, messageFrom } from '#core/messages'
import type { BrokerMessage, Place } from '#platform/postgres'
import type { ClockState } from './metronome/next-tick.js'

/** A message that may become a fact. */
export interface Candidate extends Place {
  offset: number
  message: Message
  data: unknown
  contract: EventContract
  contentHash: string
  /** When the broker appended it. */
  appendedAt: Instant
  raw: BrokerMessage
}

/** A message that ends here: nobody could read it, or its publisher may not say it. */
export interface Rejection extends Place {
  offset: number
  outcome: 'parked' | 'refused'
  code: string
  says: string
  envelope?: Envelope
  raw: BrokerMessage
}

/** Reads one message of `facts.<organisation>` and decides whether it can be a fact at all. Never throws. */
export function readCandidate(
  catalogue: Catalogue,
  organisation: string,
  { topic, partition }: Place,
  raw: BrokerMessage,
): Candidate | Rejection {
  const standing = { topic, partition, offset: Number(raw.offset), raw }
  let message: Message | undefined
  try {
    message = messageFrom(raw.headers, raw.value)
    return judged(catalogue, organisation, standing, message)
  } catch (error) {
    if (!isContentError(error)) throw error
    return {
      ...standing,
      outcome: 'parked',
      ...contentFault(error),
      ...(message ? { envelope: message.envelope } : {}),
    }
  }
}

/**
 * What claims to happen after it was appended is refused, as intake refuses it: an agency that writes to its topic itself
 * does not pass intake. In a simulation the clock follows the facts, so there is nothing to compare with.
 */
export function inItsTime(
  candidate: Candidate,
  clock: Pick<ClockState, 'mode' | 'tickAt'>,
): Candidate | Rejection {
  if (clock.mode === 'simulated') return candidate
  const { topic, partition, offset, message, raw, appendedAt } = candidate
  const [fault] = skewFaults(message.envelope, Math.max(appendedAt, clock.tickAt ?? 0))
  if (fault === undefined) return candidate
  const { code, says } = fault
  return { topic, partition, offset, outcome: 'refused', code, says, envelope: message.envelope, raw }
}

function judged(
  catalogue: Catalogue,
  organisation: string,
  standing: Pick<Candidate, 'topic' | 'partition' | 'offset' | 'raw'>,
  message: Message,
): Candidate | Rejection {
  const { envelope } = message
  const data = jsonOf(message.bytes)
  const admission = admit(catalogue, organisation, envelope, data)
  if (!admission.ok) {
    const [first] = admission.faults
    const says = admission.faults.map((fault) => `${fault.at ?? ''} ${fault.says}`.trim()).join(' ')
    return { ...standing, outcome: 'refused', code: first!.code, says, envelope }
  }
  return {
    ...standing,
    message,
    data,
    contract: admission.contract,
    contentHash: contentHash(envelope, data),
    appendedAt: Number(standing.raw.timestamp),
  }
}

function jsonOf(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new HubError('HUB_MESSAGE_NOT_JSON', 'The data is not UTF-8.', 'after-repair')
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new HubError(
      'HUB_MESSAGE_NOT_JSON',
      `The data is not JSON: ${(error as Error).message}`,
      'after-repair',
    )
  }
}
