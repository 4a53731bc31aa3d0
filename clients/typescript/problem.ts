import type { Fault } from './wire.js'

/** RFC 9457 problem details, as every refusal of the hub carries them. */
export interface ProblemDetails {
  type: string
  title: string
  status: number
  /** Stable; it has a page in docs/runbooks. */
  code: string
  faults: readonly Fault[]
  /** What the caller can do. */
  mend: string
}

/** The hub refused a request. */
export class InterlockProblem extends Error {
  readonly code: string
  readonly faults: readonly Fault[]
  readonly mend: string

  constructor(
    readonly status: number,
    details: Partial<ProblemDetails>,
  ) {
    super(`${details.code ?? 'no code'} (${status}): ${details.title ?? 'The hub refused the request.'}`)
    this.name = 'InterlockProblem'
    this.code = details.code ?? ''
    this.faults = details.faults ?? []
    this.mend = details.mend ?? ''
  }

  /** Whether the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === 429 || this.status === 503
  }
}
