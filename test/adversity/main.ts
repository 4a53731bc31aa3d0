import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Hub, type TestServers } from '#testkit/harness'
import { Random } from '#testkit/random'
import { provideServers, type Servers } from '../../tools/servers/index.js'
import { drawFaults } from './faults.js'
import { FickleReceiver } from './fickle-receiver.js'
import { aHistory } from './history.js'
import { type Outcome, outcomeOf, repeated } from './outcome.js'
import { playHistory } from './play-history.js'

const APPS = ['register', 'exchange', 'reconciler', 'delivery'] as const

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
const stretches = aHistory({ seed, days: 30, ordersPerDay: 10 })
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
  const verdicts = compare(calm, hurt)
  failed = verdicts.some(({ holds }) => !holds)
  const report = reportOf(calm, verdicts)
  console.log(report)
  if (values.out !== undefined) writeFileSync(values.out, report)
} finally {
  await servers.stop()
  rmSync(home, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

async function run(name: string, play: (hub: Hub) => Promise<void>): Promise<Outcome> {
  say(`${name}: a hub of its own`)
  const receiver = await FickleReceiver.start()
  const hub = await Hub.start({
    apps: APPS,
    servers: testServersOf(servers),
    environment: receiver.environment,
  })
  try {
    await receiver.register(hub)
    await play(hub)
    await receiver.drain(hub, stretches.at(-1)!.until)
    return await outcomeOf(hub, receiver)
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

interface Verdict {
  promise: string
  holds: boolean
  figure: string
}

function compare(calm: Outcome, hurt: Outcome): Verdict[] {
  const same = (a: readonly string[], b: readonly string[]): boolean =>
    a.length === b.length && a.every((each, i) => each === b[i])
  return [
    {
      promise: 'The gaps are those of the undisturbed run',
      holds: same(calm.gaps, hurt.gaps),
      figure: `${hurt.gaps.length} of ${calm.gaps.length}`,
    },
    {
      promise: 'Every copy was read, and none twice, by an independent reader of committed records',
      holds: same(calm.copies, hurt.copies) && repeated(hurt.copies).length === 0,
      figure: `${hurt.copies.length} of ${calm.copies.length}`,
    },
    {
      promise:
        'Every copy came to a receiver of webhooks, each person’s in order, repeated only under its id',
      holds: [calm, hurt].every(({ webhooks: { missing, disordered, renamed } }) =>
        [missing, disordered, renamed].every((list) => list.length === 0),
      ),
      figure: `${hurt.webhooks.copies - hurt.webhooks.missing.length} of ${hurt.webhooks.copies}, ${hurt.webhooks.repetitions} repeated`,
    },
    {
      promise: 'Every message ended in the same named outcome',
      holds: JSON.stringify(calm.outcomes) === JSON.stringify(hurt.outcomes),
      figure: JSON.stringify(hurt.outcomes),
    },
  ]
}

function reportOf(calm: Outcome, verdicts: readonly Verdict[]): string {
  const kinds = [...Map.groupBy(injected, (name) => name)]
    .map(([name, list]) => `| ${name} | ${list.length} |`)
    .sort()
  return [
    '# Adversity',
    '',
    `Made by \`npm run adversity -- --faults ${count} --seed ${seed} --out docs/adversity.md\`. A history of ${Object.values(calm.outcomes).reduce((a, b) => a + b, 0)} messages, duplicates, disorder and ten kinds of poison among them, is played twice: undisturbed, and under ${injected.length} faults. Servers: ${servers.how}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB.`,
    '',
    '| promise | holds | figure |',
    '| --- | --- | --- |',
    ...verdicts.map(
      ({ promise, holds, figure }) => `| ${promise} | ${holds ? 'yes' : '**no**'} | ${figure} |`,
    ),
    '',
    '| fault | times |',
    '| --- | --- |',
    ...kinds,
    '',
  ].join('\n')
}
