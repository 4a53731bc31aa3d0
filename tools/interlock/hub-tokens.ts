import { HubError } from '#core/kernel'
import { fetchAs, readClients, TokenSource } from '#platform/security'
import type { HubPlace } from './hub-place.js'

/** Access tokens of an organisation's own client in credentials.json; of the operator's for the hub itself. */
export function tokensOf(
  { home, oidcIssuer, http }: Pick<HubPlace, 'home' | 'oidcIssuer' | 'http'>,
  organisation: string,
): TokenSource {
  const client = readClients(home).find((each) => each.organisation === organisation)
  if (client === undefined)
    throw new HubError(
      'HUB_CLI_NO_CLIENT',
      `credentials.json lists no client of ${organisation}.`,
      'after-repair',
    )
  return new TokenSource({
    issuer: oidcIssuer,
    fetch: fetchAs(http.caller),
    clientId: client.clientId,
    clientSecret: client.clientSecret,
  })
}
