import { describe, expect, it } from '@jest/globals'
import type { Fetch } from './own-calls.js'
import { TokenSource } from './token-source.js'

const ISSUER = 'http://127.0.0.1:8409'
const ENDPOINTS = { issuer: ISSUER, jwks_uri: `${ISSUER}/keys`, token_endpoint: `${ISSUER}/token` }

/** A provider that describes itself, and answers whoever asks for a token like this. */
function sourceAnswered(status: number, body: string): TokenSource {
  const answer = (async (url: string | URL) =>
    String(url) === ENDPOINTS.token_endpoint
      ? new Response(body, { status })
      : Response.json(ENDPOINTS)) as unknown as Fetch
  return new TokenSource({ issuer: ISSUER, clientId: 'courts', clientSecret: 'a secret', fetch: answer })
}

describe('asking for a token', () => {
  it('is refused for good where the provider says that the client is not to have one', async () => {
    const refused = { code: 'HUB_SECURITY_TOKEN_REFUSED', retry: 'after-repair' }
    for (const status of [400, 401, 403])
      await expect(sourceAnswered(status, '{}').token()).rejects.toMatchObject(refused)
  })

  it('is for later where the provider is starting, overburdened, or ends in the middle of its answer', async () => {
    const later = { code: 'HUB_SECURITY_ISSUER_UNREACHABLE', retry: 'later' }
    for (const status of [500, 502, 503, 429])
      await expect(sourceAnswered(status, '{}').token()).rejects.toMatchObject(later)
    await expect(sourceAnswered(200, '{"access_tok').token()).rejects.toMatchObject(later)
  })
})
