import { type HttpRequest, Problem } from '#platform/http'
import { authentication, principalOf, type TokenVerifier } from '#platform/security'

/** The hook for createHttpApp's `before`: an edge takes native messages from its own organisation's systems only. */
export function ownCallers(
  verifier: TokenVerifier,
  organisation: string,
): (request: HttpRequest) => Promise<void> {
  const authenticate = authentication(verifier)
  return async (request) => {
    await authenticate(request)
    if (principalOf(request).organisation !== organisation)
      throw new Problem(
        403,
        'HUB_EDGE_NOT_OWN',
        `Only systems of ${organisation} speak to this edge.`,
        `Use a client of ${organisation}.`,
      )
  }
}
