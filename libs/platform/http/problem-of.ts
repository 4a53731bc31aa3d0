import { HttpException } from '@nestjs/common'
import { HubError } from '#core/kernel'
import { Problem } from './problem.js'

/** Whatever was thrown, as the problem to answer. What is not known to be the caller's fault is ours: 500, without its text. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  if (thrown instanceof HubError) return problemOfHubError(thrown)
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown)
  return (status === undefined ? undefined : byStatus(status)) ?? internal(thrown)
}

function problemOfHubError(error: HubError): Problem {
  return error.retry === 'later'
    ? new Problem(503, error.code, error.message, 'Try again after the time in Retry-After.', {
        retryAfterS: 5,
        cause: error,
      })
    : internal(error, error.code)
}

function internal(cause: unknown, code = 'HUB_HTTP_INTERNAL'): Problem {
  return new Problem(
    500,
    code,
    'The hub failed while it handled the request.',
    'Try again later; if it persists, give the operator the code and the time.',
    { cause },
  )
}

function statusOf(thrown: unknown): number | undefined {
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode
  return typeof status === 'number' ? status : undefined
}

/** What the framework refuses by itself, in the hub's own words. */
function byStatus(status: number): Problem | undefined {
  switch (status) {
    case 400:
      return new Problem(400, 'HUB_HTTP_UNREADABLE', 'The request could not be read.', 'Correct the request.')
    case 404:
      return new Problem(
        404,
        'HUB_HTTP_NOT_FOUND',
        'There is nothing at this address.',
        'Check method and path.',
      )
    case 408:
      return new Problem(
        408,
        'HUB_HTTP_TOO_SLOW',
        'The request took too long to arrive.',
        'Send it again, faster or in parts.',
      )
    case 413:
      return new Problem(
        413,
        'HUB_HTTP_BODY_TOO_LARGE',
        'The body is larger than this resource takes.',
        'Send it in several requests.',
      )
    case 414:
    case 431:
      return new Problem(
        status,
        'HUB_HTTP_ADDRESS_TOO_LONG',
        'The address or the headers are too long.',
        'Shorten them.',
      )
    case 415:
      return new Problem(
        415,
        'HUB_HTTP_MEDIA_TYPE',
        'This resource does not take that content type.',
        'See the resource for the content types that it takes.',
      )
    case 429:
      return new Problem(
        429,
        'HUB_HTTP_RATE_LIMITED',
        'Too many requests.',
        'Wait for the time in Retry-After.',
      )
    case 503:
      return new Problem(503, 'HUB_HTTP_CLOSING', 'The hub is closing.', 'Try again shortly.', {
        retryAfterS: 2,
      })
    default:
      return undefined
  }
}
