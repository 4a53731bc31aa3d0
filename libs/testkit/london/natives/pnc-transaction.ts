import { compact, type Day, londonInstant } from '../days.js'
import type { CourtOrder } from '../orders.js'

/** A marker transaction as a bureau's operator types it: twelve fields between bars. */
export function pncTransaction(order: CourtOrder, day: Day): string {
  const { person, court } = order
  return [
    'PM/AP',
    `PNCB/${court.code}/${order.orderId}`,
    new Date(londonInstant(day, '17:30')).toISOString(),
    `${court.code}00`,
    order.orderId,
    order.orderType,
    person.pnc.replace('/', ''),
    `${person.surname.toUpperCase()}/${person.forenames.toUpperCase()}`,
    compact(person.dateOfBirth),
    compact(order.madeOn),
    order.endsOn === undefined ? '' : compact(order.endsOn),
    order.conditions.join('^'),
  ].join('|')
}
