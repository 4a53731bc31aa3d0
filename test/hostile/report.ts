import { cpus, totalmem } from 'node:os'
import type { Findings } from './assault.js'
import { growthBytes, median, quarters } from './memory.js'

export interface Verdict {
  promise: string
  holds: boolean
  figure: string
}

/** What a process may grow from the third quarter to the last: the garbage that V8 has not collected yet. */
export const GROWTH_BYTES_MAX = 48 * 1_048_576
const MIB = 1_048_576

export function verdictsOf(findings: Findings, servedAfterwards: boolean): Verdict[] {
  const growths = Object.entries(findings.memory).map(([app, samples]) => ({
    app,
    growth: growthBytes(samples),
  }))
  const statuses = Object.values(findings.tally).flatMap((kinds) => Object.keys(kinds))
  return [
    {
      promise: 'No answer is a 5xx, shows anything of the inside, or lets in who must stay out',
      holds: findings.faults.length === 0 && !statuses.some((status) => status.startsWith('5')),
      figure:
        findings.faults.length === 0
          ? 'none'
          : findings.faults.slice(0, 5).join('<br>').replaceAll('|', '\\|'),
    },
    {
      promise: 'No process ended',
      holds: Object.values(findings.pids).every((pids) => pids.length === 1),
      figure: Object.entries(findings.pids)
        .map(([app, pids]) => `${app}: ${pids.length} process`)
        .join(', '),
    },
    {
      promise: `Memory is flat: the last quarter lies at most ${GROWTH_BYTES_MAX / MIB} MiB above the third`,
      holds: growths.every(({ growth }) => growth <= GROWTH_BYTES_MAX),
      figure: growths.map(({ app, growth }) => `${app}: ${mib(growth)}`).join(', '),
    },
    {
      promise: 'The honest are served in the middle of it, and afterwards',
      holds: servedAfterwards && findings.honest > 0,
      figure: `${findings.honest} in the middle, ${servedAfterwards ? 'a copy delivered' : 'no copy delivered'} afterwards`,
    },
  ]
}

export function reportOf(
  { count, seed, servers }: { count: number; seed: number; servers: string },
  findings: Findings,
  verdicts: readonly Verdict[],
): string {
  const kinds = Object.entries(findings.tally).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const memory = Object.entries(findings.memory).map(
    ([app, samples]) =>
      `| ${app} | ${mib(samples[0] ?? 0)} | ${quarters(samples)
        .map((quarter) => mib(median(quarter)))
        .join(' | ')} | ${mib(Math.max(...samples))} |`,
  )
  return [
    '# Hostile requests',
    '',
    `Made by \`npm run hostile -- --count ${count} --seed ${seed} --out docs/hostile.md\`. ${count} requests that no honest system sends, byte by byte on the wire and two dozen abreast, to a hub of its own. Servers: ${servers}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB.`,
    '',
    '| promise | holds | figure |',
    '| --- | --- | --- |',
    ...verdicts.map(
      ({ promise, holds, figure }) => `| ${promise} | ${holds ? 'yes' : '**no**'} | ${figure} |`,
    ),
    '',
    'Answers by kind. `closed`: the connection was closed without one, because the request was no HTTP.',
    '`waiting`: the request promised more than it held, and the server waited for the rest until we left.',
    '',
    '| kind | answers |',
    '| --- | --- |',
    ...kinds.map(([kind, statuses]) => `| ${kind} | ${answers(statuses)} |`),
    '',
    'Resident memory: medians of each quarter of the run.',
    '',
    '| app | at first | first quarter | second | third | last | most |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...memory,
    '',
  ].join('\n')
}

function answers(statuses: Readonly<Record<string, number>>): string {
  return Object.entries(statuses)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, times]) => `${times} × ${status}`)
    .join(', ')
}

function mib(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`
}
