import { Problem } from '#platform/http'

export function storeUnavailable(cause: unknown): Problem {
  return new Problem(
    503,
    'HUB_INTAKE_STORE_UNAVAILABLE',
    'The request could not be kept, so it was not taken.',
    'Send the same request again after the time in Retry-After.',
    { retryAfterS: 5, cause },
  )
}
