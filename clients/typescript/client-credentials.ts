import { InterlockProblem } from './problem.js'

/** The audience of every access token of the hub. */
const AUDIENCE = 'urn:interlock:hub'
/** Seconds before its expiry at which a token is no longer used. */
const RENEW_BEFORE_S = 30

export interface ClientLogin {
  issuer: string
  clientId: string
  clientSecret: string
  scopes?: readonly string[]
  /** Where tokens are bound to a certificate: a `fetch` that shows it, for the token and for the client alike. */
  fetch?: typeof fetch
}

/** Access tokens by OAuth 2 client credentials, asked for once and reused until shortly before they expire. */
export function clientCredentials(login: ClientLogin): () => Promise<string> {
  let held: { token: Promise<string>; renewAt: number } | undefined
  return () => {
    if (held !== undefined && held.renewAt > Date.now()) return held.token
    const asking = ask(login)
    const entry = { token: asking.then(({ token }) => token), renewAt: Number.POSITIVE_INFINITY }
    held = entry
    asking.then(
      ({ lastsS }) => (entry.renewAt = Date.now() + (lastsS - RENEW_BEFORE_S) * 1_000),
      () => (entry.renewAt = 0),
    )
    return entry.token
  }
}

async function ask({
  issuer,
  clientId,
  clientSecret,
  scopes,
  fetch = globalThis.fetch,
}: ClientLogin): Promise<{ token: string; lastsS: number }> {
  const place = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const { token_endpoint: endpoint } = (await place.json()) as { token_endpoint: string }
  const form = new URLSearchParams({ grant_type: 'client_credentials', resource: AUDIENCE })
  if (scopes !== undefined) form.set('scope', scopes.join(' '))
  const credentials = btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: form,
  })
  const said = (await answer.json().catch(() => ({}))) as { access_token?: string; expires_in?: number }
  if (said.access_token === undefined)
    throw new InterlockProblem(answer.status, { title: 'The identity provider refused a token.' })
  return { token: said.access_token, lastsS: said.expires_in ?? 60 }
}
