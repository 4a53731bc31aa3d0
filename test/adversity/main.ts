import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Hub, type TestServers } from '#testkit/harness'
import { Random } from '#testkit/random'
import { provideServers, type Servers } from '../../tools/servers/index.js'
import { drawFaults } from './faults.js'
import { FickleReceiver } from './fickle-receiver.js'
import { aHistory, repetitionsIn } from './history.js'
import { type Outcome, outcomeOf } from './outcome.js'
import { type Played, playHistory } from './play-history.js'
import { reportOf, verdictsOf } from './report.js'

const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery'] as const
/** Each fault has a day of its own on which orders are made. */
const DAYS_MIN = 12
const ORDERS_PER_DAY = 6

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '60' },
    seed: { type: 'string', default: '2011' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(
    'npm run adversity -- [--faults 60] [--seed 2011] [--out docs/adversity.md]\nPlays a history twice on servers of its own, once under faults, and compares what came of it.',
  )
  process.exit(0)
}

const seed = Number(values.seed)
const count = Number(values.faults)
const startedAt = performance.now()
const say = (line: string): void =>
  console.log(`[${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${line}`)
const home = mkdtempSync(join(tmpdir(), 'interlock-adversity-'))
const stretches = aHistory({ seed, days: Math.max(DAYS_MIN, count), ordersPerDay: ORDERS_PER_DAY })
const servers = await provideServers({ home, purpose: 'test', ports: 'free', say })
const injected: string[] = []
let failed = true
try {
  const calm = await run('undisturbed', async (hub) => playHistory(hub, stretches))
  const faults = drawFaults(new Random(seed).branch('faults'), count, handles(servers))
  const hurt = await run('under faults', async (hub) =>
    playHistory(hub, stretches, faults, (name) => {
      injected.push(name)
      say(`fault ${injected.length}: ${name}`)
    }),
  )
  const verdicts = verdictsOf(calm, hurt, repetitionsIn(stretches))
  failed = verdicts.some(({ holds }) => !holds)
  const tooks = hurt.conserved.map(({ tookMs }) => tookMs)
  say(`measuring conservation took ${Math.round(Math.max(...tooks))} ms at most`)
  const publications = stretches.flatMap((stretch) => stretch.publications)
  const posted = publications.filter((each) => each.posted !== undefined).length
  const report = reportOf(
    { seed, injected, messages: publications.length, posted, servers: servers.how },
    verdicts,
  )
  console.log(report)
  if (values.out !== undefined) writeFileSync(values.out, report)
} finally {
  await servers.stop()
  rmSync(home, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

async function run(name: string, play: (hub: Hub) => Promise<Played>): Promise<Outcome> {
  say(`${name}: a hub of its own`)
  const receiver = await FickleReceiver.start()
  const hub = await Hub.start({
    apps: APPS,
    servers: testServersOf(servers),
    environment: receiver.environment,
  })
  try {
    await receiver.register(hub)
    const played = await play(hub)
    await receiver.drain(hub, stretches.at(-1)!.until)
    return await outcomeOf(hub, receiver, played)
  } finally {
    await hub.stop()
    receiver.stop()
  }
}

function testServersOf({ kafka, postgres }: Servers): TestServers {
  return {
    kafkaBrokers: kafka.brokers.join(','),
    kafkaSecurity: kafka.security,
    kafkaUsername: kafka.admin.username,
    kafkaPassword: kafka.admin.password,
    kafkaUsers: kafka.users,
    databaseUrl: postgres.adminUrl,
  }
}

function handles({ processes }: Servers) {
  return {
    ...(processes.kafka ? { kafka: processes.kafka } : {}),
    ...(processes.postgres ? { postgres: processes.postgres } : {}),
  }
}
