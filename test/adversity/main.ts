import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Random } from '#testkit/random'
import type { Servers } from '../../tools/servers/index.js'
import { onOwnServers, type OwnServers } from '../own-servers.js'
import { drawFaults } from './faults.js'
import { aHistory, repetitionsIn } from './history.js'
import { reportOf, verdictsOf } from './report.js'
import { HOSTS, runHistory } from './run-history.js'

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
const holds = await onOwnServers('adversity', judged)
process.exit(holds ? 0 : 1)

async function judged({ servers, forHubs, say }: OwnServers): Promise<boolean> {
  const stretches = aHistory({ seed, days: Math.max(DAYS_MIN, count), ordersPerDay: ORDERS_PER_DAY })
  const injected: string[] = []
  say('undisturbed: a hub of its own')
  const calm = await runHistory(stretches, { edges: 'apart', servers: forHubs })
  say('under faults: a hub of its own')
  const hurt = await runHistory(stretches, {
    edges: 'apart',
    servers: forHubs,
    faults: drawFaults(new Random(seed).branch('faults'), count, HOSTS.apart, handles(servers)),
    onFault: (name) => say(`fault ${injected.push(name)}: ${name}`),
  })
  const tooks = hurt.conserved.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b)
  say(
    `conservation was measured in ${tooks[tooks.length >> 1]!.toFixed(0)} ms as a rule, ${tooks.at(-1)!.toFixed(0)} ms at most`,
  )
  const verdicts = verdictsOf(calm, hurt, repetitionsIn(stretches))
  const publications = stretches.flatMap((stretch) => stretch.publications)
  const posted = publications.filter((each) => each.posted !== undefined).length
  const native = stretches.flatMap((stretch) => stretch.natives).length
  const run = { seed, injected, messages: publications.length, posted, native, servers: servers.how }
  const report = reportOf(run, verdicts)
  console.log(report)
  if (values.out !== undefined) writeFileSync(values.out, report)
  return verdicts.every((verdict) => verdict.holds)
}

function handles({ processes }: Servers) {
  return {
    ...(processes.kafka ? { kafka: processes.kafka } : {}),
    ...(processes.postgres ? { postgres: processes.postgres } : {}),
  }
}
