import { Random } from '#testkit/random'
import { type Day, plusWorkingDays } from './days.js'
import { aboutOrder, type ExpectedGap, markerGap } from './expected-gaps.js'
import type { LifeStory } from './lives/life.js'
import { lives } from './lives/lives.js'
import { prisonMeetings } from './lives/releases.js'
import { type CourtOrder, keyOf, OrderBook } from './orders.js'
import { type HistoricOrder, historicOrders, type Register, registers } from './registers.js'
import { type Answer, type Instruction, quarterStories, type Step, type Story } from './stories.js'

/** The day of the report that tells of the fifty. */
export const DEFAULT_SEED = 20111013
/** The Saturday on which the extracts are compared. */
export const COMPARED_ON: Day = '2011-10-01'
export const LAST_DAY: Day = '2011-12-31'
/** The day on which the desk asks first, and the end of the court's five working days. */
const ASKED_ON = '2011-10-03'
const ANSWER_MISSED_ON = plusWorkingDays(ASKED_ON, 5)

export interface LondonOptions {
  seed?: number
  /** Orders of 2004 to 2011 and orders of the quarter; the defaults are what `npm start` plays. */
  historic?: number
  live?: number
  /** How many orders lack a marker; the default is fifty for the default seed and 30 to 80 for any other. */
  missing?: number
  /** How many recalls, releases and returns, as a share of what `npm start` plays; of every kind there is at least one. */
  lives?: number
  /** False: every step happens, and no gap is expected at all. */
  troubled?: boolean
}

/** London as it is about to happen: what every register holds, what is done on every day, and what must be found. */
export interface Scenario {
  seed: number
  registers: Register[]
  historic: HistoricOrder[]
  stories: Story[]
  /** Recalls, releases and returns. */
  lives: LifeStory[]
  /** What is done besides: markers that were not yet due when the registers were compared. */
  routine: { on: Day; step: Step }[]
  /** How the courts will treat a request for a copy of a historic order, by the order's key. */
  answers: ReadonlyMap<string, Answer>
  orders: ReadonlyMap<string, CourtOrder>
  misdeeds: Instruction[]
  expectedGaps: ExpectedGap[]
}

/** A London from a seed: the same seed and sizes give the same London, to the byte. */
export function london(options: LondonOptions = {}): Scenario {
  const seed = options.seed ?? DEFAULT_SEED
  const random = new Random(seed)
  const troubled = options.troubled ?? true
  const book = new OrderBook(random.branch('orders'))
  const sizes = {
    orders: options.historic ?? 4_000,
    missing: troubled ? (options.missing ?? usualMissing(seed, random.branch('count'))) : 0,
    conflicts: troubled ? 12 : 0,
  }
  const historic = historicOrders(book, random.branch('fates'), sizes)
  const stories = quarterStories(book, random.branch('stories'), options.live ?? 160, troubled)
  const answers = answersOf(historic, random.branch('answers'))
  const chances = random.branch('lives')
  const persons = lives(chances, book, {
    scale: options.lives ?? 1,
    isUsual: seed === DEFAULT_SEED,
    troubled,
  })
  const meetings = prisonMeetings(chances.branch('meetings'), troubled)
  const orders = [
    ...historic.map(({ order }) => order),
    ...stories.map(({ order }) => order),
    ...persons.flatMap((story) => story.orders ?? []),
  ]
  return {
    seed,
    registers: registers(historic, random.branch('registers')),
    historic,
    stories,
    lives: persons,
    routine: [...routineOf(historic), ...meetings.steps],
    answers,
    orders: new Map(orders.map((order) => [keyOf(order), order])),
    misdeeds: [...stories, ...persons].flatMap(({ misdeeds }) => misdeeds),
    expectedGaps: [
      ...historicGaps(historic, answers),
      ...[...stories, ...persons, meetings].flatMap(({ gaps }) => gaps),
    ],
  }
}

/** Orders of the last days of September, marked by the bureau's operators before their ten days are over. */
function routineOf(historic: readonly HistoricOrder[]): Scenario['routine'] {
  return historic
    .filter(({ fate }) => fate === 'not yet due')
    .map(({ order }, position) => ({
      on: plusWorkingDays(ASKED_ON, position % 3),
      step: { does: 'mark', order } as const,
    }))
}

function usualMissing(seed: number, random: Random): number {
  return seed === DEFAULT_SEED ? 50 : random.whole(30, 80)
}

/** Of those that are missing, most courts answer at once, a fifth when asked again, four when their head hears, one never. */
function answersOf(historic: readonly HistoricOrder[], random: Random): Map<string, Answer> {
  const missing = random.shuffled(historic.filter(({ fate }) => fate === 'missing'))
  const slow = Math.round(missing.length / 5)
  return new Map(
    missing.map(({ order }, position): [string, Answer] => {
      if (position === 0) return [keyOf(order), 'never']
      if (position <= 4) return [keyOf(order), 'after its head was told']
      return [keyOf(order), position <= 4 + slow ? 'after the second request' : 'at once']
    }),
  )
}

function historicGaps(
  historic: readonly HistoricOrder[],
  answers: ReadonlyMap<string, Answer>,
): ExpectedGap[] {
  return historic.flatMap(({ order, fate }): ExpectedGap[] => {
    if (fate === 'conditions partial') return [markerGap(order, COMPARED_ON, fate, 'closed')]
    if (fate !== 'missing') return []
    const answer = answers.get(keyOf(order))!
    const status = answer === 'never' ? 'open' : 'closed'
    const marker = markerGap(order, COMPARED_ON, `missing; answered ${answer}`, status)
    if (answer === 'at once') return [marker]
    const request: ExpectedGap = {
      ...marker,
      rule: 'RR-03',
      missedOn: ANSWER_MISSED_ON,
      because: `request answered ${answer}`,
    }
    return answer === 'never' ? [marker, request, reviewOf(order)] : [marker, request]
  })
}

/** One month after the head heard of the order's gap, ten working days after it was found. */
function reviewOf(order: CourtOrder): ExpectedGap {
  const { courtCode } = aboutOrder(order)
  const missedOn = '2011-11-14'
  return {
    rule: 'RR-04',
    key: `court:${courtCode}`,
    courtCode,
    status: 'open',
    missedOn,
    because: 'one never answered',
  }
}
