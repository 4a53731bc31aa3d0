import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { createTokenVerifier, ensureClients, type SystemClient, TokenSource } from '#platform/security'
import { createLogger } from '#platform/telemetry'
import { startIdentity } from './start-identity.js'

describe('the local identity provider', () => {
  const home = mkdtempSync(join(tmpdir(), 'identity-'))
  let app: NestFastifyApplication
  let issuer: string
  let clients: SystemClient[]

  beforeAll(async () => {
    const port = await freePort()
    issuer = `http://127.0.0.1:${port}`
    clients = ensureClients(home, ['courts', 'police', 'hub'])
    app = await startIdentity({ port, issuer, home }, createLogger('identity', 'silent'))
  })
  afterAll(async () => {
    await app.close()
    rmSync(home, { recursive: true, force: true })
  })

  const source = (clientId: string, scopes?: string[], clientSecret?: string): TokenSource =>
    new TokenSource({
      issuer,
      clientId,
      clientSecret: clientSecret ?? clients.find((client) => client.clientId === clientId)!.clientSecret,
      ...(scopes === undefined ? {} : { scopes }),
    })

  it('makes one client per organisation and an operator, keeps them, and keeps the file closed', () => {
    expect(clients.map((client) => client.clientId)).toEqual(['courts', 'police', 'operator'])
    expect(ensureClients(home, ['courts', 'police', 'hub'])).toEqual(clients)
    expect(statSync(join(home, 'credentials.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(home, 'identity-keys.json')).mode & 0o777).toBe(0o600)
  })

  it('leaves the other sections of the credentials file alone', () => {
    const before = JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8'))
    expect(Object.keys(before)).toEqual(['clients'])
  })

  it('gives a token that names organisation, units and all scopes of the client', async () => {
    const principal = await createTokenVerifier({ issuer }).verify(await source('courts').token())
    expect(principal).toMatchObject({ clientId: 'courts', organisation: 'courts', units: '*' })
    expect([...principal.scopes].sort()).toEqual([...clients[0]!.scopes].sort())
  })

  it('gives no more scopes than were asked for', async () => {
    const token = await source('courts', ['receipts.read']).token()
    const { scopes } = await createTokenVerifier({ issuer }).verify(token)
    expect([...scopes]).toEqual(['receipts.read'])
  })

  it('refuses a scope that the client may not have, and a wrong secret', async () => {
    await expect(source('courts', ['hub.operate']).token()).rejects.toMatchObject({
      code: 'HUB_SECURITY_TOKEN_REFUSED',
    })
    await expect(source('courts', [], 'wrong').token()).rejects.toMatchObject({
      code: 'HUB_SECURITY_TOKEN_REFUSED',
    })
  })

  it('lets a verifier refuse a token whose signature or audience is wrong', async () => {
    const token = await source('courts').token()
    const [head, body, signature] = token.split('.')
    const forged = JSON.parse(Buffer.from(body!, 'base64url').toString())
    forged.organisation = 'police'
    const other = `${head}.${Buffer.from(JSON.stringify(forged)).toString('base64url')}.${signature}`
    await expect(createTokenVerifier({ issuer }).verify(other)).rejects.toMatchObject({ status: 401 })
    const elsewhere = createTokenVerifier({ issuer, audience: 'urn:elsewhere' })
    await expect(elsewhere.verify(token)).rejects.toMatchObject({ code: 'HUB_SECURITY_TOKEN_INVALID' })
  })

  it('remembers a verified token until it expires', async () => {
    let at = Date.now()
    const verifier = createTokenVerifier({ issuer, now: () => at })
    const token = await source('police').token()
    expect(await verifier.verify(token)).toBe(await verifier.verify(token))
    const first = await verifier.verify(token)
    at += 3_601_000
    expect(await verifier.verify(token)).not.toBe(first)
  })

  it('says that the issuer is unreachable rather than that the token is bad', async () => {
    const verifier = createTokenVerifier({ issuer: 'http://127.0.0.1:9' })
    await expect(verifier.verify(await source('police').token())).rejects.toMatchObject({
      status: 503,
      code: 'HUB_SECURITY_ISSUER_UNREACHABLE',
    })
  })

  it('is live and ready', async () => {
    expect((await fetch(`${issuer}/health/live`)).status).toBe(200)
    expect((await fetch(`${issuer}/health/ready`)).status).toBe(200)
  })
})

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
