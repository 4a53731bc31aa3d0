import type { ClientMetadata } from 'oidc-provider'
import { HubError } from '#core/kernel'
import { type LocalApplication, SCOPES, type SystemClient } from '#platform/security'

/** @param areBound every client's tokens are, whatever it asks for */
export function clientMetadata(client: SystemClient, areBound: boolean): ClientMetadata {
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
    tls_client_certificate_bound_access_tokens: areBound || client.boundToCertificate === true,
    scope: client.scopes.join(' '),
  }
}

/** A program that signs people in: they leave for the provider from it, and are sent back to it. */
export function applicationMetadata(application: LocalApplication, url: string): ClientMetadata {
  return {
    client_id: application.applicationId,
    client_secret: application.secret,
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [new URL('/sign-in/callback', url).href],
    post_logout_redirect_uris: [new URL('/signed-out', url).href],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: ['openid', ...SCOPES].join(' '),
  }
}

/**
 * The name of an organisation means all of it, as it does for Kafka's principal of that name (decision 43).
 * @throws HubError HUB_CONFIG_INVALID where a client of that name is restricted to some units
 */
export function demandNamesMeanOne(clients: readonly SystemClient[]): void {
  const restricted = clients.find(
    ({ clientId, organisation, units }) => clientId === organisation && units !== '*',
  )
  if (restricted === undefined) return
  throw new HubError(
    'HUB_CONFIG_INVALID',
    `The client ${restricted.clientId} is restricted to some units and named as its whole organisation. Give it another name.`,
    'after-repair',
  )
}
