import { relative } from 'node:path'
import { homeOf, hubPlace, withDatabase } from '../hub-place.js'
import { said, tell } from '../answer.js'
import { removeLondonRecord } from '../london/london-record.js'
import { momentOf } from '../moments.js'
import { moveTo } from '../move-clock.js'
import type { DataHere } from '../stack/data-here.js'
import { startDetached } from '../stack/detached.js'
import { startStack } from '../stack/start-stack.js'
import { stepSayer } from '../stack/steps.js'
import { untilAsked } from '../stack/until-asked.js'

export interface UpOptions {
  simulatedClock?: string
  fresh?: boolean
  detach?: boolean
}

/** `interlock up`: servers and applications, without a scenario. */
export async function up(options: UpOptions): Promise<void> {
  const home = homeOf()
  const startAt = options.simulatedClock === undefined ? undefined : momentOf(options.simulatedClock)
  if (options.detach === true) return startDetached(home, options)
  const asked = untilAsked()
  const say = stepSayer()
  const stack = await startStack({
    home,
    say,
    plan: (here) => {
      if (options.fresh === true) removeLondonRecord(home)
      return { clock: clockFor(options, here), forgets: options.fresh === true }
    },
    onStarted: async ({ environment }, here) => {
      if (startAt === undefined) return
      if (here.tickAt !== null && here.tickAt >= startAt) {
        say(`it is ${said(here.tickAt)} already, and time never runs backwards; --fresh begins anew`)
        return
      }
      await withDatabase((pool) => moveTo(pool, startAt), hubPlace({ ...process.env, ...environment }))
    },
  })
  try {
    tell(whereToLook(stack.record.ports, home))
    await asked
  } finally {
    say('stopping')
    await stack.stop()
    say('everything is stopped; the data stay')
  }
  process.exit(0)
}

/** Data keep the clock they were made with, unless another is asked for or they are forgotten. */
function clockFor(options: UpOptions, here: DataHere): 'wall' | 'simulated' {
  if (options.simulatedClock !== undefined) return 'simulated'
  return options.fresh === true ? 'wall' : (here.clock ?? 'wall')
}

export function whereToLook(ports: Readonly<Record<string, number>>, home: string): string {
  const folder = relative(process.cwd(), home) || '.'
  const url = (app: string): string => `http://127.0.0.1:${ports[app]}`
  return [
    '',
    `  console    ${url('console')}    sign in as central-jigsaw-analyst; passwords are in ${folder}/credentials.json, under people`,
    `  intake     ${url('intake')}    POST /events, POST /extracts`,
    `  delivery   ${url('delivery')}    GET /inbox`,
    `  tokens     ${url('identity')}    client credentials; the clients are in ${folder}/credentials.json`,
    `  logs       ${folder}/logs`,
    '',
    '  npx interlock status              how every part is',
    '  npx interlock gaps --state open   what is missing',
    '  npx interlock explain <event-id>  the whole life of one message',
    '',
    '  Ctrl-C stops everything.',
  ].join('\n')
}
