import Provider, { type Adapter, type ClientMetadata, type JWK } from 'oidc-provider'
import { AUDIENCE, SCOPES, type SystemClient } from '#platform/security'

/** Seconds that an access token is good for. */
export const TOKEN_TTL_S = 3_600

/**
 * An OAuth 2 authorisation server that knows one grant, client credentials, and gives JWT access tokens (RFC 9068) that
 * say for which organisation and units the client acts. For the local stack: elsewhere OIDC_ISSUER names the real one.
 */
export function createProvider(
  issuer: string,
  clients: readonly SystemClient[],
  keys: { keys: JWK[] },
): Provider {
  const known = new Map(clients.map((client) => [client.clientId, client]))
  const provider = new Provider(issuer, {
    adapter: NothingKept,
    clients: clients.map(metadataOf),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: keys as never,
    scopes: [...SCOPES],
    ttl: { ClientCredentials: TOKEN_TTL_S },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: AUDIENCE,
          scope: SCOPES.join(' '),
          accessTokenTTL: TOKEN_TTL_S,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: (_context, token) => {
      const client = known.get(token.clientId ?? '')
      return { organisation: client?.organisation, units: client?.units }
    },
    formats: {
      customizers: {
        // RFC 6749 §3.3: no scope asked for means the default, here all that the client is allowed.
        jwt: (_context, token, { payload }) => {
          payload['scope'] ??= known.get(token.clientId ?? '')?.scopes.join(' ')
        },
      },
    },
  })
  return provider
}

function metadataOf(client: SystemClient): ClientMetadata {
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: client.scopes.join(' '),
  }
}

/** JWT access tokens are not stored anywhere, and no other grant is served: there is nothing to keep. */
class NothingKept implements Adapter {
  async upsert(): Promise<undefined> {}
  async find(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async consume(): Promise<undefined> {}
  async destroy(): Promise<undefined> {}
  async revokeByGrantId(): Promise<undefined> {}
}
