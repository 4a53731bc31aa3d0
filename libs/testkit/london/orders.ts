import type { Random } from '#testkit/random'
import { COURTS, orderNumber, type ScenarioCourt } from './courts.js'
import { type Day, plusDays } from './days.js'
import { inventedPerson, type Person } from './people.js'

export interface CourtOrder {
  court: ScenarioCourt
  orderId: string
  person: Person
  orderType: 'SOPO' | 'NO' | 'FTO' | 'RSHO' | 'VOO'
  resultCode: string
  madeOn: Day
  /** Absent: until further order. */
  endsOn?: Day
  conditions: string[]
}

/** Result codes of final orders (DOMAIN C.6); nearly all prevention orders are SOPOs. */
const KINDS = [
  ...Array.from({ length: 16 }, () => ['SOPO', '3086'] as const),
  ['NO', '3085'],
  ['FTO', '3087'],
  ['RSHO', '3088'],
  ['VOO', '3123'],
] as const
/** Violent offender orders exist since 3 August 2009. */
const VOO_FROM = '2009-08-03'

const CONDITIONS = [
  'Not to enter any school, nursery or playground.',
  'Not to live in a household with a child under 16.',
  'Not to have unsupervised contact with any child under 16.',
  'Not to own a device that can reach the internet unless it keeps its history.',
  'Not to work or volunteer in any place where children are present.',
  'Not to use any name but the one in this order.',
  'Not to travel outside the United Kingdom.',
  'Not to enter the area on the attached map, between 07:00 and 19:00.',
  "Not to photograph any child, save with a parent's written leave.",
  'Not to visit any swimming pool, leisure centre or public park.',
  'Not to delete the browsing history of any device; a constable may read it.',
  'To surrender every passport to a police station within three days.',
]

/** The order's key in the one form that is compared. */
export function keyOf(order: { court: ScenarioCourt; orderId: string }): string {
  return `order:${order.court.code}/${order.orderId.toUpperCase()}`
}

/** Gives out orders: each court numbers its own within each year, so the same number at two courts is common. */
export class OrderBook {
  private readonly issued = new Map<string, number>()
  private people = 0

  constructor(private readonly random: Random) {}

  nextPerson(): Person {
    return inventedPerson(this.random, ++this.people)
  }

  order(madeOn: Day, term: 'open' | 'running' | 'ended', court = this.random.pick(COURTS)): CourtOrder {
    const [orderType, resultCode] = this.kind(madeOn)
    const year = madeOn.slice(0, 4)
    const number = (this.issued.get(court.code + year) ?? 0) + 1
    this.issued.set(court.code + year, number)
    const years = term === 'ended' ? 5 : 10
    const endsOn = term === 'open' ? undefined : plusDays(madeOn, years * 365 + 2)
    return {
      court,
      orderId: orderNumber(court, year, number),
      person: this.nextPerson(),
      orderType,
      resultCode,
      madeOn,
      ...(endsOn === undefined ? {} : { endsOn }),
      conditions: this.random.some(CONDITIONS, this.random.whole(2, 5)),
    }
  }

  private kind(madeOn: Day): readonly [CourtOrder['orderType'], string] {
    const kind = this.random.pick(KINDS)
    return kind[0] === 'VOO' && madeOn < VOO_FROM ? KINDS[0] : kind
  }
}
