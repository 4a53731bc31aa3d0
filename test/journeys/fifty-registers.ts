import type { ExtractWish } from '#testkit/builders'
import type { Publisher } from '#testkit/harness'

/** The courts whose registers come as extracts (J1). */
export const COURTS = [
  ...['B01FA', 'B01OK', 'B01EF', 'B01GU', 'B01MN', 'B01LY'],
  ...['C01CE', 'C01CY', 'C01SW', 'C01IL', 'C01SN', 'C01KT'],
]
export const AS_AT = '2011-09-30T22:59:59Z'

export interface Order {
  courtCode: string
  orderId: string
  madeOn: string
}

/** Sixty orders, five a court; the court of order `n` is the one at `n % 12`. */
export const ORDERS: readonly Order[] = Array.from({ length: 60 }, (_, n) => {
  const year = 2004 + (n % 8)
  return { courtCode: COURTS[n % 12]!, orderId: `${year}-${1000 + n}`, madeOn: `${year}-05-17` }
})

/** Registers lack these, and it is nobody's fault: too young to be late, and older than what is compared. */
const YOUNG: Order = { courtCode: 'B01EF', orderId: '2011-2000', madeOn: '2011-09-25' }
const ANCIENT: Order = { courtCode: 'B01EF', orderId: '2003-2001', madeOn: '2003-06-01' }

/** What is wrong with the order at each place; with all others nothing is. */
export const MISSING = [0, 12, 24, 6, 18, 1]
export const FEWER_CONDITIONS = 2
const OTHER_END = 3
const NOT_IN_VISOR = 4
/** The second is missing on the PNC as well, and the court's register is enough to tell. */
const UNREADABLE_IN_VISOR = [5, 1]

export const nameOf = ({ courtCode, orderId }: Order): string => `${courtCode}/${orderId}`
export const order = (n: number): Order => ORDERS[n]!

const CONDITIONS = ['Not to enter any school.', 'Not to own a camera.']

function rowOf(one: Order, changed: object = {}): { data: object } {
  const person = { crn: `X1${one.orderId.slice(-4)}0` }
  const held = { endsOn: '2020-01-31', orderType: 'SOPO', conditions: CONDITIONS }
  return { data: { ...one, person, ...held, ...changed } }
}

function courtExtract(court: string): ExtractWish {
  return {
    upload: `court-${court}`,
    unit: `courts/${court.toLowerCase()}`,
    type: 'courts.prevention-order.made',
    asAt: AS_AT,
    rows: [...ORDERS, YOUNG, ANCIENT]
      .filter(({ courtCode }) => courtCode === court)
      .map((each) => rowOf(each)),
  }
}

function visorExtract(): ExtractWish {
  const held = ORDERS.filter((_, n) => n !== NOT_IN_VISOR)
  return {
    upload: 'visor',
    unit: 'police/central-jigsaw',
    type: 'jigsaw.order.recorded',
    asAt: AS_AT,
    rows: [...held, YOUNG, ANCIENT].map((each) => {
      const row = rowOf(each, { visorRef: `V-${each.orderId}`, force: '01' })
      return UNREADABLE_IN_VISOR.map(order).includes(each)
        ? { ...row, unreadable: 'HUB_EXTRACT_ROW_UNREADABLE' }
        : row
    }),
  }
}

/** The PNC's register. `changed` says what it holds of an order: fewer conditions, another end, or nothing. */
export function pncExtract(
  upload: string,
  asAt: string,
  orders: readonly Order[],
  changed: ReadonlyMap<Order, object>,
): ExtractWish {
  return {
    upload,
    unit: 'police/pnc-bureau',
    type: 'pnc.marker.updated',
    asAt,
    rows: orders.map((each) =>
      rowOf(each, { action: 'applied', conditionsOnPnc: 'full', ...changed.get(each) }),
    ),
  }
}

const AT_FIRST = new Map<Order, object>([
  [order(FEWER_CONDITIONS), { conditions: CONDITIONS.slice(1), conditionsOnPnc: 'partial' }],
  [order(OTHER_END), { endsOn: '2019-12-31' }],
])

/** All three registers as they stood; one line of the PNC's says not which order it is of. */
export async function publishRegisters(publisher: Publisher): Promise<void> {
  for (const court of COURTS) await publisher.extract('courts', courtExtract(court))
  await publisher.extract('police', visorExtract())
  const held = ORDERS.filter((_, n) => !MISSING.includes(n))
  const pnc = pncExtract('pnc-1', AS_AT, held, AT_FIRST)
  await publisher.extract('police', { ...pnc, rows: [...pnc.rows, { data: { orderType: 'SOPO' } }] })
}

/** The PNC a month on: of what was missing only `missing` still is, and of one marker a condition. */
export function laterPncExtract(missing: Order, partial: Order): ExtractWish {
  const changed = new Map([...AT_FIRST, [partial, { conditions: CONDITIONS.slice(1) }]])
  changed.delete(order(FEWER_CONDITIONS))
  const held = [...ORDERS, YOUNG].filter((each) => each !== missing)
  return pncExtract('pnc-2', '2011-10-25T22:59:59Z', held, changed)
}
