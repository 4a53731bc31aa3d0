import type { Random } from '#testkit/random'
import {
  delius,
  holdingsOf,
  inventedLife,
  type Life,
  log,
  moment,
  type NativePost,
  nomis,
  notice,
  OrderBook,
  plusDays,
  postOf,
  type Step,
} from '#testkit/london'

const ORDERS_PER_DAY = 2
/** Days from the setting of a release date to the release. */
const RELEASED_AFTER = 3

/** Case numbers begin here, beyond those of whoever else a history is about: of those released, and of those recorded. */
const RELEASED_FROM = 700
const RECORDED_FROM = 800

type Days = (day: string) => Step[]

/**
 * What agencies' own systems say to their edges, each in its own format, by the day's number: orders that are made, copied and
 * marked, and somebody who leaves a prison and perhaps the country. Some of it never happens, some is sent twice, some is
 * malformed. What is sent again as other bytes says the same facts again.
 */
export function nativeHistory(random: Random, firstDay: string, days: number): NativePost[][] {
  const book = new OrderBook(random.branch('orders'))
  const happening = new Map<string, Step[]>()
  const on: Days = (day) => happening.get(day) ?? happening.set(day, []).get(day)!
  const listed = new Map<string, NativePost[]>()
  for (let day = 0; day < days; day += 1) {
    const today = plusDays(firstDay, day)
    orderOf(random, book, today, on, ['twice', undefined])
    for (let n = 1; n < ORDERS_PER_DAY; n += 1)
      orderOf(random, book, today, on, [undefined, undefined, 'twice', 'malformed'])
    listed.set(today, releaseOf(random, day, today, on))
  }
  const last = [...happening.keys()].sort().at(-1)!
  return daysUntil(firstDay, last).map((day) => {
    const said = postOf(day, on(day), random)
    // a system that has said something once may say it once more
    const again = said.filter(() => random.chance(0.1))
    return [...(listed.get(day) ?? []), ...said, ...again]
  })
}

function orderOf(
  random: Random,
  book: OrderBook,
  today: string,
  on: Days,
  mischiefs: readonly (Extract<Step, { does: 'hearing' }>['mischief'] | undefined)[],
): void {
  const order = book.order(today, random.chance(0.4) ? 'running' : 'open')
  const mischief = random.pick(mischiefs)
  on(today).push({ does: 'hearing', order, heardOn: today, ...(mischief === undefined ? {} : { mischief }) })
  if (random.chance(0.85)) on(plusDays(today, random.whole(1, 3))).push({ does: 'dispatch', order })
  if (random.chance(0.8)) on(plusDays(today, random.whole(2, 9))).push({ does: 'mark', order })
}

/**
 * Somebody who is released: the prison, probation, the borough's team and the border each have a part in it. A day on which
 * two of them speak of him comes after one on which the first spoke alone: a person is named after whatever came first.
 */
function releaseOf(random: Random, number: number, today: string, on: Days): NativePost[] {
  const life = inventedLife(random, RELEASED_FROM + number, { flagged: true, registered: true })
  const { borough } = life
  const released = plusDays(today, RELEASED_AFTER)
  const set = { DATE: released, TYPE: 'CRD', CONFIRMED: 'Y', BOROUGH: borough }
  const licence = { action: 'ACTIVATED', kind: 'RELEASE', conditions: ['To live where approved.'] }
  const notified = { KIND: 'INITIAL', NOTIFIED: released, IN_PERSON: 'Y', PRINTS: 'Y', PHOTO: 'Y' }
  const steps = [
    recordOf(inventedLife(random, RECORDED_FROM + number), today),
    nomis(life, today, '10:00', 'DATES', set),
    ...(random.chance(0.5) ? [notice(life, plusDays(today, 1), '5WD', released)] : []),
    ...(random.chance(0.7)
      ? [
          delius(life, plusDays(today, 2), '14:00', 'licence', {
            ...licence,
            expiresOn: plusDays(released, 365),
          }),
        ]
      : []),
    nomis(life, released, '09:00', 'OUT', { REASON: 'RELEASED' }),
    ...(random.chance(0.6)
      ? [log(life, life.jigsaw, released, '15:00', 'NOTIFICATION', { ...notified, BOROUGH: borough })]
      : []),
  ]
  for (const { on: day, step } of steps) on(day).push(step)
  on(today).push({ does: 'port', encounter: passenger(today) })
  if (random.chance(0.7))
    on(plusDays(released, 1)).push({ does: 'port', encounter: departure(life, plusDays(released, 1)) })
  return holdingsOf([life])
}

/** Somebody else, of whom only ViSOR knows. */
function recordOf(life: Life, today: string): ReturnType<typeof log> {
  const record = { VISOR_REF: life.visorRef, NOMINAL_TYPE: 'RSO', OWNER: life.jigsaw, BOROUGH: life.borough }
  return log(life, life.jigsaw, today, '09:00', 'VISOR RECORD', record)
}

function departure({ pnc, surname, forenames, dateOfBirth }: Life, day: string): Record<string, unknown> {
  const document = { surname, givenNames: forenames, dateOfBirth }
  return { ...met(day, 'DEPARTURE'), match: { register: 'PNC', number: pnc }, document }
}

/** Somebody who is no business of the hub. */
function passenger(day: string): Record<string, unknown> {
  const document = { surname: 'Passenger', dateOfBirth: '1971-07-12' }
  return { ...met(day, 'ARRIVAL'), match: null, document }
}

function met(day: string, direction: string): Record<string, unknown> {
  const seenAt = moment(day, direction === 'ARRIVAL' ? '05:10' : '06:40')
  return { reference: `E/${day}/${direction}`, seenAt, direction, port: 'LHR', flight: 'ZZ042' }
}

function daysUntil(first: string, last: string): string[] {
  const days: string[] = []
  for (let day = first; day <= last; day = plusDays(day, 1)) days.push(day)
  return days
}
