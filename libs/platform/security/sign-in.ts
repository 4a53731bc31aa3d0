import * as oidc from 'openid-client'
import type { CallerFiles } from '#platform/config'
import { Problem } from '#platform/http'
import { fetchAs } from './own-calls.js'
import { AUDIENCE, type Principal, SCOPES } from './principal.js'
import { createTokenVerifier, type TokenVerifier } from './token-verifier.js'

const PROVIDER_TIMEOUT_S = 5

/** What a sign-in must remember between leaving for the identity provider and coming back. */
export interface SignInStep {
  state: string
  nonce: string
  codeVerifier: string
}

export interface SignedIn {
  principal: Principal
  /** Names the provider's own session when the person signs out. */
  idToken: string
  expiresAt: number
}

export interface SignInOptions {
  issuer: string
  /** How the provider is called. */
  caller?: CallerFiles
  clientId: string
  clientSecret: string
  /** Where the provider sends the person back to. */
  callbackUrl: string
  /** Where it sends the person after signing out. */
  signedOutUrl: string
}

/** Signing people in by authorisation code with PKCE (RFC 6749 §4.1, RFC 7636, OpenID Connect Core 1.0 §3.1). */
export class SignIn {
  private known: oidc.Configuration | undefined

  /** The provider itself hands these tokens over: nobody shows them to us, so that no certificate need prove whose they are. */
  private readonly verifier: TokenVerifier

  constructor(private readonly options: SignInOptions) {
    this.verifier = createTokenVerifier({
      issuer: options.issuer,
      ...(options.caller === undefined ? {} : { caller: options.caller }),
    })
  }

  /** @returns where to send the person, and what to remember. @throws Problem 503 HUB_SECURITY_ISSUER_UNREACHABLE */
  async begin(): Promise<{ url: string; step: SignInStep }> {
    const step = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    }
    const url = oidc.buildAuthorizationUrl(await this.provider(), {
      redirect_uri: this.options.callbackUrl,
      scope: ['openid', ...SCOPES].join(' '),
      resource: AUDIENCE,
      code_challenge: await oidc.calculatePKCECodeChallenge(step.codeVerifier),
      code_challenge_method: 'S256',
      state: step.state,
      nonce: step.nonce,
    })
    return { url: url.href, step }
  }

  /** @param query of the request that came back. @throws Problem 401 HUB_SECURITY_SIGN_IN_FAILED */
  async finish(query: string, step: SignInStep): Promise<SignedIn> {
    const provider = await this.provider()
    try {
      const tokens = await oidc.authorizationCodeGrant(
        provider,
        new URL(`${this.options.callbackUrl}${query}`),
        {
          pkceCodeVerifier: step.codeVerifier,
          expectedState: step.state,
          expectedNonce: step.nonce,
          idTokenExpected: true,
        },
      )
      return {
        principal: await this.verifier.verify(tokens.access_token),
        idToken: tokens.id_token ?? '',
        expiresAt: Date.now() + (tokens.expiresIn() ?? 0) * 1_000,
      }
    } catch (cause) {
      if (cause instanceof Problem && cause.status >= 500) throw cause
      throw new Problem(
        401,
        'HUB_SECURITY_SIGN_IN_FAILED',
        'The identity provider did not confirm the sign-in.',
        'Sign in again.',
        { cause },
      )
    }
  }

  /** Where to send a person who signs out, so that the provider forgets the session as well. */
  async signOutUrl(idToken: string): Promise<string> {
    const url = oidc.buildEndSessionUrl(await this.provider(), {
      id_token_hint: idToken,
      post_logout_redirect_uri: this.options.signedOutUrl,
    })
    return url.href
  }

  private async provider(): Promise<oidc.Configuration> {
    try {
      const { issuer, clientId, clientSecret } = this.options
      const url = new URL(issuer)
      this.known ??= await oidc.discovery(
        url,
        clientId,
        { id_token_signed_response_alg: 'ES256' },
        oidc.ClientSecretBasic(clientSecret),
        {
          timeout: PROVIDER_TIMEOUT_S,
          [oidc.customFetch]: fetchAs(this.options.caller) as oidc.CustomFetch,
          execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
        },
      )
      return this.known
    } catch (cause) {
      throw new Problem(
        503,
        'HUB_SECURITY_ISSUER_UNREACHABLE',
        'The identity provider does not answer, so nobody can sign in.',
        'Try again after the time in Retry-After.',
        { retryAfterS: 5, cause },
      )
    }
  }
}
