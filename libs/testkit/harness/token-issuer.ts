import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { AUDIENCE, SCOPES } from '#platform/security'

/** An issuer of access tokens whose life a test chooses. */
export class TokenIssuer {
  private constructor(
    private readonly server: Server,
    private readonly key: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'],
    readonly url: string,
  ) {}

  static async start(): Promise<TokenIssuer> {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const keys = [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' }]
    let url = ''
    const server = createServer((request, response) => {
      const discovery = { issuer: url, jwks_uri: `${url}/keys`, token_endpoint: `${url}/token` }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(request.url === '/keys' ? { keys } : discovery))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return new TokenIssuer(server, privateKey, url)
  }

  async token(
    organisation: string,
    more: { seconds?: number; units?: '*' | string[] } = {},
  ): Promise<string> {
    const claims = {
      client_id: organisation,
      organisation,
      units: more.units ?? '*',
      scope: SCOPES.join(' '),
    }
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'test' })
      .setIssuer(this.url)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${more.seconds ?? 600} s`)
      .sign(this.key)
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}
