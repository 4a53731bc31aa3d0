import { randomBytes } from 'node:crypto'
import { TLSSocket } from 'node:tls'
import Provider, { type Configuration, type JWK, type KoaContextWithOIDC } from 'oidc-provider'
import {
  AUDIENCE,
  type LocalApplication,
  type LocalPerson,
  SCOPES,
  type SystemClient,
} from '#platform/security'
import { applicationMetadata, clientMetadata } from './clients.js'
import { grantFor } from './people/grants.js'
import { KeptForNow } from './store/kept-for-now.js'

/** Seconds that an access token is good for. */
export const TOKEN_TTL_S = 3_600
/** Seconds for which a person who signed in is not asked again. */
const SESSION_TTL_S = 8 * 3_600
const SIGN_IN_TTL_S = 1_800

export interface ProviderParts {
  issuer: string
  /** Where applications that sign people in are. */
  consoleUrl: string
  clients: readonly SystemClient[]
  /** `bound`: every token of a client is bound to the certificate that it shows when it asks. */
  tokens: 'bearer' | 'bound'
  applications: readonly LocalApplication[]
  people: readonly LocalPerson[]
  keys: { keys: JWK[] }
  /** Renders a page of the provider's own. */
  page: (template: string, data: object) => Promise<string>
}

/**
 * An OAuth 2 authorisation server with two grants: client credentials for systems, and authorisation code with PKCE for
 * people. Access tokens are JWTs (RFC 9068) that say for which organisation and units their bearer acts. For the local
 * stack: elsewhere OIDC_ISSUER names the real one.
 */
export function createProvider(parts: ProviderParts): Provider {
  const people = new Map(parts.people.map((person) => [person.username, person]))
  return new Provider(parts.issuer, {
    adapter: KeptForNow,
    clients: [
      ...parts.clients.map((client) => clientMetadata(client, parts.tokens === 'bound')),
      ...parts.applications.map((application) => applicationMetadata(application, parts.consoleUrl)),
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: parts.keys as never,
    scopes: ['openid', ...SCOPES],
    claims: { openid: ['sub', 'name', 'position'] },
    // a process of its own secret: what it signs does not outlive what it keeps
    cookies: { keys: [randomBytes(32).toString('base64url')], names: { session: 'interlock_identity' } },
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: {
      ClientCredentials: TOKEN_TTL_S,
      AccessToken: TOKEN_TTL_S,
      IdToken: TOKEN_TTL_S,
      AuthorizationCode: 60,
      Interaction: SIGN_IN_TTL_S,
      Grant: SESSION_TTL_S,
      Session: SESSION_TTL_S,
    },
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    loadExistingGrant: (context) => grantFor(context, people),
    findAccount: (_context, username) => accountOf(people.get(username)),
    renderError: async (context, { error }) => showError(context, error, parts.page),
    features: featuresOf(parts),
    ...claimsOf(parts.clients, people),
  })
}

function featuresOf({ page }: ProviderParts): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    mTLS: { enabled: true, certificateBoundAccessTokens: true, getCertificate: certificateIn },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: async (context, form) => {
        context.body = await page('people/sign-out.njk', { title: 'Sign out', form })
      },
      postLogoutSuccessSource: async (context) => {
        context.body = await page('people/signed-out.njk', { title: 'You are signed out' })
      },
    },
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
  }
}

/** The certificate that a client proved to hold, as PEM; only where the provider itself speaks TLS and asks for one. */
function certificateIn({ req: { socket } }: KoaContextWithOIDC): string | undefined {
  return socket instanceof TLSSocket && socket.authorized
    ? socket.getPeerX509Certificate()?.toString()
    : undefined
}

/** What a token says of its bearer: the person at whose word the client acts, or the client itself. */
function claimsOf(
  clients: readonly SystemClient[],
  people: ReadonlyMap<string, LocalPerson>,
): Pick<Configuration, 'extraTokenClaims' | 'formats'> {
  const known = new Map(clients.map((client) => [client.clientId, client]))
  return {
    extraTokenClaims: (_context, token) => {
      const person = 'accountId' in token ? people.get(String(token.accountId)) : undefined
      if (person !== undefined) {
        const { organisation, units, name, position } = person
        return { organisation, units, name, position }
      }
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
  }
}

function accountOf(person: LocalPerson | undefined) {
  if (person === undefined) return undefined
  const { username, name, position } = person
  return { accountId: username, claims: () => ({ sub: username, name, position }) }
}

async function showError(
  context: KoaContextWithOIDC,
  error: string,
  page: ProviderParts['page'],
): Promise<void> {
  context.type = 'html'
  context.body = await page('people/not-possible.njk', { title: 'You cannot sign in like this', error })
}
