import { cpus, loadavg, totalmem } from 'node:os'
import type { Hub } from '#testkit/harness'
import type { CpuTime } from './cpu-time.js'
import type { BatchCost } from './batches.js'
import type { Run } from './measure.js'
import type { TickTimes } from './ticks.js'
import type { Whole } from './whole.js'

export interface Findings {
  command: string
  machine: string
  runs: ReadonlyMap<string, Run>
  whole: Whole | undefined
  batches: readonly BatchCost[]
  ticks: readonly TickTimes[]
}

const STAGE_OF_ITS_FLOOR_GOAL = 0.75
const PIPELINE_OF_BARE_FLOOR_GOAL = 0.15
const P99_MS_GOAL = 250

export function reportOf(findings: Findings): string {
  const { command, machine, runs, whole, batches, ticks } = findings
  return [
    '# Speed',
    '',
    `Made by \`${command}\`. ${machine}`,
    '',
    ...EXPLANATION,
    '',
    ...throughputTable(runs, whole),
    ...(whole ? ['', ...latencyTable(whole)] : []),
    ...(batches.length > 0 ? ['', ...batchTable(batches)] : []),
    ...(ticks.length > 0 ? ['', ...tickTable(ticks)] : []),
    '',
    ...PROFILES,
    '',
  ].join('\n')
}

/** Cores, memory and versions; nothing that names the machine. */
export async function describeMachine(pool: Hub['pool'], how: string): Promise<string> {
  const { rows } = await pool.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )
  const model = cpus()[0]?.model ?? 'unknown'
  const postgres = rows[0]!.version.split(' ')[0]
  return `${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, PostgreSQL ${postgres}, Kafka ${KAFKA_VERSION} (${how} servers); programs, PostgreSQL and Kafka share the cores. ${busyness(loadavg()[0] ?? 0)}`
}

function busyness(load: number): string {
  const says = `Processes waiting for a core when it began: ${load.toFixed(1)}.`
  return load < 1
    ? says
    : `${says} **The machine was busy with something else: trust the ratios little, the rates less.**`
}

/** What tools/kafka and docker-compose.yml pin; a broker does not tell its version to kafkajs. */
const KAFKA_VERSION = '4.1.1'

const EXPLANATION = [
  'Every contender is a fresh process that has worked off a warm-up; then a backlog becomes visible at one instant (a Kafka',
  'transaction commits), and the clock runs until the offsets of its last message are committed. Contenders take turns in',
  'rounds, and each figure is its median round: only ratios within one run mean anything, because the speed of a machine varies.',
  'Two thirds of the messages (in the first round more) are court orders, the rest PNC markers, about people mostly known.',
  '',
  '- **bare floor**: kafkajs `eachBatch`, `JSON.parse` and Ajv, one `unnest` statement and one send a batch, no framework.',
  '- **a stage’s floor**: what the stage writes, to tables of the same shape and topics of the same kind (outputs stored for',
  '  replay among them), with kafkajs `eachBatch` and one transaction of `unnest` statements; no framework, and no decision:',
  '  nothing is validated, looked up, hashed into a chain or shared by rule.',
  '- **pipeline**: register, exchange, reconciler and delivery at once, until every copy is in its inbox.',
]

/** What `--profile` and the batches showed; to be looked at again when a stage changes. */
const PROFILES = [
  '## Where the time goes',
  '',
  'From V8 profiles of the stages at work, starting up left out, and from counting rows and statements:',
  '',
  '- **Rows.** A fact of this workload leaves some twenty rows behind: five decisions in the ledger, nearly three copies, two',
  '  profile entries in each of two schemas, evidence, cases, outcomes. Each has about three index entries. That is PostgreSQL’s',
  '  work in all four stages, a floor’s too, and the reason why faster code alone does not reach the pipeline’s goal: the bare floor',
  '  writes two rows and one record.',
  '- **Exchange.** A quarter of its own work is the ledger (a salt, a commitment and a link of the chain for each unit concerned,',
  '  and their JSON), a sixth the driver, an eighth the sharing decision with its CEL conditions; profiles, identifiers and garbage',
  '  take the rest. Beside it stand decoding and encoding for Kafka, which its floor does as well.',
  '- **Register.** Reading a fact and judging it against its contract, linking it, and making parameters for PostgreSQL cost about',
  '  the same.',
  '- **Reconciler.** A third is the driver (evidence and cases go to PostgreSQL and come back as JSON), a seventh judging, a tenth',
  '  garbage. In PostgreSQL two thirds are three statements: inserting evidence, updating cases, loading evidence.',
  '- **Small batches.** What a batch costs however little is in it (see the table) is what limits the latency at a modest load. So',
  '  what is there of all partitions goes through at once, and the stages rest as long as they work (decision 38): some fifteen times a',
  '  second, with a dozen facts each. An event then still costs three times what it costs in a backlog. A third of that is',
  '  Kafka, which the publisher sends each event by itself and whose fetches name every partition.',
  '- **Moves.** A fact that gives somebody another owner makes the exchange ask what stands about them and what the owner had of it,',
  '  two questions to PostgreSQL for each who moves. The people of this workload stay in their borough, as most do.',
  '- **A machine that is busy with other things** hurts the stages more than their floors, because each of those steps waits its',
  '  turn for a core. Compare the CPU columns then.',
]

function batchTable(batches: readonly BatchCost[]): string[] {
  const ms = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(0))
  return [
    'A stage’s own work without Kafka, its batches large and small, CPU ms per 1,000 messages:',
    '',
    '| stage | messages a batch | own | PostgreSQL |',
    '| --- | --- | --- | --- |',
    ...batches.map(
      ({ stage, batch, cpu }) => `| ${stage} | ${batch} | ${ms(cpu.own)} | ${ms(cpu.postgres)} |`,
    ),
  ]
}

function cpu({ cpu: { own, postgres, kafka } }: { cpu: CpuTime }): string {
  return [own, postgres, kafka].map((ms) => (Number.isNaN(ms) ? '–' : ms.toFixed(0))).join(' / ')
}

function throughputTable(runs: ReadonlyMap<string, Run>, whole: Whole | undefined): string[] {
  const bare = runs.get('bare floor')
  const ratio = (rate: number, floor: Run | undefined): string =>
    floor ? `${((rate * 100) / floor.messagesPerSecond).toFixed(0)} %` : ''
  const lines = [...runs].map(([name, run]) => {
    const floor = runs.get(`${name} floor`)
    const goal = floor
      ? verdict(run.messagesPerSecond >= STAGE_OF_ITS_FLOOR_GOAL * floor.messagesPerSecond)
      : ''
    const own = ratio(run.messagesPerSecond, floor)
    return `| ${name} | ${grouped(run.messagesPerSecond)} | ${own} | ${ratio(run.messagesPerSecond, bare)} | ${floor ? '75 % of its floor' : ''} | ${goal} | ${cpu(run)} |`
  })
  if (whole) {
    const rate = whole.pipeline.messagesPerSecond
    const goal = bare ? verdict(rate >= PIPELINE_OF_BARE_FLOOR_GOAL * bare.messagesPerSecond) : ''
    lines.push(
      `| pipeline | ${grouped(rate)} | | ${ratio(rate, bare)} | 15 % of the bare floor | ${goal} | ${cpu(whole.pipeline)} |`,
    )
  }
  return [
    '| contender | messages/s | of its floor | of the bare floor | goal | met | CPU ms per 1,000: own / PostgreSQL / Kafka |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
  ]
}

function latencyTable({ latency }: Whole): string[] {
  const { eventsPerSecond, copies, p50Ms, p99Ms, cpuOfStages } = latency
  return [
    'From just before a fact is sent to `facts.*` until a `read_committed` reader has each copy of it from `inbox.*`:',
    '',
    '| events/s | copies | p50 ms | p99 ms | goal | met | CPU ms per 1,000: own / PostgreSQL / Kafka |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    `| ${eventsPerSecond} | ${grouped(copies)} | ${p50Ms.toFixed(0)} | ${p99Ms.toFixed(0)} | p99 below ${P99_MS_GOAL} ms | ${verdict(p99Ms < P99_MS_GOAL)} | ${cpu(latency)} |`,
    '',
    `Own CPU by stage: ${[...cpuOfStages].map(([stage, ms]) => `${stage} ${ms.toFixed(0)}`).join(', ')} ms per 1,000 events.`,
  ]
}

function tickTable(ticks: readonly TickTimes[]): string[] {
  return [
    'From a tick’s publication in `hub.linked` until `hub.tick.decided` is in `facts.hub`, by Kafka’s timestamps (nothing due:',
    'median of fifteen; due: obligations of real orders that all fall due at that tick, judged, told and stored):',
    '',
    '| open obligations | nothing due, ms | falling due | with those due, ms |',
    '| --- | --- | --- | --- |',
    ...ticks.map(
      ({ open, nothingDueMs, due, dueMs }) =>
        `| ${grouped(open)} | ${nothingDueMs.toFixed(0)} | ${grouped(due)} | ${dueMs.toFixed(0)} |`,
    ),
  ]
}

function verdict(met: boolean): string {
  return met ? 'yes' : '**no**'
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-GB')
}
