import { HubError } from '#core/kernel'
import { discovery, type IssuerEndpoints } from './discovery.js'
import { type Fetch, fetchAs } from './own-calls.js'
import { AUDIENCE } from './principal.js'

/** Seconds before its expiry at which a token is no longer used. */
const RENEW_BEFORE_S = 30
const TOKEN_TIMEOUT_MS = 10_000

export interface ClientLogin {
  issuer: string
  clientId: string
  clientSecret: string
  /** Absent: all that the client is allowed. */
  scopes?: readonly string[]
  /** How it calls: with a certificate, the token is bound to that where the client's tokens are bound. Absent: with none. */
  fetch?: Fetch
}

/** Access tokens by client credentials (RFC 6749 §4.4), asked for once and reused until shortly before they expire. */
export class TokenSource {
  private held: { token: string; renewAt: number } | undefined
  private asking: Promise<string> | undefined

  private readonly endpoints: () => Promise<IssuerEndpoints>
  private readonly fetch: Fetch

  constructor(private readonly login: ClientLogin) {
    this.fetch = login.fetch ?? fetchAs(undefined)
    this.endpoints = discovery(login.issuer, this.fetch)
  }

  /** @throws HubError HUB_SECURITY_TOKEN_REFUSED or HUB_SECURITY_ISSUER_UNREACHABLE */
  async token(): Promise<string> {
    if (this.held !== undefined && this.held.renewAt > Date.now()) return this.held.token
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined
    })
    return this.asking
  }

  private async ask(): Promise<string> {
    const { clientId, clientSecret, scopes } = this.login
    const form = new URLSearchParams({ grant_type: 'client_credentials', resource: AUDIENCE })
    if (scopes !== undefined) form.set('scope', scopes.join(' '))
    const credentials = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)
    const response = await this.post(form, `Basic ${credentials.toString('base64')}`)
    const answer = (await response.json().catch(() => ({}))) as { access_token?: string; expires_in?: number }
    if (isRefusal(response.status))
      throw new HubError(
        'HUB_SECURITY_TOKEN_REFUSED',
        `The identity provider refused a token to ${clientId} (${response.status}).`,
        'after-repair',
      )
    if (answer.access_token === undefined) throw unreachable(response.status)
    this.held = {
      token: answer.access_token,
      renewAt: Date.now() + ((answer.expires_in ?? 60) - RENEW_BEFORE_S) * 1_000,
    }
    return answer.access_token
  }

  private async post(form: URLSearchParams, authorization: string): Promise<Response> {
    try {
      const { tokenEndpoint } = await this.endpoints()
      return await this.fetch(tokenEndpoint, {
        method: 'POST',
        headers: { authorization },
        body: form,
        signal: AbortSignal.timeout(TOKEN_TIMEOUT_MS),
      })
    } catch (cause) {
      throw unreachable(cause)
    }
  }
}

/** Whatever else is not an answer comes of a provider that starts, ends, or has too much to do. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429
}

function unreachable(cause: unknown): HubError {
  return new HubError('HUB_SECURITY_ISSUER_UNREACHABLE', 'The identity provider does not answer.', 'later', {
    cause,
  })
}
