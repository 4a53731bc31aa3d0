import { ensurePeople, type LocalPerson } from '#platform/security'
import {
  aConsularNotice,
  aMarker,
  anOrderMade,
  aRecallDecision,
  aRecallRequest,
  aRelease,
  aReleaseDate,
  aReleaseNotice,
  type EventWish,
  type Offender,
  type ReturnCase,
} from '#testkit/builders'
import { Hub, Publisher } from '#testkit/harness'
import { publishRegisters } from '../journeys/fifty-registers.js'

export const CAMDEN = 'E09000007'
export const LEWISHAM = 'E09000023'

/** A hub with something to look at: gaps that registers show, one in each of two boroughs, and somebody who comes home. */
export interface ConsoleWorld {
  hub: Hub
  url: string
  /** The person of a position, in the local stack's credentials. */
  person(username: string): LocalPerson
  /** The open gap of an order. */
  gapOf(order: string): Promise<string>
  stop(): Promise<void>
}

export const ORDERS = {
  camden: { courtCode: 'B01GU', orderId: '2011-7001' },
  lewisham: { courtCode: 'B01GU', orderId: '2011-7002' },
  marked: { courtCode: 'B01GU', orderId: '2011-7003' },
} as const

const AT = '2011-10-03T08:00:00Z'

const prisoner = (crn: string, surname: string, borough: string): Offender => ({
  ...{ crn, surname, borough, prison: 'BXI' },
  noms: `A${crn.slice(3)}BC`,
})
export const PRISONERS = {
  camden: prisoner('X700011', 'Camdenite', CAMDEN),
  lewisham: prisoner('X700012', 'Lewishamite', LEWISHAM),
  released: prisoner('X700013', 'Gone', CAMDEN),
} as const
export const RECALLED = prisoner('X700014', 'Recalled', CAMDEN)

const homecomer = (consularRef: string, surname: string): ReturnCase => ({
  ...{ consularRef, surname, pnc: '2001/0171310W', visorRef: 'V-1', treatedAs: 'notification' },
  toUnit: 'police/jigsaw-camden',
})
const HOMECOMERS = {
  later: homecomer('CN/2011/0042', 'Homer'),
  sooner: homecomer('CN/2011/0043', 'Abel'),
} as const

const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery', 'console']

export async function consoleWorld(): Promise<ConsoleWorld> {
  const hub = await Hub.start({ apps: APPS })
  const publisher = await Publisher.connect(hub)
  try {
    await play(hub, publisher)
  } catch (error) {
    await hub.stop()
    throw error
  } finally {
    await publisher.close()
  }
  const people = ensurePeople(hub.home, hub.catalogue)
  return {
    hub,
    url: `http://127.0.0.1:${hub.app('console').port}`,
    person: (username) => people.find((each) => each.username === username)!,
    gapOf: async (order) => {
      const { rows } = await hub.pool.query<{ gap_id: string }>(
        `select gap_id from reconciler.gap where rule = 'RR-02' and announced->'onePer'->>'order' = $1`,
        [order],
      )
      return rows[0]!.gap_id
    },
    stop: () => hub.stop(),
  }
}

async function play(hub: Hub, publisher: Publisher): Promise<void> {
  await hub.moveTo('2011-10-01T00:00:00Z')
  await publishRegisters(publisher)
  await hub.moveTo('2011-10-03T09:00:00Z')
  await publisher.facts(
    'courts',
    ordered(ORDERS.camden, 'Camden Sample', CAMDEN, 'X700001'),
    ordered(ORDERS.lewisham, 'Lewis Sample', LEWISHAM, 'X700002'),
    ordered(ORDERS.marked, 'Mark Sample', CAMDEN, 'X700003'),
  )
  await publisher.facts(
    'soca',
    aConsularNotice(HOMECOMERS.later, AT, '2011-11-20'),
    aConsularNotice(HOMECOMERS.sooner, AT, '2011-11-10'),
  )
  await publisher.facts(
    'prisons',
    aReleaseDate(PRISONERS.camden, AT, '2011-12-05'),
    aReleaseDate(PRISONERS.lewisham, AT, '2011-11-25'),
    aReleaseDate(PRISONERS.released, AT, '2011-10-10'),
    aReleaseNotice(PRISONERS.camden, '2011-10-03T08:30:00Z', '28D', '2011-12-07'),
  )
  await publisher.facts(
    'probation',
    aRecallRequest(RECALLED, AT, true),
    aRecallDecision(RECALLED, '2011-10-03T08:30:00Z', { emergency: true }),
  )
  await hub.moveTo('2011-10-18T09:00:00Z')
  await publisher.facts('prisons', aRelease(PRISONERS.released, '2011-10-10T09:00:00Z'))
  await publisher.facts('police', aMarker({ ...ORDERS.marked, at: '2011-10-18T08:00:00Z' }))
  await hub.moveTo('2011-11-02T09:00:00Z')
}

function ordered(
  order: { courtCode: string; orderId: string },
  name: string,
  borough: string,
  crn: string,
): EventWish {
  const [forenames = '', surname = ''] = name.split(' ')
  return anOrderMade({
    ...order,
    madeOn: '2011-10-03',
    borough,
    person: { name: { forenames, surname }, crn },
  })
}
