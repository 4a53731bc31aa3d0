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
