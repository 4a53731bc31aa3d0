import { Random } from '#testkit/random'
import { CourtClerks, type OfficePost } from './court-clerks.js'
import { paperPost, postOf } from './day-post.js'
import { type Day, daysBetween, isWorkingDay, londonInstant } from './days.js'
import { type Edge, EDGES, type EdgeAddresses, Edges } from './edges.js'
import { holdings } from './lives/lives.js'
import type { NativePost } from './native-post.js'
import { COMPARED_ON, LAST_DAY, type Scenario } from './london.js'
import type { CourtOrder } from './orders.js'
import type { Instruction, Step } from './stories.js'

/** What playing needs of the world: two edges, a token for each, and somebody who moves the clock. */
export interface Drivers extends EdgeAddresses {
  clock: {
    /** Moves stream time; resolves when everything received before it is processed and every deadline up to it decided. */
    moveTo(at: number): Promise<unknown>
  }
}

export interface Progress {
  phase: 'registers' | 'quarter'
  done: number
  of: number
  /** The register or the day. */
  now: string
}

export interface Played {
  registerRows: number
  nativeMessages: number
  /** Native messages that were spoilt on purpose and refused, as they must be. */
  refused: number
  requests: number
  transactions: number
  ticks: number
  /** What an honest edge would not have answered; empty when all went well. */
  surprises: string[]
  elapsedMs: number
}

/** Native messages of a day on their way at once. */
const AT_ONCE = 6
const REGISTERS_AT_ONCE = 3
const SURPRISES_MAX = 100
/** Offices close and the clock is moved: whatever happens on a day is told after it. */
const CLOSING = '18:00'
/** The agencies that only read their inbox, and have nobody who works through it. */
const SANDBOXES = ['probation', 'prisons', 'immigration'] as const

/**
 * Plays a London against its agencies' edges: the registers first, then every working day of the quarter. On each day the
 * clock moves to its end, the agencies and the unit's desk read what has reached them, and the day's messages are
 * sent; the next day begins when the hub has settled. Nothing runs on a timer, so the same London ends the same.
 */
export async function play(
  scenario: Scenario,
  drivers: Drivers,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<Played> {
  const run = new Run(scenario, drivers, onProgress)
  const began = performance.now()
  await run.registers()
  await run.quarter()
  return { ...run.played, elapsedMs: Math.round(performance.now() - began) }
}

class Run {
  readonly played: Omit<Played, 'elapsedMs'> = {
    registerRows: 0,
    nativeMessages: 0,
    refused: 0,
    requests: 0,
    transactions: 0,
    ticks: 0,
    surprises: [],
  }
  private readonly edges: Edges
  private readonly clerks: CourtClerks
  private readonly random: Random
  private readonly agenda = new Map<Day, Step[]>()
  private readonly read: Partial<Record<Edge, number>> = {}

  constructor(
    private readonly scenario: Scenario,
    private readonly drivers: Drivers,
    private readonly onProgress: (progress: Progress) => void,
  ) {
    this.edges = new Edges(drivers)
    this.clerks = new CourtClerks(scenario)
    this.random = new Random(scenario.seed).branch('play')
    const { stories, lives, routine } = scenario
    for (const { on, step } of [...routine, ...[...stories, ...lives].flatMap(({ steps }) => steps)])
      this.plan(on, step)
  }

  async registers(): Promise<void> {
    const { registers, misdeeds } = this.scenario
    await this.moveTo(londonInstant(COMPARED_ON, '06:00'))
    for (const told of Map.groupBy(misdeeds, ({ edge, register }) => `${edge} ${register}`).values())
      await this.instruct(told)
    for (const post of holdings(this.scenario.lives)) await this.send(post)
    let done = 0
    await inParallel(registers, REGISTERS_AT_ONCE, async (register) => {
      const path = `${register.path}${register.path.includes('?') ? '&' : '?'}asAt=${register.asAt}`
      const answer = await this.edges.call(register.edge, 'POST', path, 'text/csv', () =>
        streamed(register.csv()),
      )
      if (answer.status === 202) this.played.registerRows += register.rows
      else this.surprise(`${register.path}: ${answer.status} ${answer.text}`)
      this.onProgress({ phase: 'registers', done: ++done, of: registers.length, now: register.path })
    })
    await this.moveTo(londonInstant(COMPARED_ON, CLOSING))
  }

  /** Tells one sandbox register what to do instead of what it should. */
  private async instruct(instructions: readonly Instruction[]): Promise<void> {
    const { edge, register } = instructions[0]!
    const path = `/sandbox/misbehaviour${register === undefined ? '' : `?register=${register}`}`
    const misdeeds = JSON.stringify(instructions.map(({ misdeed }) => misdeed))
    const told = await this.edges.call(edge, 'PUT', path, 'application/json', misdeeds)
    if (told.status !== 200) this.surprise(`${edge} ${path}: ${told.status} ${told.text}`)
  }

  async quarter(): Promise<void> {
    const days = daysBetween(COMPARED_ON, LAST_DAY).filter(isWorkingDay)
    for (const [position, day] of days.entries()) {
      await this.moveTo(londonInstant(day, CLOSING))
      await this.workingDay(day)
      this.onProgress({ phase: 'quarter', done: position + 1, of: days.length, now: day })
    }
    await this.moveTo(londonInstant(LAST_DAY, '23:00'))
  }

  /** Inboxes are read before anybody writes, so that no reading depends on how fast the hub is. */
  private async workingDay(day: Day): Promise<void> {
    const [post] = await Promise.all((['courts', ...SANDBOXES] as const).map((edge) => this.readInbox(edge)))
    for (const { order, change, sentOn, arrivesOn } of this.clerks.answer(day, post ?? [])) {
      this.plan(sentOn, { does: 'dispatch', order })
      this.plan(arrivesOn, { does: 'paper', order, change })
    }
    const steps = this.agenda.get(day) ?? []
    await this.deskDay(day, steps)
    const asAt = new Date(londonInstant(day, CLOSING)).toISOString()
    await Promise.all(EDGES.map((edge) => this.work(edge, `/sandbox/catch-up?asAt=${asAt}`)))
    await inParallel(postOf(day, steps, this.random.branch(day)), AT_ONCE, (one) => this.send(one))
  }

  /** What came for an agency since it last looked. */
  private async readInbox(edge: Edge): Promise<OfficePost[]> {
    const path = `/inbox/work-through?since=${this.read[edge] ?? 0}`
    const post = (await this.work<{ post: OfficePost[] }>(edge, path))?.post ?? []
    this.read[edge] = post.at(-1)?.position ?? this.read[edge] ?? 0
    return post
  }

  private async deskDay(day: Day, steps: readonly Step[]): Promise<void> {
    const papers = steps.flatMap((step): { order: CourtOrder; change: '' | 'VARIED' | 'DISCHARGED' }[] =>
      step.does === 'paper' ? [step] : [],
    )
    if (papers.length > 0) await this.send(paperPost(papers))
    const asAt = new Date(londonInstant(day, CLOSING)).toISOString()
    const done = await this.work<{ requested: unknown[]; transactions: unknown[]; factsRefused: number }>(
      'police',
      `/desk/work-through?asAt=${asAt}`,
    )
    if (done?.factsRefused) this.surprise(`the hub refused ${done.factsRefused} facts of the desk on ${day}`)
    this.played.requests += done?.requested.length ?? 0
    this.played.transactions += done?.transactions.length ?? 0
  }

  private plan(on: Day, step: Step): void {
    const steps = this.agenda.get(on)
    if (steps === undefined) this.agenda.set(on, [step])
    else steps.push(step)
  }

  private async moveTo(at: number): Promise<void> {
    await this.drivers.clock.moveTo(at)
    this.played.ticks++
  }

  private async send({ edge, path, contentType, body, expects, about, as }: NativePost): Promise<void> {
    const answer = await this.edges.call(edge, 'POST', path, contentType, body, as)
    this.played.nativeMessages++
    if (expects === 'refused' && answer.status === 422) this.played.refused++
    else if (expects === 'refused' || answer.status !== 202)
      this.surprise(`${about} at ${path}: ${answer.status} ${answer.text}`)
  }

  private async work<T>(edge: Edge, path: string): Promise<T | undefined> {
    const answer = await this.edges.call(edge, 'POST', path, 'application/json', '{}')
    if (answer.status === 200) return JSON.parse(answer.text) as T
    this.surprise(`${path}: ${answer.status} ${answer.text}`)
    return undefined
  }

  private surprise(says: string): void {
    if (this.played.surprises.length < SURPRISES_MAX) this.played.surprises.push(says.slice(0, 1_000))
  }
}

async function* streamed(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  let pending = ''
  for (const line of lines) {
    pending += `${line}\n`
    if (pending.length < 32_768) continue
    yield Buffer.from(pending)
    pending = ''
  }
  if (pending !== '') yield Buffer.from(pending)
}

async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
    }),
  )
}
