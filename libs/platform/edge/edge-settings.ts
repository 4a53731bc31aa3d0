import { HubError } from '#core/kernel'
import type { Settings } from '#platform/config'
import { readClients, TokenSource } from '#platform/security'

/** What an agency's edge needs of the environment: no Kafka, and no secret but its own client's. */
export type EdgeSettings = Pick<
  Settings,
  'port' | 'databaseUrl' | 'oidcIssuer' | 'home' | 'contracts' | 'intakeUrl' | 'deliveryUrl'
>

/** Access tokens of the organisation's own client. @throws HubError HUB_EDGE_NO_CLIENT */
export function edgeTokens(settings: EdgeSettings, organisation: string): TokenSource {
  const client = readClients(settings.home).find(({ clientId }) => clientId === organisation)
  if (client === undefined)
    throw new HubError(
      'HUB_EDGE_NO_CLIENT',
      `credentials.json lists no client ${organisation}.`,
      'after-repair',
    )
  const { clientId, clientSecret } = client
  return new TokenSource({ issuer: settings.oidcIssuer, clientId, clientSecret })
}
