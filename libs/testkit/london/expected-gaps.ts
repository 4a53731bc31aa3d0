import { type Day, plusDays } from './days.js'
import { type CourtOrder, keyOf } from './orders.js'

/** A gap that must be found, and how it must stand when the year ends. */
export interface ExpectedGap {
  rule: string
  /** What it is of: `order:B01FA/2011-0042`, `court:B01FA`, `recall:R2011-0001`, `pnc:2004/0012345D`. */
  key: string
  courtCode?: string
  orderId?: string
  status: 'open' | 'closed'
  /** The day at whose end it was missed; for a comparison, the day of the extracts. */
  missedOn: Day
  because: string
}

/** The first of RR-02's two clocks to run out: ten days from the order, seven from the copy's receipt. */
export function missedMarker(order: CourtOrder, receivedOn: Day): Day {
  const fromOrder = plusDays(order.madeOn, 10)
  const fromCopy = plusDays(receivedOn, 7)
  return fromCopy < fromOrder ? fromCopy : fromOrder
}

export function copyGap(
  order: CourtOrder,
  missedOn: Day,
  because: string,
  status: 'open' | 'closed',
): ExpectedGap {
  return { rule: 'RR-01', ...aboutOrder(order), missedOn, because, status }
}

export function markerGap(
  order: CourtOrder,
  missedOn: Day,
  because: string,
  status: 'open' | 'closed',
): ExpectedGap {
  return { rule: 'RR-02', ...aboutOrder(order), missedOn, because, status }
}

export function aboutOrder(order: CourtOrder): { key: string; courtCode: string; orderId: string } {
  return { key: keyOf(order), courtCode: order.court.code, orderId: order.orderId.toUpperCase() }
}
