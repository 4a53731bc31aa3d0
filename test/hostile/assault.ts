import { Random } from '#testkit/random'
import { type Attack, type AttackKind, get, type Target, type Tokens } from './attack.js'
import { BODY_ATTACKS } from './attacks/bodies.js'
import { HEAD_ATTACKS } from './attacks/heads.js'
import { PAGE_ATTACKS, SCRIPT } from './attacks/pages.js'
import { RIGHTS_ATTACKS } from './attacks/rights.js'
import { residentBytes } from './memory.js'
import { send, type WireAnswer } from './wire.js'

export const ATTACK_KINDS: readonly AttackKind[] = [
  ...BODY_ATTACKS,
  ...HEAD_ATTACKS,
  ...RIGHTS_ATTACKS,
  ...PAGE_ATTACKS,
]

export interface Assault {
  count: number
  seed: number
  /** Where each target listens; kinds against a target that is not here are sent to another. */
  ports: Partial<Record<Target, number>>
  /** Asked anew now and then, since good tokens expire. */
  tokens: () => Promise<Tokens>
  /** Processes whose memory is watched, by app; asked at each sample, so that a restart shows. */
  pids: () => Readonly<Record<string, number | undefined>>
  /** Something honest, done now and then in the middle of it. */
  honest: () => Promise<void>
  say?: (line: string) => void
}

export interface Findings {
  /** What must not be: an answer of 500 or more, a stack trace, a refusal that let somebody in. */
  faults: string[]
  /** How many answers of each status, by kind. */
  tally: Record<string, Record<string, number>>
  /** Resident bytes over the assault, by app. */
  memory: Record<string, number[]>
  /** Processes that were seen, by app: more than one is a crash. */
  pids: Record<string, number[]>
  honest: number
}

const ABREAST = 24
const SAMPLES = 50
const HONEST = 20
const FAULTS_KEPT = 50
const PROBE_MS_MAX = 10_000
/** A frame of a stack, a module's path, or PostgreSQL's own words. */
const TRACE = /\n\s+at |node_modules|\.js:\d+|\.ts:\d+|dist\/|SQLSTATE|syntax error at or near|pg_|relation "/

/** Sends so many hostile requests, two dozen abreast, and looks at every answer. */
export async function assail(assault: Assault): Promise<Findings> {
  const findings: Findings = { faults: [], tally: {}, memory: {}, pids: {}, honest: 0 }
  const random = new Random(assault.seed)
  const every = (times: number): number => Math.max(1, Math.floor(assault.count / times))
  let tokens = await assault.tokens()
  let sent = 0
  let honestBusy: Promise<void> = Promise.resolve()
  const worker = async (): Promise<void> => {
    while (sent < assault.count) {
      const number = sent
      sent += 1
      if (number % every(SAMPLES) === 0) {
        sample(assault, findings)
        await probe(assault, findings, number)
      }
      if (number % every(HONEST) === 0) {
        tokens = await assault.tokens()
        honestBusy = honestBusy.then(() => honestly(assault, findings, number))
        assault.say?.(`${number} of ${assault.count}`)
      }
      const attack = drawn(random.branch(String(number)), assault, tokens)
      judge(findings, number, attack, await send(assault.ports[attack.target]!, attack.request))
    }
  }
  await Promise.all(Array.from({ length: ABREAST }, worker))
  await honestBusy
  sample(assault, findings)
  return findings
}

/** The next attack on a target that is there. */
function drawn(random: Random, { ports }: Assault, tokens: Tokens): Attack {
  for (;;) {
    const { kind, draw } = random.pick(ATTACK_KINDS)
    const attack = draw(random, tokens)
    if (ports[attack.target] !== undefined) return { kind, ...attack }
  }
}

function judge(findings: Findings, number: number, attack: Attack, answer: WireAnswer): void {
  const { kind, target, request, neverStatus = [] } = attack
  const statuses = (findings.tally[kind] ??= {})
  const status = answer.status > 0 ? String(answer.status) : answer.isOpen ? 'waiting' : 'closed'
  statuses[status] = (statuses[status] ?? 0) + 1
  const what = `${number}: ${kind}, ${request.method.slice(0, 10)} ${target}${request.path.slice(0, 60)} → ${status}`
  const fault = (says: string): void => {
    if (findings.faults.length < FAULTS_KEPT) findings.faults.push(`${what}: ${says}`)
  }
  if (answer.status >= 500) fault('the server failed')
  if (neverStatus.includes(answer.status)) fault('it was let in')
  if (answer.body.includes(SCRIPT) && answer.type === 'text/html') fault('the page holds the script')
  const trace = TRACE.exec(answer.body)
  if (trace !== null && !request.path.startsWith('/metrics'))
    fault(`the answer shows ${JSON.stringify(trace[0])}`)
  if (target !== 'console' && answer.status >= 400 && !isRefusal(answer))
    fault(`the refusal is ${answer.type}`)
}

/** Problem details; or, for what was no HTTP, the few words of the parser before any app. */
function isRefusal({ type, body }: WireAnswer): boolean {
  return (
    type === 'application/problem+json' ||
    /^(0\r\n\r\n)?$/.test(body) ||
    body.startsWith('{"error":"Bad Request"') ||
    body.startsWith('{"error":"Request Header')
  )
}

function sample({ pids }: Assault, findings: Findings): void {
  for (const [app, pid] of Object.entries(pids())) {
    const bytes = pid === undefined ? undefined : residentBytes(pid)
    if (pid === undefined || bytes === undefined) continue
    ;(findings.memory[app] ??= []).push(bytes)
    const seen = (findings.pids[app] ??= [])
    if (!seen.includes(pid)) seen.push(pid)
  }
}

/** Whoever waits for one hostile request keeps nobody else waiting: each app still says that it lives. */
async function probe({ ports }: Assault, findings: Findings, number: number): Promise<void> {
  const answers = await Promise.all(
    Object.entries(ports).map(async ([app, port]) => {
      const { status } = await send(port, get('/health/live', []), PROBE_MS_MAX)
      return { app, status }
    }),
  )
  for (const { app, status } of answers)
    if (status !== 200) findings.faults.push(`${number}: ${app} does not say that it lives`)
}

async function honestly(assault: Assault, findings: Findings, number: number): Promise<void> {
  try {
    await assault.honest()
    findings.honest += 1
  } catch (error) {
    findings.faults.push(`${number}: an honest request failed: ${(error as Error).message}`)
  }
}
