import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createPool } from '#platform/postgres'
import { testServersOf } from '#testkit/harness'
import { provideServers } from '../tools/servers/index.js'
import { batchCosts } from './batches.js'
import { describeMachine, reportOf } from './report.js'
import { rounds } from './rounds.js'
import { tickTimes } from './ticks.js'
import { whole } from './whole.js'
import type { World } from './world.js'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
    profile: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(`npm run bench -- [--quick] [--out docs/bench.md] [--scale 1] [--only register] [--profile <directory>]
Measures the stages, the pipeline, the latency and the tick on servers of its own, against floors measured in the same run.
  --quick    one round and smaller counts
  --scale    a share of all counts, for a machine that is busy
  --only     the contenders, or the part (batches, pipeline, tick), whose names begin so
  --profile  each app writes a V8 CPU profile into the directory when it ends`)
  process.exit(0)
}

const { only, quick } = values
const counted = (whole: number, quickly: number): number =>
  Math.ceil((quick ? quickly : whole) * Number(values.scale))
const size = {
  rounds: quick ? 1 : 3,
  persons: counted(10_000, 3_000),
  bare: counted(60_000, 20_000),
  register: counted(24_000, 8_000),
  exchange: counted(9_000, 3_000),
  pipeline: counted(8_000, 3_000),
  count: counted(6_000, 1_500),
  eventsPerSecond: 200,
  seconds: counted(20, 10),
}
const openObligations = [counted(10_000, 10_000), counted(1_000_000, 100_000)]

const startedAt = performance.now()
const say = (line: string): void =>
  console.error(`[${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${line}`)
const home = mkdtempSync(join(tmpdir(), 'interlock-bench-'))
const handles = await provideServers({ home, purpose: 'test', ports: 'free', say })
const profiled = values.profile === undefined ? {} : { environment: profilingInto(resolve(values.profile)) }
const world: World = {
  servers: { handles, test: testServersOf(handles), profiled },
  say,
  ...(only === undefined ? {} : { only }),
}
const CONTENDERS = ['bare floor', 'register', 'exchange']
const isWanted = (part: string): boolean => only === undefined || part.startsWith(only)
try {
  const pool = createPool(handles.postgres.adminUrl, { application: 'bench', connectionsMax: 1 })
  const machine = await describeMachine(pool, handles.how)
  await pool.end()
  const report = reportOf({
    command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
    machine,
    runs: CONTENDERS.some(isWanted) ? await rounds(world, size) : new Map(),
    whole: isWanted('pipeline') ? await whole(world, size) : undefined,
    batches: isWanted('batches') ? await batchCosts(world, size) : [],
    ticks: isWanted('tick') ? await tickTimes(world, openObligations) : [],
  })
  console.log(report)
  if (values.out !== undefined) writeFileSync(values.out, report)
} finally {
  await handles.stop()
  rmSync(home, { recursive: true, force: true })
}

/** Apps write nowhere and have no inspector unless they are told (decision 41); a folder that is not there yet cannot be told. */
function profilingInto(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true })
  const options = [
    '--cpu-prof',
    `--cpu-prof-dir=${folder}`,
    '--allow-inspector',
    `--allow-fs-write=${folder}`,
  ]
  return { NODE_OPTIONS: options.join(' ') }
}
