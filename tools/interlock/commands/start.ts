import { HubError } from '#core/kernel'
import { readStreamTime } from '#platform/published'
import { tell, write } from '../answer.js'
import { homeOf, hubPlace, withDatabase } from '../hub-place.js'
import { findingsOf, findingsText } from '../london/findings.js'
import { type LondonRecord, readLondonRecord, removeLondonRecord } from '../london/london-record.js'
import { playLondon } from '../london/play-london.js'
import { sentenceOf } from '../refusal.js'
import type { DataHere } from '../stack/data-here.js'
import { type RunningStack, startStack } from '../stack/start-stack.js'
import { stepSayer } from '../stack/steps.js'
import { untilAsked } from '../stack/until-asked.js'
import { wholeNumber } from '../whole-number.js'
import { whereToLook } from './up.js'

export interface StartOptions {
  once?: boolean
  fresh?: boolean
  seed?: string
}

/** `npm start`: the whole stack with London played once, its table, and where to look next. */
export async function start(options: StartOptions): Promise<void> {
  const seed = options.seed === undefined ? undefined : wholeNumber('seed', options.seed)
  const asked = untilAsked()
  const say = stepSayer()
  const home = homeOf()
  let stack: RunningStack | undefined
  let exitCode = 0
  try {
    stack = await startStack({
      home,
      say,
      plan: (here) => planFor(here, home, options.fresh === true, seed, say),
    })
    const shown = show(stack, home, seed, say)
    const isExact = await Promise.race([shown, asked.then(() => undefined)])
    if (isExact === false) exitCode = 1
    if (isExact !== undefined && options.once !== true) {
      tell(whereToLook(stack.record.ports, home))
      await asked
    }
    shown.catch(() => undefined)
  } catch (error) {
    tell(sentenceOf(error))
    exitCode = 1
  } finally {
    if (stack !== undefined) {
      say('stopping')
      await stack.stop()
      say('everything is stopped; the data stay for the next start')
    }
  }
  process.exit(exitCode)
}

/** A London that was played to its end is kept. One that was interrupted cannot go on, so it begins anew. */
function planFor(
  here: DataHere,
  home: string,
  fresh: boolean,
  seed: number | undefined,
  say: (line: string) => void,
): { clock: 'simulated'; forgets: boolean } {
  const record = readLondonRecord(home)
  if (fresh || here.tickAt === null) {
    removeLondonRecord(home)
    return { clock: 'simulated', forgets: true }
  }
  if (record === undefined)
    throw new HubError(
      'HUB_LONDON_OTHER_DATA',
      'What lies here was received without a scenario; npm start -- --fresh forgets it and plays London.',
      'after-repair',
    )
  if (seed !== undefined && record.seed !== seed)
    throw new HubError(
      'HUB_LONDON_OTHER_SEED',
      `What lies here is the London of seed ${record.seed}; npm start -- --fresh --seed ${seed} forgets it and plays the other.`,
      'after-repair',
    )
  if (record.isComplete) return { clock: 'simulated', forgets: false }
  say('the last London was interrupted: it begins anew')
  removeLondonRecord(home)
  return { clock: 'simulated', forgets: true }
}

/** Plays unless it was played, and prints the table. @returns whether all that was broken was found, and nothing else */
async function show(
  { record }: RunningStack,
  home: string,
  seed: number | undefined,
  say: (line: string) => void,
): Promise<boolean> {
  const place = hubPlace({ ...process.env, ...record.environment })
  return withDatabase(async (pool) => {
    let london: LondonRecord | undefined = readLondonRecord(home)
    if (london === undefined) {
      say('London begins: its registers are read, then the last quarter of 2011 runs')
      const played = await playLondon(pool, place, seed === undefined ? {} : { seed })
      say(`London is played (${(played.elapsedMs / 1000).toFixed(0)} s)`)
      for (const surprise of played.surprises) say(`unexpected: ${surprise}`)
      london = readLondonRecord(home)!
    } else say(`the London of seed ${london.seed} is kept from the last start`)
    const { tickAt } = await readStreamTime(pool)
    if (london.endedAt !== undefined && (tickAt ?? 0) > london.endedAt)
      say('the clock has been moved on since it ended: gaps of later days are not the scenario’s')
    const findings = await findingsOf(pool, london.truth)
    write(`\n${findingsText(findings)}`)
    return findings.score.exact
  }, place)
}
