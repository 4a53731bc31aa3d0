import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { loadContracts } from '#platform/contracts'
import {
  createTokenVerifier,
  ensureClients,
  ensurePeople,
  type LocalPerson,
  readApplications,
  SignIn,
  type SystemClient,
  TokenSource,
} from '#platform/security'
import { createLogger } from '#platform/telemetry'
import { CookieJar, signInWithPassword } from '#testkit/browser'
import { startIdentity } from './start-identity.js'

const CONSOLE = 'http://127.0.0.1:9'
const CALLBACK = `${CONSOLE}/sign-in/callback`

describe('the local identity provider', () => {
  const home = mkdtempSync(join(tmpdir(), 'identity-'))
  let app: NestFastifyApplication
  let issuer: string
  let clients: SystemClient[]
  let people: LocalPerson[]

  beforeAll(async () => {
    const port = await freePort()
    issuer = `http://127.0.0.1:${port}`
    clients = ensureClients(home, ['courts', 'police', 'hub'])
    people = ensurePeople(home, loadContracts('contracts'))
    app = await startIdentity({ port, issuer, home, consoleUrl: CONSOLE }, createLogger('identity', 'silent'))
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
    expect(Object.keys(before)).toEqual(['clients', 'people', 'applications'])
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

  const signIn = (): SignIn =>
    new SignIn({
      issuer,
      clientId: 'console',
      clientSecret: readApplications(home)[0]!.secret,
      callbackUrl: CALLBACK,
      signedOutUrl: `${CONSOLE}/signed-out`,
    })
  const personOf = (username: string): LocalPerson => people.find((each) => each.username === username)!
  const backAtConsole = (url: string): boolean => url.startsWith(CALLBACK)

  it('signs a person in with code and PKCE, for the units and scopes of the position and no more', async () => {
    const flow = signIn()
    const { url, step } = await flow.begin()
    const person = personOf('borough-officer.jigsaw-camden')
    const back = await signInWithPassword(new CookieJar(), url, person, backAtConsole)
    const { principal } = await flow.finish(new URL(back.url).search, step)
    expect(principal).toMatchObject({
      clientId: 'console',
      organisation: 'police',
      units: ['police/jigsaw-camden'],
      person: { username: person.username, name: person.name, position: 'borough-officer' },
    })
    expect([...principal.scopes].filter((scope) => scope !== 'openid').sort()).toEqual([
      'gaps.read',
      'lists.read',
      'messages.read',
    ])
  })

  it('takes a code once, and only with the verifier it was asked for with', async () => {
    const flow = signIn()
    const { url, step } = await flow.begin()
    const back = await signInWithPassword(new CookieJar(), url, personOf('hub-auditor'), backAtConsole)
    const query = new URL(back.url).search
    const failed = { code: 'HUB_SECURITY_SIGN_IN_FAILED' }
    const stolen = { ...step, codeVerifier: `${step.codeVerifier}x` }
    await expect(flow.finish(query, stolen)).rejects.toMatchObject(failed)
    await expect(flow.finish(query, { ...step, state: 'another' })).rejects.toMatchObject(failed)
    expect((await flow.finish(query, step)).principal.person?.username).toBe('hub-auditor')
    await expect(flow.finish(query, step)).rejects.toMatchObject(failed)
  })

  it('refuses a wrong password and says so, and ends with a page where no sign-in is under way', async () => {
    const { url } = await signIn().begin()
    const wrong = { username: 'hub-auditor', password: 'wrong' }
    const { response } = await signInWithPassword(new CookieJar(), url, wrong, backAtConsole)
    expect(response!.status).toBe(401)
    expect(await response!.text()).toContain('The username or the password is wrong')
    expect((await fetch(`${issuer}/sign-in/nothing-under-way`)).status).toBe(400)
  })

  it('asks nobody who is signed in again, and everybody who signed out', async () => {
    const flow = signIn()
    const jar = new CookieJar()
    const first = await flow.begin()
    const back = await signInWithPassword(jar, first.url, personOf('hub-auditor'), backAtConsole)
    const { idToken } = await flow.finish(new URL(back.url).search, first.step)
    const again = await flow.begin()
    expect((await jar.follow(again.url, {}, backAtConsole)).url).toContain(CALLBACK)
    const asked = await jar.follow(await flow.signOutUrl(idToken))
    const secret = /name="xsrf" value="([^"]+)"/.exec(await asked.response!.text())![1]!
    const form = new URLSearchParams({ xsrf: secret, logout: 'yes' })
    const out = await jar.follow(`${issuer}/session/end/confirm`, { method: 'POST', body: form }, (at) =>
      at.startsWith(CONSOLE),
    )
    expect(out.url).toContain(`${CONSOLE}/signed-out`)
    const afterwards = await jar.follow((await flow.begin()).url, {}, backAtConsole)
    expect(afterwards.url).toContain(`${issuer}/sign-in/`)
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
