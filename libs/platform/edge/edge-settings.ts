import { HubError } from '#core/kernel'
import type { Settings } from '#platform/config'
import { type Fetch, readClients, TokenSource } from '#platform/security'

/** What an agency's edge needs of the environment: no Kafka, and no secret but its own database login and its own client's. */
export type EdgeSettings = Pick<
  Settings,
  'port' | 'databaseUrl' | 'oidcIssuer' | 'home' | 'contracts' | 'intakeUrl' | 'deliveryUrl'
> &
  Partial<Pick<Settings, 'http' | 'clientSecrets' | 'faultFile'>>

/**
 * Access tokens of the organisation's own client, which is looked up when the first is needed: the identity provider may
 * list it after the edge has started. Asking throws HubError HUB_EDGE_NO_CLIENT while there is none.
 */
export function edgeTokens(
  settings: EdgeSettings,
  organisation: string,
  fetch: Fetch,
): { token(): Promise<string> } {
  let source: TokenSource | undefined
  return {
    async token() {
      source ??= new TokenSource({ issuer: settings.oidcIssuer, fetch, ...loginOf(settings, organisation) })
      return source.token()
    },
  }
}

function loginOf(
  { home, clientSecrets }: EdgeSettings,
  organisation: string,
): { clientId: string; clientSecret: string } {
  const clientSecret = clientSecrets?.[organisation]
  if (clientSecret !== undefined) return { clientId: organisation, clientSecret }
  const client = readClients(home).find(({ clientId }) => clientId === organisation)
  if (client === undefined)
    throw new HubError('HUB_EDGE_NO_CLIENT', `credentials.json lists no client ${organisation}.`, 'later')
  return { clientId: client.clientId, clientSecret: client.clientSecret }
}
