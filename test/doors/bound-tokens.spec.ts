import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Controller, Get, Module } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CryptoKey, decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createHttpApp, HealthModule, listen } from '#platform/http'
import { freePort } from '#platform/processes'
import { AUDIENCE, authentication, createTokenVerifier } from '#platform/security'
import { createLogger } from '#platform/telemetry'
import { type Certificate, makeAuthority } from '#testkit/certificates'
import { startIdentity } from '../../apps/identity/start-identity.js'

@Controller('mine')
class MineController {
  @Get()
  read(): object {
    return { given: true }
  }
}

@Module({ imports: [HealthModule], controllers: [MineController] })
class MineModule {}

const folder = mkdtempSync(join(tmpdir(), 'interlock-tls-'))
const authority = makeAuthority('Test authority')
const stranger = makeAuthority('Nobody’s authority')
const [server, caller, other] = ['server', 'caller', 'other'].map((name) => authority.issue(name)) as [
  Certificate,
  Certificate,
  Certificate,
]
const forged = stranger.issue('caller')

let issuer: Server
let signingKey: CryptoKey
const apps: NestFastifyApplication[] = []
const ports: Record<string, number> = {}

beforeAll(async () => {
  const pair = await generateKeyPair('ES256')
  signingKey = pair.privateKey
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }] })
  issuer = createServer((asked, answer) =>
    answer.setHeader('content-type', 'application/json').end(
      asked.url === '/keys'
        ? keys
        : JSON.stringify({
            issuer: issuerUrl(),
            jwks_uri: `${issuerUrl()}/keys`,
            token_endpoint: `${issuerUrl()}/token`,
          }),
    ),
  )
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
  const files = { certFile: save('cert', server.cert), keyFile: save('key', server.key) }
  const tls = { ...files, clientCaFile: save('ca', authority.cert) }
  for (const tokens of ['bearer', 'bound'] as const) {
    const app = await createHttpApp(MineModule, {
      logger: createLogger('test', 'silent'),
      bodies: 'parsed',
      bodyBytesMax: 1_000,
      http: { host: '127.0.0.1', tls },
      before: authentication(createTokenVerifier({ issuer: issuerUrl(), tokens })),
    })
    apps.push(app)
    ports[tokens] = await listen(app, 0)
  }
}, 60_000)

afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
  issuer.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(['bearer', 'bound'])('where tokens are %s', (tokens) => {
  it('a token that names a certificate serves the holder of that certificate alone', async () => {
    const token = await tokenFor(caller)
    expect(await ask(tokens, token, caller)).toEqual({ status: 200, code: undefined })
    // the same token, known by now, over other connections
    for (const certificate of [other, undefined])
      expect(await ask(tokens, token, certificate)).toEqual({
        status: 401,
        code: 'HUB_SECURITY_TOKEN_UNBOUND',
      })
  })

  it('a certificate that none of our authorities signed proves nothing', async () => {
    expect(await ask(tokens, await tokenFor(forged), forged)).toMatchObject({ status: 401 })
  })

  it('a token whose proof we cannot check is not valid', async () => {
    const token = await signed({ cnf: { jkt: 'something else' } })
    expect(await ask(tokens, token, caller)).toEqual({ status: 401, code: 'HUB_SECURITY_TOKEN_INVALID' })
  })

  it('a probe needs neither token nor certificate', async () => {
    expect(await ask(tokens, '', undefined, '/health/live')).toMatchObject({ status: 200 })
  })
})

it('a token that names no certificate serves whoever holds it, unless tokens must be bound', async () => {
  const token = await signed({})
  expect(await ask('bearer', token, undefined)).toMatchObject({ status: 200 })
  for (const certificate of [caller, undefined])
    expect(await ask('bound', token, certificate)).toEqual({
      status: 401,
      code: 'HUB_SECURITY_TOKEN_UNBOUND',
    })
})

it('the local identity provider binds the tokens of a client that asks for it, and gives it none without a certificate', async () => {
  const secret = 'a secret of at least thirty-two bytes'
  const client = { organisation: 'ones', units: '*', scopes: ['events.publish'], clientSecret: secret }
  save(
    'credentials.json',
    JSON.stringify({
      clients: [
        { ...client, clientId: 'bound', boundToCertificate: true },
        { ...client, clientId: 'unbound' },
      ],
    }),
  )
  const port = await freePort()
  const base = `https://localhost:${port}`
  const tls = {
    certFile: join(folder, 'cert'),
    keyFile: join(folder, 'key'),
    clientCaFile: join(folder, 'ca'),
  }
  const identity = await startIdentity(
    {
      port,
      issuer: base,
      consoleUrl: base,
      home: folder,
      http: { host: '127.0.0.1', tls, tokens: 'bearer' },
    },
    createLogger('test', 'silent'),
  )
  const cnfOf = async (clientId: string, certificate?: Certificate): Promise<unknown> => {
    const answer = await tokenAnswer(port, `${clientId}:${secret}`, certificate)
    return answer.access_token === undefined ? answer.error : decodeJwt(answer.access_token)['cnf']
  }
  try {
    expect(await cnfOf('bound', caller)).toEqual({ 'x5t#S256': thumbprintOf(caller) })
    for (const none of [undefined, forged]) expect(await cnfOf('bound', none)).toBe('invalid_grant')
    expect(await cnfOf('unbound', caller)).toBeUndefined()
  } finally {
    await identity.close()
  }
}, 60_000)

function tokenAnswer(
  port: number,
  login: string,
  certificate: Certificate | undefined,
): Promise<{ access_token?: string; error?: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ host: '127.0.0.1', port, path: '/token', method: 'POST', ca: authority.cert, agent: false },
        headers: {
          authorization: `Basic ${Buffer.from(encodeURIComponent(login).replace('%3A', ':')).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        ...certificate,
      },
      (answer) => {
        let said = ''
        answer.on('data', (chunk: Buffer) => (said += chunk.toString()))
        answer.on('end', () => resolve(JSON.parse(said) as { access_token?: string }))
      },
    )
    asked.on('error', reject).end('grant_type=client_credentials')
  })
}

function save(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text, { mode: 0o600 })
  return file
}

function issuerUrl(): string {
  return `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
}

function tokenFor(certificate: Certificate): Promise<string> {
  return signed({ cnf: { 'x5t#S256': thumbprintOf(certificate) } })
}

function thumbprintOf({ cert }: Certificate): string {
  return createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url')
}

function signed(claims: object): Promise<string> {
  return new SignJWT({ client_id: 'caller', organisation: 'ones', units: '*', scope: '', ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k' })
    .setIssuer(issuerUrl())
    .setAudience(AUDIENCE)
    .setExpirationTime('5m')
    .sign(signingKey)
}

function ask(
  tokens: string,
  token: string,
  certificate: Certificate | undefined,
  path = '/mine',
): Promise<{ status: number | undefined; code: string | undefined }> {
  return new Promise((resolve, reject) => {
    request(
      {
        ...{ host: '127.0.0.1', port: ports[tokens], path, ca: authority.cert, agent: false },
        headers: { authorization: `Bearer ${token}` },
        ...certificate,
      },
      (answer) => {
        let said = ''
        answer.on('data', (chunk: Buffer) => (said += chunk.toString()))
        answer.on('end', () =>
          resolve({ status: answer.statusCode, code: (JSON.parse(said) as { code?: string }).code }),
        )
      },
    )
      .on('error', reject)
      .end()
  })
}
