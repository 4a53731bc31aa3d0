import type { KafkaMessage } from 'kafkajs'
import { admit } from '#core/admission'
import type { Catalogue, EventContract } from '#core/catalogue'
import { HubError, type Instant } from '#core/kernel'
import { contentHash, type Envelope, type Message, messageFrom } from '#core/messages'

/** A message that may become a fact. */
export interface Candidate {
  offset: number
  message: Message
  data: unknown
  contract: EventContract
  contentHash: string
  /** When the broker appended it. */
  appendedAt: Instant
}

/** A message that ends here: nobody could read it, or its publisher may not say it. */
export interface Rejection {
  offset: number
  outcome: 'parked' | 'refused'
  code: string
  says: string
  envelope?: Envelope
  raw: KafkaMessage
}

/** Reads one message of `facts.<organisation>` and decides whether it can be a fact at all. */
export function readCandidate(
  catalogue: Catalogue,
  organisation: string,
  raw: KafkaMessage,
): Candidate | Rejection {
  const offset = Number(raw.offset)
  let message: Message
  let data: unknown
  try {
    message = messageFrom(raw.headers, raw.value)
    data = JSON.parse(message.bytes.toString('utf8'))
  } catch (error) {
    const { code, message: says } = error instanceof HubError ? error : unreadable(error as Error)
    return { offset, outcome: 'parked', code, says, raw }
  }
  const { envelope } = message
  const admission = admit(catalogue, organisation, envelope, data)
  if (!admission.ok) {
    const [first] = admission.faults
    const says = admission.faults.map((fault) => `${fault.at ?? ''} ${fault.says}`.trim()).join(' ')
    return { offset, outcome: 'refused', code: first!.code, says, envelope, raw }
  }
  return {
    offset,
    message,
    data,
    contract: admission.contract,
    contentHash: contentHash(envelope, data),
    appendedAt: Number(raw.timestamp),
  }
}

function unreadable(error: Error): { code: string; message: string } {
  return { code: 'HUB_MESSAGE_NOT_JSON', message: `The data is not JSON in UTF-8: ${error.message}` }
}
