import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readClients } from '#platform/security'
import { Hub } from '#testkit/harness'
import { clientCredentials, event, InterlockClient } from '../../clients/typescript/index.js'
import { onOwnServers, type OwnServers } from '../own-servers.js'
import { assail, type Findings } from './assault.js'
import { badTokens } from './bad-tokens.js'
import { reportOf, verdictsOf } from './report.js'

const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery', 'console'] as const
/** Those that are assailed, and whose memory is watched. */
const ASSAILED = ['intake', 'delivery', 'console'] as const

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '2011' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(
    'npm run hostile -- [--count 10000] [--seed 2011] [--out docs/hostile.md]\nSends hostile requests to a hub of its own, and says whether it failed, showed its inside, grew or let anybody in.',
  )
  process.exit(0)
}

const count = Number(values.count)
const seed = Number(values.seed)
const holds = await onOwnServers('hostile', judged)
process.exit(holds ? 0 : 1)

async function judged({ servers, forHubs, say }: OwnServers): Promise<boolean> {
  const hub = await Hub.start({ apps: APPS, servers: forHubs })
  try {
    const { findings, servedAfterwards } = await attacked(hub, say)
    const verdicts = verdictsOf(findings, servedAfterwards)
    const report = reportOf({ count, seed, servers: servers.how }, findings, verdicts)
    console.log(report)
    if (values.out !== undefined) writeFileSync(values.out, report)
    return verdicts.every((verdict) => verdict.holds)
  } finally {
    await hub.stop()
  }
}

async function attacked(
  hub: Hub,
  say: OwnServers['say'],
): Promise<{ findings: Findings; servedAfterwards: boolean }> {
  await hub.moveTo('2011-10-04T08:00:00Z')
  const issuer = `http://127.0.0.1:${hub.app('identity').port}`
  const tokenOf = (organisation: string): (() => Promise<string>) => {
    const login = readClients(hub.home).find(({ clientId }) => clientId === organisation)!
    return clientCredentials({ issuer, clientId: organisation, clientSecret: login.clientSecret })
  }
  const tokens = { courts: tokenOf('courts'), police: tokenOf('police') }
  const clientOf = (token: () => Promise<string>): InterlockClient =>
    new InterlockClient({
      intakeUrl: `http://127.0.0.1:${hub.app('intake').port}`,
      deliveryUrl: `http://127.0.0.1:${hub.app('delivery').port}`,
      token,
    })
  const courts = clientOf(tokens.courts)
  const bad = await badTokens(hub.home, issuer, await tokens.courts())
  let honest = 0
  const publishHonestly = async (): Promise<string> => {
    const id = `honest-${(honest += 1)}`
    const heading = { source: '/courts/libra', subject: 'order:B01FA/2011-4001', unit: 'courts/b01fa' }
    await courts.publish(
      event(
        'courts.order-copy.sent@1',
        { id, time: '2011-10-03T10:00:00Z', ...heading },
        { courtCode: 'B01FA', orderId: '2011-4001', sentTo: 'police/pnc-bureau', method: 'post' },
      ),
    )
    return id
  }
  const findings = await assail({
    count,
    seed,
    say,
    ports: Object.fromEntries(ASSAILED.map((app) => [app, hub.app(app).port])),
    pids: () => Object.fromEntries(ASSAILED.map((app) => [app, hub.app(app).pid])),
    tokens: async () => ({ courts: await tokens.courts(), police: await tokens.police(), bad }),
    honest: async () => void (await publishHonestly()),
  })
  say('the assault is over; is the honest still served?')
  const last = await publishHonestly()
  await hub.moveTo('2011-10-04T09:00:00Z')
  let servedAfterwards = false
  for await (const { copies } of clientOf(tokens.police).pages({ limit: 500, unit: 'police/pnc-bureau' }))
    servedAfterwards ||= copies.some(({ id }) => id === last)
  return { findings, servedAfterwards }
}
