import type { Random } from '#testkit/random'
import {
  british,
  type Day,
  daysBetween,
  isWorkingDay,
  minusWorkingDays,
  plusDays,
  plusWorkingDays,
} from '../days.js'
import { type CourtOrder, type OrderBook } from '../orders.js'
import { aboutOrder, type ExpectedGap } from '../expected-gaps.js'
import { copySteps } from '../stories.js'
import { type Dated, log } from './entries.js'
import { inventedLife, type Life, type LifeStory, moment } from './life.js'

/** What happens when somebody convicted abroad comes home, and what of it goes wrong. */
export const RETURNS = {
  'met, and an order made': 4,
  'met, and no order sought': 2,
  'arrival not planned': 2,
  'no summons': 2,
  'debriefed a day late': 2,
  'nobody decides on an order': 1,
  'did not notify': 2,
  'hand-over accepted late': 2,
} as const
export type ReturnName = keyof typeof RETURNS

const CENTRAL = 'police/central-jigsaw'

/** Tuesdays, so that what counts in days has run its course before the weekend. */
const arrivals = (): Day[] =>
  daysBetween('2011-10-18', '2011-11-15').filter(
    (day) => isWorkingDay(day) && new Date(`${day}T00:00:00Z`).getUTCDay() === 2,
  )

export function returnStory(name: ReturnName, random: Random, position: number, book: OrderBook): LifeStory {
  const life = inventedLife(random, position, { registered: true })
  const arrivesOn = random.pick(arrivals())
  const consularRef = `CN/2011/${String(position).padStart(4, '0')}`
  const madeOn = plusDays(arrivesOn, 7)
  const order: CourtOrder = {
    ...book.order(madeOn, 'running'),
    ...{ orderType: 'NO', resultCode: '3085', person: life },
  }
  const steps = usual(life, arrivesOn, consularRef, order)
  const plot = plotOf(name, life, arrivesOn, consularRef, order, steps)
  return { name, life, misdeeds: [], gaps: [], steps: [], orders: [order], ...plot }
}

type Plot = Partial<Pick<LifeStory, 'steps' | 'gaps' | 'misdeeds'>>

function plotOf(
  name: ReturnName,
  life: Life,
  arrivesOn: Day,
  consularRef: string,
  order: CourtOrder,
  steps: Record<UsualStep, Dated[]>,
): Plot {
  const of = (...left: UsualStep[]): Dated[] =>
    Object.entries(steps).flatMap(([step, dated]) => (left.includes(step as UsualStep) ? [] : dated))
  const gap = (rule: string, missedOn: Day, status: 'open' | 'closed'): ExpectedGap => ({
    ...{ rule, key: `consular-ref:${consularRef}`, missedOn, because: name, status },
  })
  switch (name) {
    case 'met, and an order made':
      return { steps: of() }
    case 'met, and no order sought':
      return {
        steps: [
          ...of('applied', 'order', 'notified'),
          ...civilOrder(life, arrivesOn, consularRef, 'NO ACTION'),
        ],
      }
    case 'arrival not planned':
      return { steps: of('plan'), gaps: [gap('RR-36a', minusWorkingDays(arrivesOn, 1), 'open')] }
    case 'no summons':
      return { steps: of('summons'), gaps: [gap('RR-36b', arrivesOn, 'open')] }
    case 'debriefed a day late':
      return {
        steps: [...of('debrief'), debrief(life, plusDays(arrivesOn, 1), consularRef)],
        gaps: [gap('RR-36c', arrivesOn, 'closed')],
      }
    case 'nobody decides on an order':
      return {
        steps: of('applied', 'order', 'notified'),
        gaps: [gap('RR-37a', plusDays(arrivesOn, 14), 'open')],
      }
    case 'did not notify':
      return {
        steps: of('notified'),
        gaps: [
          {
            ...aboutOrder(order),
            rule: 'RR-10',
            missedOn: plusDays(order.madeOn, 2),
            because: name,
            status: 'open',
          },
        ],
      }
    case 'hand-over accepted late':
      return {
        steps: [...of('accepted'), transfer(life, plusDays(arrivesOn, 8), consularRef, 'ACCEPTED')],
        gaps: [gap('RR-36d', plusDays(arrivesOn, 3), 'closed')],
      }
  }
}

type UsualStep =
  | 'told'
  | 'plan'
  | 'met'
  | 'summons'
  | 'debrief'
  | 'record'
  | 'applied'
  | 'offered'
  | 'accepted'
  | 'order'
  | 'notified'

function usual(
  life: Life,
  arrivesOn: Day,
  consularRef: string,
  order: CourtOrder,
): Record<UsualStep, Dated[]> {
  const CONSULAR_REF = consularRef
  const { madeOn } = order
  return {
    told: [consular(life, '2011-10-05', consularRef, arrivesOn)],
    plan: [
      nameless(
        log(life, CENTRAL, plusDays(arrivesOn, -6), '12:00', 'ARRIVAL PLAN', {
          ...{ CONSULAR_REF, PLAN: 'FIRST', ETA: moment(arrivesOn, '06:30'), FLIGHT: 'ZZ042', PORT: 'LHR' },
          NEEDS: ['HOUSING'],
          TREATED_AS: 'NOTIFICATION',
        }),
      ),
    ],
    met: [encounter(life, arrivesOn), passenger(life, arrivesOn)],
    summons: [
      log(life, CENTRAL, arrivesOn, '08:00', 'SUMMONS', {
        ...{ CONSULAR_REF, COURT: order.court.code, HEARING: british(madeOn) },
      }),
    ],
    debrief: [debrief(life, arrivesOn, consularRef)],
    record: [
      log(life, CENTRAL, plusDays(arrivesOn, 1), '09:00', 'VISOR RECORD', {
        ...{ VISOR_REF: life.visorRef, NOMINAL_TYPE: 'RSO', OWNER: CENTRAL },
      }),
    ],
    applied: civilOrder(life, arrivesOn, consularRef, 'APPLY'),
    offered: [transfer(life, plusDays(arrivesOn, 2), consularRef, 'OFFERED')],
    accepted: [transfer(life, plusDays(arrivesOn, 3), consularRef, 'ACCEPTED')],
    order: [
      { on: madeOn, step: { does: 'hearing', order, heardOn: madeOn } },
      ...copySteps(order, '', plusWorkingDays(madeOn, 1), plusWorkingDays(madeOn, 2)),
    ],
    notified: [
      log(life, life.jigsaw, plusDays(madeOn, 1), '14:00', 'NOTIFICATION', {
        ...{
          KIND: 'INITIAL',
          NOTIFIED: british(plusDays(madeOn, 1)),
          IN_PERSON: 'Y',
          PRINTS: 'Y',
          PHOTO: 'Y',
        },
        BOROUGH: life.borough,
      }),
    ],
  }
}

/** An embassy's word, in the list that SOCA passes on; it knows no number of ours. */
function consular(life: Life, on: Day, consularRef: string, arrivesOn: Day): Dated {
  const cells = {
    ...{ REFERENCE: consularRef, NOTICE: 'NEW', SURNAME: life.surname, FORENAMES: life.forenames },
    ...{ DOB: british(life.dateOfBirth), COUNTRY: 'TH', OFFENCE: 'Indecent assault on a minor.' },
    ...{ KIND: 'SEXUAL', CONVICTED: '01/02/2008', RETURNS: british(arrivesOn), HANDLING: '3' },
  }
  return { on, step: { does: 'consular', cells } }
}

function debrief(life: Life, on: Day, consularRef: string): Dated {
  return log(life, CENTRAL, on, '13:00', 'DEBRIEF', {
    ...{ CONSULAR_REF: consularRef, AREA: 'London', TO: life.jigsaw, BOROUGH: life.borough },
    ...{ TREATED_AS: 'NOTIFICATION', HANDLING: '3', RISKS: ['Means to look for work with children.'] },
    ACTIONS: ['To visit within a week.'],
  })
}

function civilOrder(life: Life, arrivesOn: Day, consularRef: string, decision: string): Dated[] {
  const on = plusDays(arrivesOn, 2)
  return [
    log(life, CENTRAL, on, '12:00', 'CIVIL ORDER', {
      ...{ CONSULAR_REF: consularRef, DECISION: decision, DECIDED: british(on), ORDER_TYPE: 'NO' },
    }),
  ]
}

function transfer(life: Life, on: Day, consularRef: string, STATUS: 'OFFERED' | 'ACCEPTED'): Dated {
  return log(life, STATUS === 'OFFERED' ? CENTRAL : life.jigsaw, on, '15:00', 'VISOR TRANSFER', {
    ...{ CONSULAR_REF: consularRef, VISOR_REF: life.visorRef, STATUS, FROM: CENTRAL, TO: life.jigsaw },
  })
}

/** The border met him by his PNC ID; its officers enter what they did on the next day. */
function encounter(life: Life, arrivesOn: Day): Dated {
  const match = { register: 'PNC', number: life.pnc }
  return met(arrivesOn, { reference: `P/${life.pnc}`, match, document: papers(life) })
}

/** Somebody on the same flight, of no interest to anybody: no trace of him may be left. */
function passenger(life: Life, arrivesOn: Day): Dated {
  const document = { ...papers(life), surname: 'Passenger' }
  return met(arrivesOn, { reference: `Q/${life.pnc}`, match: null, document })
}

function papers({ surname, forenames, dateOfBirth }: Life): Record<string, string> {
  return { surname, givenNames: forenames, dateOfBirth }
}

function met(arrivesOn: Day, entered: Record<string, unknown>): Dated {
  const flight = { direction: 'ARRIVAL', port: 'LHR', flight: 'ZZ042' }
  const encounter = { seenAt: moment(arrivesOn, '06:40'), ...flight, ...entered }
  return { on: plusDays(arrivesOn, 1), step: { does: 'port', encounter } }
}

/** Before the arrival nobody here knows a number of the person. */
function nameless({ on, step }: Dated): Dated {
  if (step.does !== 'log') return { on, step }
  const { PNC: _pnc, VISOR: _visor, ...PERSON } = step.entry['PERSON'] as Record<string, string>
  return { on, step: { does: 'log', entry: { ...step.entry, PERSON } } }
}
