import type { EventWish } from './events.js'

/** Somebody who comes home from abroad, and everything about the case that its facts repeat. */
export interface ReturnCase {
  consularRef: string
  surname: string
  /** What the register here knows the person by once it is known who it is. */
  pnc: string
  visorRef: string
  treatedAs: 'notification' | 'violent' | 'neither'
  toUnit: string
}

const OFFENCE = 'Indecent assault on a minor.'
const CENTRAL = { unit: 'police/central-jigsaw', source: '/police/visor' }

const named = ({ surname }: ReturnCase): object => ({ name: { forenames: 'Ivo', surname } })
const known = (one: ReturnCase): object => ({ ...named(one), pnc: one.pnc })

function about(one: ReturnCase, type: string, at: string, data: object): Omit<EventWish, 'unit' | 'source'> {
  return {
    type,
    id: `${type}-${one.consularRef}-${at}`,
    subject: `consular-ref:${one.consularRef}`,
    time: at,
    data: { consularRef: one.consularRef, ...data },
  }
}

/** SOCA passes on what the embassy said; no number of a register here is in it. */
export function aConsularNotice(
  one: ReturnCase,
  at: string,
  returnDate: string,
  notice: 'first' | 'changed' | 'withdrawn' = 'first',
): EventWish {
  const offenceKind = one.treatedAs === 'violent' ? 'violent' : 'sexual'
  const said = { country: 'TH', returnDate, offence: OFFENCE, offenceKind, handling: '3', notice }
  return {
    ...about(one, 'soca.consular-notification.forwarded', at, { person: named(one), ...said }),
    unit: 'soca/consular-desk',
    source: '/soca/consular-notifications',
  }
}

export function anArrival(
  one: ReturnCase,
  at: string,
  eta: string,
  plan: 'first' | 'changed' | 'cancelled' = 'first',
): EventWish {
  const flight = { eta, flight: 'ZZ042', port: 'LHR', plan, treatedAs: one.treatedAs, offence: OFFENCE }
  const data = { person: named(one), ...flight, resettlementNeed: ['housing'] }
  return { ...about(one, 'central-jigsaw.arrival.planned', at, data), ...CENTRAL }
}

export function aSummons(one: ReturnCase, at: string, person = known(one)): EventWish {
  const data = { person, courtCode: 'B01FA', hearingDate: at.slice(0, 10) }
  return { ...about(one, 'central-jigsaw.notification-summons.served', at, data), ...CENTRAL }
}

export function aDebrief(one: ReturnCase, at: string, person = known(one)): EventWish {
  const { treatedAs, toUnit } = one
  const learnt = { risks: ['Means to look for work with children.'], actions: ['Visit within a week.'] }
  const data = { person, intendedArea: 'Birmingham', toUnit, treatedAs, handling: '3', ...learnt }
  return { ...about(one, 'central-jigsaw.debrief.completed', at, data), ...CENTRAL }
}

/** Central Jigsaw makes the ViSOR record and owns it until another unit accepts it. */
export function aVisorRecord(one: ReturnCase, at: string, nominalType = 'RSO'): EventWish {
  return {
    type: 'jigsaw.visor-record.created',
    id: `record-${one.visorRef}`,
    subject: `visor:${one.visorRef}`,
    time: at,
    marking: 'confidential',
    data: { person: known(one), visorRef: one.visorRef, nominalType, owner: CENTRAL.unit },
    ...CENTRAL,
  }
}

export function anOrderDecision(
  one: ReturnCase,
  at: string,
  outcome: 'applied' | 'no-action' = 'applied',
  orderType = 'NO',
): EventWish {
  const data = { person: known(one), orderType, outcome, decidedOn: at.slice(0, 10) }
  return { ...about(one, 'police.civil-order.decided', at, data), ...CENTRAL }
}

export function aTransfer(
  one: ReturnCase,
  at: string,
  status: 'offered' | 'accepted' | 'withdrawn',
): EventWish {
  const { visorRef, toUnit } = one
  const data = { person: known(one), visorRef, fromUnit: CENTRAL.unit, toUnit, status }
  const [organisation = ''] = toUnit.split('/')
  const receiver = { unit: toUnit, source: `/${organisation}/visor` }
  return {
    ...about(one, 'jigsaw.visor-record.transferred', at, data),
    marking: 'confidential',
    ...(status === 'accepted' ? receiver : CENTRAL),
  }
}

export function aReferral(one: ReturnCase, at: string, requestedLevel = '2'): EventWish {
  const asked = { category: '3', requestedLevel, referrer: CENTRAL.unit, receivedOn: at.slice(0, 10) }
  return {
    ...about(one, 'mappa.referral.received', at, { person: known(one), ...asked }),
    unit: 'mappa-office/executive',
    source: '/mappa-office/mappa-records',
  }
}

export function aNotification(
  { pnc, toUnit }: ReturnCase,
  at: string,
  kind: 'initial' | 'travel' = 'initial',
): EventWish {
  const [organisation = ''] = toUnit.split('/')
  return {
    type: 'jigsaw.notification.received',
    id: `notified-${pnc}-${at}`,
    unit: toUnit,
    source: `/${organisation}/visor`,
    subject: `pnc:${pnc}`,
    time: at,
    data: { person: { pnc }, kind, notifiedOn: at.slice(0, 10), inPerson: true },
  }
}
