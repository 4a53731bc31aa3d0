import type { Misbehaviour, Misdeed } from '#testkit/misbehaviour'
import type { Random } from '#testkit/random'
import { type Day, daysBetween, isWorkingDay, plusDays, plusWorkingDays } from './days.js'
import type { Edge } from './edges.js'
import { copyGap, type ExpectedGap, markerGap, missedMarker } from './expected-gaps.js'
import type { CourtOrder, OrderBook } from './orders.js'

/** How a court treats a request for a copy. */
export type Answer = 'at once' | 'after the second request' | 'after its head was told' | 'never'

/** What happens to one order of the last quarter of 2011. */
export type StoryName =
  | 'prompt'
  | 'heard late'
  | 'sent twice'
  | 'malformed, then mended'
  | 'rejected once by the PNC'
  | 'varied'
  | 'discharged'
  | 'copied late'
  | 'never copied'
  | 'varied and not copied'
  | 'marker lost'
  | 'marker partial'
  | 'marker late'
  | 'known to ViSOR alone'
  | 'lost by the court’s register'
  | 'heard late from the court’s register'
  | 'lost by ViSOR'
  | 'heard late from ViSOR'
  | 'open at the end'

/** One thing that somebody does on a day, in the agency's own terms. */
export type Step =
  | {
      does: 'hearing'
      order: CourtOrder
      change?: 'VARIED' | 'DISCHARGED'
      heardOn: Day
      mischief?: 'twice' | 'malformed'
    }
  | { does: 'dispatch'; order: CourtOrder }
  | { does: 'paper'; order: CourtOrder; change: '' | 'VARIED' | 'DISCHARGED' }
  | { does: 'visor'; order: CourtOrder }
  | { does: 'mark'; order: CourtOrder }
  /** A step of a case in Delius. */
  | { does: 'delius'; step: Record<string, unknown> }
  /** An entry in NOMIS, and one in the book of an Offender Management Unit. */
  | { does: 'nomis' | 'omu'; cells: Record<string, string> }
  /** An entry in the log of a unit of the police. */
  | { does: 'log'; entry: Record<string, unknown> }
  /** Somebody whom the border met. */
  | { does: 'port'; encounter: Record<string, unknown> }
  /** A line of a list that SOCA passes on. */
  | { does: 'consular'; cells: Record<string, string> }

/** What a sandbox register is told to do instead of what it should; the edge's first register, or the one that is named. */
export interface Instruction {
  edge: Edge
  register?: 'visor'
  misdeed: Misbehaviour
}

export interface Story {
  name: StoryName
  order: CourtOrder
  steps: { on: Day; step: Step }[]
  gaps: ExpectedGap[]
  misdeeds: Instruction[]
  answer: Answer
  /** What a copy says that the court sends when it is asked. */
  paper: { order: CourtOrder; change: '' | 'VARIED' | 'DISCHARGED' }
}

/** How many of each, for the usual size; the rest are prompt. */
const TROUBLES: readonly [StoryName, number][] = [
  ['heard late', 8],
  ['sent twice', 8],
  ['malformed, then mended', 8],
  ['rejected once by the PNC', 4],
  ['varied', 6],
  ['discharged', 4],
  ['copied late', 8],
  ['never copied', 6],
  ['varied and not copied', 3],
  ['marker lost', 5],
  ['marker partial', 4],
  ['marker late', 4],
  ['known to ViSOR alone', 3],
  ['lost by the court’s register', 3],
  ['heard late from the court’s register', 3],
  ['lost by ViSOR', 3],
  ['heard late from ViSOR', 3],
  ['open at the end', 2],
]
const USUAL_ORDERS = 160

/** Trouble begins no later, so that it has run its course when the year ends. */
const TROUBLE_UNTIL = '2011-11-18'
const PROMPT_UNTIL = '2011-12-20'

/** The orders of the quarter, each with its story; who gets which comes from the seed. */
export function quarterStories(book: OrderBook, random: Random, orders: number, troubled = true): Story[] {
  const scale = Math.min(1, orders / USUAL_ORDERS)
  const troubles = troubled
    ? TROUBLES.flatMap(([name, count]) =>
        Array.from({ length: Math.max(1, Math.round(count * scale)) }, () => name),
      )
    : []
  const prompt = Array.from({ length: Math.max(0, orders - troubles.length) }, (): StoryName => 'prompt')
  return [...troubles, ...prompt].map((name) => story(name, book, random))
}

function story(name: StoryName, book: OrderBook, random: Random): Story {
  const madeOn = random.pick(daysFor(name))
  const order = book.order(madeOn, random.chance(0.4) ? 'running' : 'open')
  const changes = name === 'varied' || name === 'discharged' || name === 'varied and not copied'
  // Only SOPOs and FTOs have application codes for a change.
  const changeable = changes ? { ...order, orderType: 'SOPO' as const, resultCode: '3086' } : order
  const usual: Story = {
    name,
    order: changeable,
    paper: { order: changeable, change: '' },
    answer: 'at once',
    misdeeds: [],
    gaps: [],
    steps: [],
  }
  return { ...usual, ...plotOf(name, changeable, random) }
}

function daysFor(name: StoryName): Day[] {
  const last = name === 'prompt' ? PROMPT_UNTIL : TROUBLE_UNTIL
  const first = name === 'open at the end' ? '2011-12-15' : '2011-10-03'
  const until = name === 'open at the end' ? '2011-12-19' : last
  return daysBetween(first, until).filter(isWorkingDay)
}

type Plot = Partial<Pick<Story, 'steps' | 'gaps' | 'misdeeds' | 'answer' | 'paper'>>

function plotOf(name: StoryName, order: CourtOrder, random: Random): Plot {
  const day = (workingDays: number): Day => plusWorkingDays(order.madeOn, workingDays)
  const heard = (on = order.madeOn): Plot['steps'] => [
    { on, step: { does: 'hearing', order, heardOn: order.madeOn } },
  ]
  const about = `${order.court.code}/${order.orderId.toUpperCase()}`
  const told = (edge: 'courts' | 'police', misdeed: Misdeed): Instruction[] => [
    { edge, misdeed: { about, ...misdeed } },
  ]
  const inVisor = { on: order.madeOn, step: { does: 'visor', order } } as const
  const visorTold = (misdeed: Misdeed): Instruction[] => [
    {
      edge: 'police',
      register: 'visor',
      misdeed: { about: `${about} ${order.person.visorRef}`, ...misdeed },
    },
  ]
  const copied = (sent: number) => copySteps(order, '', day(sent), day(sent + 1))
  switch (name) {
    case 'prompt':
      return { steps: [...heard()!, ...copied(random.whole(1, 2))] }
    case 'heard late':
      return { steps: [...heard(day(4))!, ...copied(1)] }
    case 'sent twice':
      return { steps: [{ on: order.madeOn, step: { ...hearing(order), mischief: 'twice' } }, ...copied(1)] }
    case 'malformed, then mended':
      return {
        steps: [
          { on: order.madeOn, step: { ...hearing(order), mischief: 'malformed' } },
          ...heard(day(1))!,
          ...copied(2),
        ],
      }
    case 'rejected once by the PNC':
      return { steps: [...heard()!, ...copied(1)], misdeeds: told('police', { does: 'reject' }) }
    case 'copied late':
      return { steps: [...heard()!, ...copied(4)], gaps: [copyGap(order, day(3), name, 'closed')] }
    case 'never copied':
      return {
        steps: heard()!,
        gaps: [
          copyGap(order, day(3), name, 'closed'),
          markerGap(order, plusDays(order.madeOn, 10), name, 'closed'),
        ],
      }
    case 'marker lost':
      return {
        steps: [...heard()!, ...copied(1)],
        misdeeds: told('police', { does: 'lose' }),
        gaps: [markerGap(order, missedMarker(order, day(2)), name, 'closed')],
      }
    case 'marker partial':
      return {
        steps: [...heard()!, ...copied(1)],
        misdeeds: told('police', { does: 'apply-wrongly' }),
        gaps: [markerGap(order, day(2), name, 'closed')],
      }
    case 'marker late':
      return {
        steps: [...heard()!, ...copied(1)],
        misdeeds: told('police', { does: 'delay', days: 13 }),
        gaps: [markerGap(order, missedMarker(order, day(2)), name, 'closed')],
      }
    case 'known to ViSOR alone':
      return { steps: [inVisor], gaps: [markerGap(order, plusDays(order.madeOn, 10), name, 'closed')] }
    case 'lost by the court’s register':
      return {
        steps: [...heard()!, inVisor],
        misdeeds: told('courts', { does: 'lose' }),
        gaps: [markerGap(order, plusDays(order.madeOn, 10), name, 'closed')],
      }
    case 'heard late from the court’s register':
      return { steps: [...heard()!, ...copied(1)], misdeeds: told('courts', { does: 'delay', days: 4 }) }
    case 'lost by ViSOR':
      return { steps: [...heard()!, inVisor, ...copied(1)], misdeeds: visorTold({ does: 'lose' }) }
    case 'heard late from ViSOR':
      return { steps: [...heard()!, inVisor, ...copied(1)], misdeeds: visorTold({ does: 'delay', days: 4 }) }
    case 'open at the end':
      return {
        steps: heard()!,
        answer: 'never',
        gaps: [
          copyGap(order, day(3), name, 'open'),
          markerGap(order, plusDays(order.madeOn, 10), name, 'open'),
        ],
      }
    default:
      return changedPlot(name, order, [...heard()!, ...copied(1)], day)
  }
}

/** The order is made and marked, and three weeks later changed. */
function changedPlot(
  name: StoryName,
  order: CourtOrder,
  made: NonNullable<Plot['steps']>,
  day: (n: number) => Day,
): Plot {
  const change = name === 'discharged' ? 'DISCHARGED' : 'VARIED'
  const changedOn = day(15)
  const conditions =
    change === 'VARIED'
      ? [...order.conditions, 'To tell the police of any change of vehicle.']
      : order.conditions
  const changed = { ...order, conditions }
  const application = {
    on: changedOn,
    step: { does: 'hearing', order: changed, change, heardOn: changedOn } as const,
  }
  if (name !== 'varied and not copied')
    return { steps: [...made, application, ...copySteps(changed, change, day(16), day(17))] }
  return {
    steps: [...made, application],
    paper: { order: changed, change },
    gaps: [
      copyGap(order, plusWorkingDays(changedOn, 3), name, 'closed'),
      markerGap(order, plusDays(changedOn, 10), name, 'closed'),
    ],
  }
}

function hearing(order: CourtOrder) {
  return { does: 'hearing', order, heardOn: order.madeOn } as const
}

export function copySteps(
  order: CourtOrder,
  change: '' | 'VARIED' | 'DISCHARGED',
  sentOn: Day,
  arrivesOn: Day,
): NonNullable<Plot['steps']> {
  return [
    { on: sentOn, step: { does: 'dispatch', order } },
    { on: arrivesOn, step: { does: 'paper', order, change } },
  ]
}
