import type { Random } from '#testkit/random'
import { COURTS, type ScenarioCourt } from './courts.js'
import { plusDays } from './days.js'
import { courtRow, courtHeader, pncHeader, pncRow, visorHeader, visorRow } from './natives/register-csv.js'
import { type CourtOrder, keyOf, OrderBook } from './orders.js'

/** What became of an order of 2004 to 2011 on its way to the PNC, or how its rows were written. */
export type Fate =
  | 'agrees'
  | 'missing'
  | 'conditions partial'
  | 'end date differs'
  | 'not yet due'
  | 'before 2004'
  | 'ended, marker removed'
  | 'unknown to ViSOR'
  | 'unreadable in the court register'
  | 'unreadable in ViSOR'
  | 'unreadable twin at the PNC'
  | 'row repeated'
  | 'number written otherwise'
  | 'PNC ID with a wrong check letter'

export interface HistoricOrder {
  order: CourtOrder
  fate: Fate
}

export interface Register {
  /** Which edge takes it, and at which address. */
  edge: 'courts' | 'police'
  path: string
  asAt: string
  /** Native CSV, a line at a time, the header first. */
  csv(): Iterable<string>
  rows: number
}

/** All registers as they stood at the end of 30 September 2011. */
export const REGISTERS_AS_AT = '2011-09-30T22:59:59Z'

/** How many of each fate, for four thousand orders. Those that must be found are given, not scaled. */
const DECOYS: readonly [Fate, number][] = [
  ['end date differs', 4],
  ['not yet due', 15],
  ['before 2004', 20],
  ['ended, marker removed', 120],
  ['unknown to ViSOR', 25],
  ['unreadable in the court register', 8],
  ['unreadable in ViSOR', 6],
  ['unreadable twin at the PNC', 5],
  ['row repeated', 10],
  ['number written otherwise', 60],
  ['PNC ID with a wrong check letter', 30],
]
const USUAL_ORDERS = 4_000

export interface RegisterSizes {
  orders: number
  missing: number
  conflicts: number
}

/** The orders of 2004 to 2011, each with its fate; who gets which comes from the seed. */
export function historicOrders(book: OrderBook, random: Random, sizes: RegisterSizes): HistoricOrder[] {
  const scale = sizes.orders / USUAL_ORDERS
  const counts: [Fate, number][] = [
    ['missing', sizes.missing],
    ['conditions partial', sizes.conflicts],
    ...DECOYS.map(([fate, count]): [Fate, number] => [fate, Math.max(1, Math.round(count * scale))]),
  ]
  const fates = counts.flatMap(([fate, count]) => Array.from({ length: count }, () => fate))
  const rest = Array.from({ length: Math.max(0, sizes.orders - fates.length) }, (): Fate => 'agrees')
  return random.shuffled([...fates, ...rest]).map((fate) => ({ fate, order: orderOf(book, random, fate) }))
}

function orderOf(book: OrderBook, random: Random, fate: Fate): CourtOrder {
  if (fate === 'not yet due') return book.order(plusDays('2011-09-26', random.whole(0, 4)), 'open')
  if (fate === 'before 2004') return book.order(plusDays('2003-02-03', random.whole(0, 300)), 'open')
  if (fate === 'ended, marker removed')
    return book.order(plusDays('2004-05-04', random.whole(0, 700)), 'ended')
  const term = fate === 'end date differs' || random.chance(0.4) ? 'running' : 'open'
  // Skewed towards later years, as the orders became known; none so late that the ten days are not over.
  const day = Math.floor(Math.sqrt(random.next()) * 2_690)
  return book.order(plusDays('2004-05-04', day), term)
}

/** The three registers' native files. ViSOR and the courts never disagree with each other, only with the PNC. */
export function registers(historic: readonly HistoricOrder[], random: Random): Register[] {
  return [
    register('police', '/registers/visor', visorHeader(), rowsAtVisor(historic, random.branch('visor'))),
    ...COURTS.map((court) =>
      register(
        'courts',
        `/registers/prevention-orders?court=${court.code}`,
        courtHeader(),
        rowsAtCourt(historic, court, random.branch(court.code)),
      ),
    ),
    register('police', '/registers/pnc', pncHeader(), rowsAtPnc(historic, random.branch('pnc'))),
  ]
}

function register(edge: Register['edge'], path: string, header: string, lines: string[]): Register {
  return { edge, path, asAt: REGISTERS_AS_AT, rows: lines.length, csv: () => [header, ...lines] }
}

function rowsAtVisor(historic: readonly HistoricOrder[], random: Random): string[] {
  return historic.flatMap(({ order, fate }) => {
    if (fate === 'unknown to ViSOR') return []
    if (fate === 'unreadable in ViSOR') return [visorRow(order, { dateMade: '31-Feb-2008' })]
    if (fate === 'number written otherwise')
      return [visorRow(order, { orderRef: otherwise(order.orderId, random) })]
    return [visorRow(order)]
  })
}

function rowsAtCourt(historic: readonly HistoricOrder[], court: ScenarioCourt, random: Random): string[] {
  return historic
    .filter(({ order }) => order.court === court)
    .flatMap(({ order, fate }) => {
      if (fate === 'unreadable in the court register') return [courtRow(order, { resultCode: '9999' })]
      if (fate === 'row repeated') return [courtRow(order), courtRow(order)]
      if (fate === 'PNC ID with a wrong check letter')
        return [courtRow(order, { pnc: misread(order.person.pnc) })]
      if (fate === 'number written otherwise')
        return [courtRow(order, { orderNo: otherwise(order.orderId, random) })]
      return [courtRow(order)]
    })
}

function rowsAtPnc(historic: readonly HistoricOrder[], random: Random): string[] {
  return historic.flatMap(({ order, fate }) => {
    switch (fate) {
      case 'missing':
      case 'not yet due':
      case 'before 2004':
        return []
      case 'ended, marker removed':
        return [pncRow(order, { marker: 'REMOVED', held: 'N' })]
      case 'conditions partial':
        return [pncRow(order, { held: 'P', conditions: order.conditions.slice(0, -1) })]
      case 'end date differs':
        return [pncRow(order, { expires: plusDays(order.endsOn!, -365) })]
      case 'unreadable twin at the PNC':
        return [pncRow(order), pncRow(order, { orderRef: '' })]
      case 'number written otherwise':
        return [pncRow(order, { orderRef: otherwise(order.orderId, random) })]
      default:
        return [pncRow(order)]
    }
  })
}

/** The same number as a clerk might type it: other case, a space before, behind or, where there is a letter, inside. */
function otherwise(orderId: string, random: Random): string {
  const lower = random.chance(0.5) ? orderId.toLowerCase() : orderId
  const spaced = /^[a-z]/i.test(lower) ? `${lower.slice(0, 5)} ${lower.slice(5)}` : `${lower} `
  return random.chance(0.7) ? spaced : ` ${lower}`
}

/** A PNC ID whose check letter no longer fits. */
function misread(pnc: string): string {
  return pnc.slice(0, -1) + (pnc.endsWith('A') ? 'B' : 'A')
}

export { keyOf }
