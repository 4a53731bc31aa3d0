import { HubError } from '#core/kernel'
import { copyMessageFrom, headerText, type ParkingDecision, parkingDecisionOf } from '#core/messages'
import type { BrokerMessage } from '#platform/postgres'

/** The unit that delivery itself is, as a recipient. */
export const DELIVERY = 'hub/delivery'

/** A copy as it is stored. */
export interface CopyRow {
  recipient: string
  source: string
  eventId: string
  occasion: string
  type: string
  disclosure: string
  headers: string
  data: Buffer
  /** Where the copy is for delivery itself, and says what is to become of a message that it set aside. */
  decision?: ParkingDecision
}

/** Nothing that stands in the message may stop its neighbours, whatever kind of error says so. */
export function copyRowOf(message: BrokerMessage): CopyRow | HubError {
  try {
    const copy = copyMessageFrom(message.headers, message.value)
    const { envelope, recipient, disclosure, occasion, bytes } = copy
    const { source, id, type } = envelope
    const headers = JSON.stringify(textsOf(message))
    if (UNSTORABLE.test(headers)) return unreadable('A header holds characters that no text may hold.')
    const row: CopyRow = { recipient, source, eventId: id, occasion, type, disclosure, headers, data: bytes }
    const decision = recipient === DELIVERY ? decisionIn(copy) : undefined
    return decision === undefined ? row : { ...row, decision }
  } catch (error) {
    return error instanceof HubError ? error : unreadable('The message could not be read.')
  }
}

function decisionIn(copy: Parameters<typeof parkingDecisionOf>[0]): ParkingDecision | undefined {
  return parkingDecisionOf(copy, JSON.parse(copy.bytes.toString('utf8')), 'delivery')
}

/** NUL and lone surrogates, as JSON writes them: PostgreSQL has no place for either. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/

function unreadable(says: string): HubError {
  return new HubError('HUB_MESSAGE_UNREADABLE', says, 'after-repair')
}

function textsOf(message: BrokerMessage): Record<string, string> {
  const names = Object.keys(message.headers ?? {})
  return Object.fromEntries(names.map((name) => [name, headerText(message.headers, name) ?? '']))
}
