import { type Day, plusWorkingDays } from './days.js'
import type { Scenario } from './london.js'
import { type CourtOrder, keyOf } from './orders.js'
import type { Answer } from './stories.js'

/** What came for a court or for its head, as the courts' edge gives it. */
export interface OfficePost {
  position: number
  unit: string
  type: string
  data: unknown
}

export interface Answering {
  order: CourtOrder
  change: '' | 'VARIED' | 'DISCHARGED'
  sentOn: Day
  arrivesOn: Day
}

/**
 * The courts' clerks: they answer what has really reached them through the hub, each order as the scenario has it decided.
 * A request that got lost on its way is never answered.
 */
export class CourtClerks {
  private readonly answered = new Set<string>()
  private readonly papers: ReadonlyMap<string, { order: CourtOrder; change: Answering['change'] }>
  private readonly answers: ReadonlyMap<string, Answer>

  constructor(scenario: Scenario) {
    this.papers = new Map([
      ...[...scenario.orders].map(([key, order]) => [key, { order, change: '' as const }] as const),
      ...scenario.stories.map(({ order, paper }) => [keyOf(order), paper] as const),
    ])
    this.answers = new Map([
      ...scenario.answers,
      ...scenario.stories.map(({ order, answer }) => [keyOf(order), answer] as const),
    ])
  }

  /** Which copies go off because of the day's post, and when. */
  answer(day: Day, post: readonly OfficePost[]): Answering[] {
    return post.flatMap((one) => {
      const about = aboutOf(one)
      if (about === undefined || this.answered.has(about.key)) return []
      const days = waitingDays(this.answers.get(about.key) ?? 'at once', about)
      const paper = this.papers.get(about.key)
      if (days === undefined || paper === undefined) return []
      this.answered.add(about.key)
      const sentOn = plusWorkingDays(day, days)
      return [{ ...paper, sentOn, arrivesOn: plusWorkingDays(sentOn, 1) }]
    })
  }
}

interface About {
  key: string
  requestNo?: number
  head: boolean
}

function aboutOf({ unit, type, data }: OfficePost): About | undefined {
  const fact = (data ?? {}) as Record<string, unknown>
  const head = unit.startsWith('courts/head-') && type.startsWith('hub.gap.')
  if (!head && type !== 'pnc.order-copy.requested') return undefined
  const { courtCode, orderId } = (head ? (fact['details'] ?? {}) : fact) as Record<string, unknown>
  if (typeof courtCode !== 'string' || typeof orderId !== 'string') return undefined
  const key = `order:${courtCode}/${orderId.toUpperCase()}`
  return head ? { key, head } : { key, head, requestNo: Number(fact['requestNo']) }
}

/** Working days from the post to the answer; undefined while the court is not moved. */
function waitingDays(answer: Answer, { requestNo, head }: About): number | undefined {
  switch (answer) {
    case 'at once':
      return requestNo === 1 ? 1 : undefined
    case 'after the second request':
      return requestNo === 2 ? 0 : undefined
    case 'after its head was told':
      return head ? 3 : undefined
    case 'never':
      return undefined
  }
}
