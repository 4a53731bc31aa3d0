import type { Fault } from '#core/kernel'

/** RFC 9457 problem details, with Interlock's members: a stable code, every fault, and what to do about it. */
export interface ProblemDetails {
  /** `urn:interlock:problem:<code>`; the code has a page in docs/runbooks. */
  type: string
  title: string
  status: number
  detail?: string
  code: string
  faults: readonly Fault[]
  /** What the caller can do, in one sentence. */
  mend: string
}

/** A refusal of a whole request. Thrown by hooks, guards and handlers; the filter writes it. */
export class Problem extends Error {
  readonly headers: Readonly<Record<string, string>>
  readonly faults: readonly Fault[]

  /** @param more `retryAfterS`: seconds for the Retry-After header; `faults`: all of them, never only the first */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly says: string,
    readonly mend: string,
    more: {
      faults?: readonly Fault[]
      retryAfterS?: number
      headers?: Record<string, string>
      cause?: unknown
    } = {},
  ) {
    super(says, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'Problem'
    this.faults = more.faults ?? []
    this.headers = {
      ...more.headers,
      ...(more.retryAfterS === undefined ? {} : { 'retry-after': String(more.retryAfterS) }),
    }
  }

  /** Fastify reads this name. */
  get statusCode(): number {
    return this.status
  }

  details(): ProblemDetails {
    return {
      type: `urn:interlock:problem:${this.code}`,
      title: this.says,
      status: this.status,
      code: this.code,
      faults: this.faults,
      mend: this.mend,
    }
  }
}
