import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { topicsOf } from '#core/messages'
import { loadContracts } from '#platform/contracts'
import { type EdgeSettings, edgeTokens, HubClient, startEdge } from '#platform/edge'
import { createKafka } from '#platform/kafka'
import { migrate, roleUrl } from '#platform/postgres'
import { freePort } from '#platform/processes'
import { ensureClients, fetchAs } from '#platform/security'
import { createLogger } from '#platform/telemetry'
import { type Certificate, makeAuthority } from '#testkit/certificates'
import { adminSettings, createDatabase, dropDatabase, testServers } from '#testkit/harness'
import { clientCredentials, event, InterlockClient } from '../../clients/typescript/index.js'
import { startIdentity } from '../../apps/identity/start-identity.js'
import { startIntake } from '../../apps/intake/start-intake.js'
import { migrations as REGISTER_MIGRATIONS } from '../../apps/register/migrations/index.js'

const folder = mkdtempSync(join(tmpdir(), 'interlock-edge-'))
const authority = makeAuthority('Test authority')
const name = `d${randomBytes(5).toString('hex')}`
const servers = testServers()
const silent = createLogger('test', 'silent')
const kafka = { ...adminSettings(servers), prefix: `${name}.` }
const facts = topicsOf(kafka.prefix).facts('courts')
const closing: (() => Promise<unknown>)[] = []
let settings: EdgeSettings

beforeAll(async () => {
  const [server, caller] = ['server', 'caller'].map((each) => filesOf(each, authority.issue(each))) as [
    Files,
    Files,
  ]
  const caFile = save('ca', authority.cert)
  ensureClients(folder, ['courts'])
  const databaseUrl = await createDatabase(servers.databaseUrl, name)
  await migrate(roleUrl(databaseUrl, 'register'), 'register', REGISTER_MIGRATIONS)
  const admin = createKafka(kafka, 'test').producing.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: facts, numPartitions: 1 }], waitForLeaders: true })
  closing.push(async () => {
    await admin.deleteTopics({ topics: [facts] })
    await admin.disconnect()
    await dropDatabase(servers.databaseUrl, name)
  })
  const http = {
    host: '127.0.0.1',
    tls: { ...server, clientCaFile: caFile },
    tokens: 'bound' as const,
    caller: { ...caller, caFile },
  }
  const [identityPort, intakePort] = [await freePort(), await freePort()]
  const oidcIssuer = `https://localhost:${identityPort}`
  const identity = await startIdentity(
    { port: identityPort, issuer: oidcIssuer, consoleUrl: oidcIssuer, home: folder, http },
    silent,
  )
  closing.unshift(() => identity.close())
  const { app } = await startIntake(
    {
      ...{ port: intakePort, kafka, oidcIssuer, clock: 'wall', http },
      databaseUrl: roleUrl(databaseUrl, 'intake'),
    },
    loadContracts('contracts'),
    silent,
  )
  closing.unshift(() => app.close())
  const intakeUrl = `https://localhost:${intakePort}`
  settings = {
    ...{ port: 0, databaseUrl, oidcIssuer, home: folder, contracts: 'contracts', http },
    ...{ intakeUrl, deliveryUrl: intakeUrl },
  }
}, 120_000)

afterAll(async () => {
  for (const close of closing) await close()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

describe('where tokens must be bound', () => {
  /** As an edge makes its own: one `fetch` for the token and for the hub. */
  const hubBy = (forToken: typeof fetch, forHub = forToken): HubClient =>
    new HubClient(settings, () => edgeTokens(settings, 'courts', forToken).token(), undefined, forHub)
  const shown = (): typeof fetch => fetchAs(settings.http?.caller)
  const other = (): typeof fetch =>
    fetchAs({ ...filesOf('other', authority.issue('other')), caFile: join(folder, 'ca') })
  const none = (): typeof fetch => fetchAs({ caFile: join(folder, 'ca') })

  it('an edge publishes with the certificate of its settings', async () => {
    const receipts = await hubBy(shown()).publish([anOrder('edge-1')])
    expect(receipts).toMatchObject([{ status: 'accepted', id: 'edge-1' }])
  }, 30_000)

  it('an edge that shows none is given no token, and one that shows another’s cannot use it', async () => {
    await expect(hubBy(none()).publish([anOrder('edge-2')])).rejects.toMatchObject({
      code: 'HUB_SECURITY_TOKEN_REFUSED',
    })
    for (const wrong of [none(), other()])
      await expect(hubBy(shown(), wrong).publish([anOrder('edge-2')])).rejects.toThrow(
        'HUB_SECURITY_TOKEN_UNBOUND',
      )
  }, 30_000)

  it('an edge without a certificate says so at its start', async () => {
    const bare = { ...settings.http!, caller: { caFile: join(folder, 'ca') } }
    const agency = { organisation: 'courts', migrations: [], controllers: [], build: () => never() }
    await expect(startEdge(agency, { ...settings, http: bare }, silent)).rejects.toMatchObject({
      code: 'HUB_CONFIG_INVALID',
    })
  })

  it('the TypeScript client publishes with a fetch that shows a certificate, and not without', async () => {
    const { clientSecret } = ensureClients(folder, ['courts']).find(({ clientId }) => clientId === 'courts')!
    const clientBy = (fetch: typeof globalThis.fetch): InterlockClient =>
      new InterlockClient({
        ...{ intakeUrl: settings.intakeUrl, deliveryUrl: settings.deliveryUrl, fetch },
        token: clientCredentials({ issuer: settings.oidcIssuer, clientId: 'courts', clientSecret, fetch }),
      })
    await expect(clientBy(shown()).publish(anOrder('client-1'))).resolves.toMatchObject({
      status: 'accepted',
    })
    await expect(clientBy(none()).publish(anOrder('client-2'))).rejects.toMatchObject({ status: 400 })
  }, 30_000)
})

type Files = Record<'certFile' | 'keyFile', string>

function anOrder(id: string) {
  const [orderId, time] = [id, '2011-10-03T10:00:00Z']
  return event(
    'courts.prevention-order.made@1',
    { id, source: '/courts/libra', subject: `order:B01FA/${orderId}`, time, unit: 'courts/b01fa' },
    {
      person: {
        name: { forenames: 'Adam', surname: 'Sample' },
        dateOfBirth: '1970-01-31',
        pnc: '2004/0012345D',
      },
      ...{ courtCode: 'B01FA', orderId, orderType: 'SOPO', madeOn: '2011-10-03' },
      conditions: ['Not to enter any school, nursery or playground.'],
    },
  )
}

function filesOf(of: string, { cert, key }: Certificate): Files {
  return { certFile: save(`${of}.cert`, cert), keyFile: save(`${of}.key`, key) }
}

function save(file: string, text: string): string {
  const path = join(folder, file)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

function never(): never {
  throw new Error('an edge without a certificate is not built')
}
