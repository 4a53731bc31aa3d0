import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { loadContracts } from '#platform/contracts'
import { roleUrl } from '#platform/postgres'
import { freePort } from '#platform/processes'
import { AUDIENCE } from '#platform/security'
import { createLogger } from '#platform/telemetry'
import { type Certificate, makeAuthority } from '#testkit/certificates'
import { createDatabase, dropDatabase, testServers } from '#testkit/harness'
import { startConsole } from '../../apps/console/start-console.js'

const folder = mkdtempSync(join(tmpdir(), 'interlock-tls-'))
const authority = makeAuthority('Test authority')
const [server, caller, other] = ['server', 'caller', 'other'].map((name) => authority.issue(name)) as [
  Certificate,
  Certificate,
  Certificate,
]
const database = `d${randomBytes(5).toString('hex')}`
const { databaseUrl: adminUrl } = testServers()

let issuer: Server
let key: CryptoKey
let app: NestFastifyApplication
let port: number
/** What the provider puts into the next identity token: the console asks for its own nonce. */
let nonce = ''

beforeAll(async () => {
  const pair = await generateKeyPair('ES256')
  key = pair.privateKey
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }]
  issuer = createServer((asked, answer) => {
    const answered = (body: object) =>
      answer.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    if (asked.url === '/keys') answered({ keys })
    else if (asked.url === '/token') void tokensOfPerson().then(answered)
    else answered(endpoints())
  })
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
  port = await freePort()
  app = await startConsole(
    {
      ...{ port, home: folder, contracts: 'contracts', logLevel: 'silent' },
      http: {
        host: '127.0.0.1',
        tls: {
          certFile: save('cert', server.cert),
          keyFile: save('key', server.key),
          clientCaFile: save('ca', authority.cert),
        },
        tokens: 'bound',
      },
      consoleUrl: `https://localhost:${port}`,
      databaseUrl: roleUrl(await createDatabase(adminUrl, database), 'console'),
      oidcIssuer: issuerUrl(),
      ...{ clientId: 'console', clientSecret: 'a secret of at least thirty-two bytes' },
    },
    loadContracts('contracts'),
    createLogger('console', 'silent'),
  )
}, 120_000)

afterAll(async () => {
  await app?.close()
  issuer.close()
  await dropDatabase(adminUrl, database)
  rmSync(folder, { recursive: true, force: true })
})

describe('where tokens must be bound, the console', () => {
  it('answers a program that shows the certificate of its token, and no other', async () => {
    const token = await signed('at+jwt', { ...client, aud: AUDIENCE, cnf: { 'x5t#S256': printOf(caller) } })
    const asked = (certificate?: Certificate) =>
      ask('/api/gaps', { authorization: `Bearer ${token}` }, certificate)
    // known, and not allowed this: the token has no scope
    expect(await asked(caller)).toMatchObject({ status: 403, code: 'HUB_SECURITY_SCOPE_MISSING' })
    for (const certificate of [other, undefined])
      expect(await asked(certificate)).toMatchObject({ status: 401, code: 'HUB_SECURITY_TOKEN_UNBOUND' })
  })

  it('lets people in, whose browsers show no certificate, and takes their tokens from nobody else', async () => {
    const begun = await ask('/sign-in/start')
    const leaving = new URL(begun.location!).searchParams
    nonce = leaving.get('nonce')!
    const back = `/sign-in/callback?code=c&state=${leaving.get('state')}&iss=${issuerUrl()}`
    expect(await ask(back, { cookie: begun.cookie! })).toMatchObject({ status: 303, location: '/' })
    const { access_token: token } = await tokensOfPerson()
    expect(await ask('/api/gaps', { authorization: `Bearer ${token}` })).toMatchObject({
      status: 401,
      code: 'HUB_SECURITY_TOKEN_UNBOUND',
    })
  })
})

const client = { client_id: 'caller', organisation: 'ones', units: '*', scope: '' }

const endpoints = () => ({
  issuer: issuerUrl(),
  jwks_uri: `${issuerUrl()}/keys`,
  token_endpoint: `${issuerUrl()}/token`,
  authorization_endpoint: `${issuerUrl()}/authorise`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
})

async function tokensOfPerson() {
  const person = { sub: 'someone', name: 'Some One', position: 'officer' }
  return {
    access_token: await signed('at+jwt', { ...client, ...person, client_id: 'console', aud: AUDIENCE }),
    id_token: await signed('JWT', { ...person, aud: 'console', nonce }),
    ...{ token_type: 'Bearer', expires_in: 300 },
  }
}

function signed(typ: string, claims: JWTPayload): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ, kid: 'k' })
    .setIssuer(issuerUrl())
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key)
}

function printOf({ cert }: Certificate): string {
  return createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url')
}

function issuerUrl(): string {
  return `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`
}

function save(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text, { mode: 0o600 })
  return file
}

interface Answer {
  status: number | undefined
  location: string | undefined
  cookie: string | undefined
  code: string | undefined
}

function ask(path: string, headers: Record<string, string> = {}, certificate?: Certificate): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(
      { host: '127.0.0.1', port, path, headers, ca: authority.cert, agent: false, ...certificate },
      (answer) => {
        let said = ''
        answer.on('data', (chunk: Buffer) => (said += chunk.toString()))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            location: answer.headers.location,
            cookie: answer.headers['set-cookie']?.[0]?.split(';')[0],
            code: /"code":"(\w+)"/.exec(said)?.[1],
          }),
        )
      },
    )
      .on('error', reject)
      .end()
  })
}
