import { type HttpRequest, Problem } from '#platform/http'
import { authentication, demandScopes, principalOf, type TokenVerifier } from '#platform/security'

/** Organisations beside an edge's own, each with the addresses that are its and nobody else's. */
export type AlsoFor = Readonly<Record<string, readonly string[]>>

/**
 * The hook for createHttpApp's `before`: each address of an edge is one organisation's, the edge's own unless it is named in
 * `alsoFor`. Native messages come from those that may publish: a person of the organisation who may look at gaps may not
 * speak for its systems.
 */
export function ownCallers(
  verifier: TokenVerifier,
  organisation: string,
  alsoFor: AlsoFor = {},
): (request: HttpRequest) => Promise<void> {
  const authenticate = authentication(verifier)
  const others = new Map(
    Object.entries(alsoFor).flatMap(([other, addresses]) => addresses.map((address) => [address, other])),
  )
  return async (request) => {
    await authenticate(request)
    // the route that will answer, however the address was spelt
    only(request, others.get(request.routeOptions.url ?? '') ?? organisation)
    if (request.method !== 'GET') demandScopes(principalOf(request), 'events.publish')
  }
}

/** @throws Problem 403 HUB_EDGE_NOT_OWN */
function only(request: HttpRequest, organisation: string): void {
  if (principalOf(request).organisation === organisation) return
  throw new Problem(
    403,
    'HUB_EDGE_NOT_OWN',
    `Only systems of ${organisation} speak to this address.`,
    `Use a client of ${organisation}.`,
  )
}
