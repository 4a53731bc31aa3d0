import { Problem } from '#platform/http'
import type { NativeOutcome } from './native-messages.js'

/** What the sender of a native message is told. */
export interface NativeAnswer {
  /** Under which its bytes are kept. */
  message: string
  state: 'published'
  /** Whether the same bytes had come before; nothing happened twice. */
  again: boolean
  events: number
  duplicates: number
}

/** @throws Problem 422 with every fault and its place; the bytes are kept all the same */
export function nativeAnswer(outcome: NativeOutcome): NativeAnswer {
  if (outcome.state === 'refused')
    throw new Problem(
      422,
      'HUB_EDGE_NATIVE_REFUSED',
      'The message could not be translated, or the hub refused what it says. Its bytes are kept.',
      'Correct each fault and send it again.',
      { faults: outcome.faults, headers: { 'interlock-message': outcome.id } },
    )
  return {
    message: outcome.id,
    state: 'published',
    again: outcome.again,
    events: outcome.receipts.length,
    duplicates: outcome.receipts.filter(({ status }) => status === 'duplicate').length,
  }
}
