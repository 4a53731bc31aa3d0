import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose'
import { sha256 } from '#core/kernel'
import type { CallerFiles } from '#platform/config'
import { Problem } from '#platform/http'
import { discovery } from './discovery.js'
import { fetchAs } from './own-calls.js'
import { AUDIENCE, type Principal } from './principal.js'

const VERIFIED_TOKENS_MAX = 5_000
const CLOCK_TOLERANCE_S = 5
const TOKEN_BYTES_MAX = 8_192

export interface TokenVerifier {
  /**
   * @param certificate SHA-256 of the caller's certificate (certificateOf); undefined: it showed none
   * @throws Problem 401 HUB_SECURITY_TOKEN_INVALID or HUB_SECURITY_TOKEN_UNBOUND, 503 HUB_SECURITY_ISSUER_UNREACHABLE
   */
  verify(token: string, certificate?: string): Promise<Principal>
}

interface Verified {
  principal: Principal
  expiresAt: number
  /** The certificate that the token is bound to; undefined: whoever holds it may use it. */
  boundTo: string | undefined
}

/**
 * Verifies JWT access tokens (RFC 9068) against the issuer's published keys. A verification costs 0.4 ms, so the hash of a
 * verified token is remembered until it expires; the token itself is not kept.
 */
export function createTokenVerifier(options: {
  issuer: string
  audience?: string
  /** `bound`: a token that names no certificate is refused. */
  tokens?: 'bearer' | 'bound'
  /** How the issuer is called. */
  caller?: CallerFiles
  now?: () => number
}): TokenVerifier {
  const now = options.now ?? Date.now
  const ask = fetchAs(options.caller)
  const endpoints = discovery(options.issuer, ask)
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined
  const verified = new Map<string, Verified>()

  const verifyAfresh = async (token: string): Promise<Verified> => {
    keys ??= createRemoteJWKSet(new URL((await endpoints()).jwksUri), {
      timeoutDuration: 3_000,
      cooldownDuration: 2_000,
      cacheMaxAge: 600_000,
      [customFetch]: ask,
    })
    const { payload } = await jwtVerify(token, keys, {
      issuer: options.issuer,
      audience: options.audience ?? AUDIENCE,
      algorithms: ['ES256', 'RS256'],
      typ: 'at+jwt',
      clockTolerance: CLOCK_TOLERANCE_S,
      requiredClaims: ['exp', 'client_id', 'organisation', 'units'],
    })
    return {
      principal: principalOf(payload),
      expiresAt: payload.exp! * 1_000,
      boundTo: thumbprintIn(payload),
    }
  }

  return {
    async verify(token, certificate) {
      if (token.length > TOKEN_BYTES_MAX) throw invalid()
      const key = sha256(token)
      const known = verified.get(key)
      if (known !== undefined && known.expiresAt > now()) return usableWith(known, certificate)
      verified.delete(key)
      const fresh = await verifyAfresh(token).catch((error: unknown) => {
        throw refusalOf(error)
      })
      if (verified.size >= VERIFIED_TOKENS_MAX) verified.delete(verified.keys().next().value!)
      verified.set(key, fresh)
      return usableWith(fresh, certificate)
    },
  }

  /** Asked at each use: the same token may come over another connection. */
  function usableWith({ principal, boundTo }: Verified, certificate: string | undefined): Principal {
    if (boundTo === undefined ? options.tokens === 'bound' : boundTo !== certificate) throw unbound()
    return principal
  }
}

/** `cnf.x5t#S256` (RFC 8705 §3.1). A `cnf` that names something else is a proof that we cannot check. */
function thumbprintIn({ cnf }: JWTPayload): string | undefined {
  if (cnf === undefined) return undefined
  const thumbprint = (cnf as Record<string, unknown> | null)?.['x5t#S256']
  if (typeof thumbprint !== 'string' || thumbprint === '') throw invalid()
  return thumbprint
}

function principalOf(payload: JWTPayload): Principal {
  const { client_id: clientId, organisation, units, scope } = payload
  const listed = Array.isArray(units) && units.every((unit) => typeof unit === 'string')
  if (typeof clientId !== 'string' || typeof organisation !== 'string' || !(units === '*' || listed))
    throw invalid()
  return {
    clientId,
    organisation,
    units: units as '*' | string[],
    scopes: new Set(typeof scope === 'string' ? scope.split(' ') : []),
    ...personOf(payload),
    expiresAt: payload.exp! * 1_000,
  }
}

/** Only a token that was given at a person's word says a position. */
function personOf({ sub, name, position }: JWTPayload): Pick<Principal, 'person'> {
  if (typeof sub !== 'string' || typeof name !== 'string' || typeof position !== 'string') return {}
  return { person: { username: sub, name, position } }
}

function refusalOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const isTokens =
    error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && !unreachable(error)
  return isTokens ? invalid(error) : issuerUnreachable(error)
}

/** jose reports an issuer that answers with something else than keys as a plain JOSEError. */
function unreachable(error: errors.JOSEError): boolean {
  return error.code === 'ERR_JOSE_GENERIC' || error instanceof errors.JWKSInvalid
}

function invalid(cause?: unknown): Problem {
  return new Problem(
    401,
    'HUB_SECURITY_TOKEN_INVALID',
    'The access token is not valid: wrong issuer, audience, signature or claims, or it has expired.',
    'Ask the identity provider for a new one.',
    { headers: { 'www-authenticate': 'Bearer error="invalid_token"' }, cause },
  )
}

function unbound(): Problem {
  return new Problem(
    401,
    'HUB_SECURITY_TOKEN_UNBOUND',
    'The access token is not bound to the certificate of this connection.',
    'Ask for the token, and use it, over TLS with the same client certificate.',
    { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
  )
}

function issuerUnreachable(cause: unknown): Problem {
  return new Problem(
    503,
    'HUB_SECURITY_ISSUER_UNREACHABLE',
    'The identity provider does not answer, so the access token could not be checked.',
    'Try again after the time in Retry-After.',
    { retryAfterS: 5, cause },
  )
}
