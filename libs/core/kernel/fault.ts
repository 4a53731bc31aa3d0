/**
 * One thing wrong with what somebody gave us: an expected refusal, so a value and not an exception.
 * `at` is where it stands (a JSON pointer, a line, a row), `says` is a sentence that names the fault and the mend.
 */
export interface Fault {
  code: string
  at?: string
  says: string
}

/** Whether trying again can help: never, later by itself, or only after somebody repaired something. */
export type Retry = 'never' | 'later' | 'after-repair'

/** A broken invariant, or a condition that only an operator can mend. The code has a page in docs/runbooks. */
export class HubError extends Error {
  constructor(
    readonly code: string,
    says: string,
    readonly retry: Retry = 'never',
    options?: ErrorOptions,
  ) {
    super(says, options)
    this.name = 'HubError'
  }
}

/**
 * Whether an error comes from what a message says, not from a server that could not be reached: then trying again gives
 * the same, and the message is to be parked. A JSON value nested too deeply, for one, ends in a RangeError.
 */
export function isContentError(error: unknown): error is Error {
  return (
    error instanceof HubError ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof SyntaxError
  )
}

/** The code and sentence under which a message is parked for an error of its content. */
export function contentFault(error: Error): { code: string; says: string } {
  return error instanceof HubError
    ? { code: error.code, says: error.message }
    : {
        code: 'HUB_MESSAGE_UNUSABLE',
        says: `The message cannot be worked with: ${error.name}: ${error.message.slice(0, 300)}`,
      }
}
