import type { Fetch } from './own-calls.js'

const DISCOVERY_TIMEOUT_MS = 3_000

/** The two endpoints of an issuer that we use (OpenID Connect Discovery 1.0 §4). */
export interface IssuerEndpoints {
  jwksUri: string
  tokenEndpoint: string
}

/** Asks the issuer where its keys and its token endpoint are. Remembers the answer, never a failure. */
export function discovery(issuer: string, ask: Fetch): () => Promise<IssuerEndpoints> {
  let known: IssuerEndpoints | undefined
  return async () => {
    known ??= await discover(issuer, ask)
    return known
  }
}

async function discover(issuer: string, ask: Fetch): Promise<IssuerEndpoints> {
  const response = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS),
  })
  const answer = (await response.json()) as { issuer?: string; jwks_uri?: string; token_endpoint?: string }
  if (answer.issuer !== issuer || answer.jwks_uri === undefined || answer.token_endpoint === undefined)
    throw new Error(`${issuer} does not describe itself as an issuer`)
  return { jwksUri: answer.jwks_uri, tokenEndpoint: answer.token_endpoint }
}
