import { type HttpRequest, Problem } from '#platform/http'
import { authentication, demandScopes, principalOf, type TokenVerifier } from '#platform/security'

/**
 * The hook for createHttpApp's `before`: an edge takes native messages from systems of the organisations it serves only, and
 * from those that may publish: a person of the organisation who may look at gaps may not speak for its systems.
 */
export function ownCallers(
  verifier: TokenVerifier,
  organisations: readonly string[],
): (request: HttpRequest) => Promise<void> {
  const authenticate = authentication(verifier)
  return async (request) => {
    await authenticate(request)
    only(request, ...organisations)
    if (request.method !== 'GET') demandScopes(principalOf(request), 'events.publish')
  }
}

/** For an address that is one organisation's where the edge serves several. @throws Problem 403 HUB_EDGE_NOT_OWN */
export function only(request: HttpRequest, ...organisations: readonly string[]): void {
  if (organisations.includes(principalOf(request).organisation)) return
  const named = organisations.join(' and ')
  throw new Problem(
    403,
    'HUB_EDGE_NOT_OWN',
    `Only systems of ${named} speak to this edge.`,
    `Use a client of ${named}.`,
  )
}
