import { cpus, totalmem } from 'node:os'
import { repeated } from './inbox-order.js'
import type { Outcome } from './outcome.js'

export interface Verdict {
  promise: string
  holds: boolean
  figure: string
}

/** @param repetitions facts that the history itself says again */
export function verdictsOf(calm: Outcome, hurt: Outcome, repetitions: number): Verdict[] {
  return [
    {
      promise: 'The conservation law held after each fault, and at the end',
      holds: [calm, hurt].every(({ conserved }) => conserved.every(({ broken }) => broken.length === 0)),
      figure: conservation(hurt),
    },
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
      promise: 'In every inbox that reader met each person’s copies in the order of the disclosure ledger',
      holds: [calm, hurt].every(({ disordered }) => disordered.length === 0),
      figure: `${hurt.copies.length - hurt.disordered.length} of ${hurt.copies.length}`,
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
    {
      promise: 'Every message of an agency’s own system ended as its facts, each once, however often it came',
      holds: same(calm.natives.messages, hurt.natives.messages) && [calm, hurt].every(areNativesWhole),
      figure: nativeFigure(hurt),
    },
    {
      promise:
        'The console answered whoever was signed in after each fault, and named the gaps that there are',
      holds:
        same(calm.console.named, hurt.console.named) &&
        [calm, hurt].every(({ console: { wrong } }) => wrong.length === 0),
      figure: consoleFigure(hurt),
    },
    {
      promise: 'Whatever arrived again was known as a duplicate: said twice, or sent again unanswered',
      holds: [calm, hurt].every((run) => isAccountedFor(run, repetitions)),
      figure: `${hurt.duplicates}: ${repetitions} said twice, ${hurt.duplicates - repetitions} of ${hurt.sentAgain} sent again`,
    },
  ]
}

/** Whether each duplicate is one that the history has, or one that was sent again because nobody answered. */
export function isAccountedFor({ duplicates, sentAgain }: Outcome, repetitions: number): boolean {
  return duplicates >= repetitions && duplicates <= repetitions + sentAgain
}

function areNativesWhole({ natives: { unfinished, notOnce } }: Outcome): boolean {
  return unfinished.length === 0 && notOnce.length === 0
}

function nativeFigure({ natives: { messages, facts, again, unfinished, notOnce } }: Outcome): string {
  const whole = messages.length - unfinished.length
  return `${whole} of ${messages.length}, ${again} of them once more; ${facts - notOnce.length} of ${facts} facts`
}

function consoleFigure({ console: { right, wrong, asked, came, named } }: Outcome): string {
  const said = `${right} of ${right + wrong.length} times, ${named.length} gaps at the end`
  return `${said}; ${came} of ${asked} pages came during faults${wrong.length > 0 ? `; ${wrong[0]}` : ''}`
}

function conservation({ conserved }: Outcome): string {
  const held = conserved.filter(({ broken }) => broken.length === 0)
  const firstBroken = conserved.findIndex(({ broken }) => broken.length > 0)
  const figure = `${held.length} of ${conserved.length} measurements`
  if (firstBroken === -1) return `${figure}, the last at the end`
  const last =
    firstBroken === 0 ? 'never' : `last after fault ${firstBroken}, ${conserved[firstBroken - 1]!.after}`
  return `${figure}, ${last}; then ${conserved[firstBroken]!.broken[0]}`
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i])
}

export interface Run {
  seed: number
  injected: readonly string[]
  /** Facts of the history, and how many of them go through intake. */
  messages: number
  posted: number
  /** What agencies' own systems say to their edges. */
  native: number
  /** How the servers were provided. */
  servers: string
}

export function reportOf(
  { seed, injected, messages, posted, native, servers }: Run,
  verdicts: readonly Verdict[],
): string {
  const kinds = [...Map.groupBy(injected, (name) => name)]
    .map(([name, list]) => `| ${name} | ${list.length} |`)
    .sort()
  return [
    '# Adversity',
    '',
    `Made by \`npm run adversity -- --faults ${injected.length} --seed ${seed} --out docs/adversity.md\`. A history of ${messages} messages, duplicates, disorder and ten kinds of poison among them, ${posted} of them posted to intake and the others written to their agency's topic, and ${native} that agencies' own systems send to the five edges in formats of their own, is played twice, with every app as a process of its own: undisturbed, and under ${injected.length} faults. After each fault the hub settles and the conservation law is measured, as \`npx interlock conservation\` does; somebody looks at the console all the while, and everybody who sends asks for new tokens. Servers: ${servers}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB.`,
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
