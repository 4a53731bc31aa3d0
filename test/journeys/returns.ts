import { pncId } from '#core/identifiers'
import {
  aConsularNotice,
  aCopyReceived,
  aCopySent,
  aDebrief,
  aMarker,
  anArrival,
  aNotification,
  anOrderDecision,
  anOrderMade,
  aReferral,
  aSummons,
  aTransfer,
  aVisorRecord,
  type EventWish,
  type ReturnCase,
} from '#testkit/builders'

export type Step =
  | 'notice'
  | 'plan'
  | 'moved'
  | 'cancelled'
  | 'withdrawn'
  | 'summons'
  | 'debrief'
  | 'debrief, a day late'
  | 'record'
  | 'applied'
  | 'no order'
  | 'violent offender order'
  | 'referred'
  | 'referred at Level 1'
  | 'offered'
  | 'accepted'
  | 'accepted, late'
  | 'order abroad'
  | 'order'
  | 'marked'
  | 'notified'
  | 'notified, late'
  | 'notified on the second day after the flight'

const MET: readonly Step[] = ['notice', 'plan', 'summons', 'debrief', 'record']
const ORDERED: readonly Step[] = ['applied', 'order', 'marked', 'notified']
const HANDED_OVER: readonly Step[] = ['offered', 'accepted']
/** The whole of the flow for somebody against whom a notification order is sought. */
export const WHOLE: readonly Step[] = [...MET, ...ORDERED, ...HANDED_OVER]
/** For somebody convicted of violence and no more: no summons and no order. */
export const VIOLENT: readonly Step[] = ['notice', 'plan', 'debrief', 'record', 'referred', ...HANDED_OVER]
/** Neither: met and debriefed, and then a matter of the police alone. */
export const NEITHER: readonly Step[] = ['notice', 'plan', 'debrief']

const without = (steps: readonly Step[], ...left: readonly Step[]): readonly Step[] =>
  steps.filter((step) => !left.includes(step))

const BEFORE_THE_FLIGHT: readonly Step[] = [...MET, 'order abroad', 'applied', 'marked', ...HANDED_OVER]

/** Each step left out or done amiss, and the gaps that must come of it: the rule, and how it stands. */
export const LEFT_OUT: readonly (readonly [
  title: string,
  treatedAs: ReturnCase['treatedAs'],
  steps: readonly Step[],
  gaps: readonly string[],
])[] = [
  ['everything happens', 'notification', WHOLE, []],
  ['everything happens to a violent offender', 'violent', VIOLENT, []],
  ['the arrival is not planned', 'notification', without(WHOLE, 'plan'), ['RR-36a missing']],
  ['no summons is served', 'notification', without(WHOLE, 'summons'), ['RR-36b missing']],
  ['nobody debriefs', 'notification', without(WHOLE, 'debrief'), ['RR-36c missing']],
  [
    'the debrief is held the day after',
    'notification',
    [...without(WHOLE, 'debrief'), 'debrief, a day late'],
    ['RR-36c late'],
  ],
  [
    'nobody decides on an order',
    'notification',
    without(WHOLE, 'applied', 'order', 'marked', 'notified'),
    ['RR-37a missing'],
  ],
  ['it is decided that no order is sought', 'notification', [...without(WHOLE, ...ORDERED), 'no order'], []],
  [
    'the order is not copied and not marked',
    'notification',
    without(WHOLE, 'marked'),
    ['RR-01 missing', 'RR-02 missing'],
  ],
  ['the person does not notify', 'notification', without(WHOLE, 'notified'), ['RR-10 missing']],
  [
    'the person notifies on the fourth day',
    'notification',
    [...without(WHOLE, 'notified'), 'notified, late'],
    ['RR-10 late'],
  ],
  ['the other force does not accept', 'notification', without(WHOLE, 'accepted'), ['RR-36d missing']],
  [
    'the other force accepts late',
    'notification',
    [...without(WHOLE, 'accepted'), 'accepted, late'],
    ['RR-36d late'],
  ],
  ['the violent offender is not referred', 'violent', without(VIOLENT, 'referred'), ['RR-37b missing']],
  [
    'the violent offender is referred at Level 1, where Category 3 is not managed',
    'violent',
    [...without(VIOLENT, 'referred'), 'referred at Level 1'],
    ['RR-37b missing'],
  ],
  [
    'a violent offender order is sought instead of a referral',
    'violent',
    [...without(VIOLENT, 'referred'), 'violent offender order'],
    ['RR-37b missing'],
  ],
  ['the flight comes a day later', 'notification', [...without(WHOLE, 'summons', 'debrief'), 'moved'], []],
  ['nobody comes', 'notification', ['notice', 'plan', 'cancelled', 'withdrawn'], []],
  [
    'the plan is cancelled while the notice stands',
    'notification',
    ['notice', 'plan', 'cancelled'],
    ['RR-36a missing'],
  ],
  [
    'the order is made before the flight, and the three days count from the return',
    'notification',
    [...BEFORE_THE_FLIGHT, 'notified on the second day after the flight'],
    [],
  ],
  [
    'the order is made before the flight, and the person does not notify in the three days after it',
    'notification',
    BEFORE_THE_FLIGHT,
    ['RR-10 missing'],
  ],
]

/** One person's return, in its own numbers. `arrivesOn` is a Tuesday. */
export interface Return {
  one: ReturnCase
  orderId: string
  orderType: string
  arrivesOn: string
  steps: readonly Step[]
}

export function aReturn(
  index: number,
  arrivesOn: string,
  wish: Partial<ReturnCase> = {},
): Omit<Return, 'steps'> {
  const serial = String(index).padStart(3, '0')
  const one: ReturnCase = {
    consularRef: `CN/2010/${serial}`,
    surname: `Sample${serial}`,
    pnc: pncId(1999, 40_000 + index),
    visorRef: `V10-${serial}`,
    treatedAs: 'notification',
    toUnit: 'forces/west-midlands',
    ...wish,
  }
  return { one, orderId: `NO-2010-${serial}`, orderType: 'NO', arrivesOn }
}

export interface Said {
  organisation: string
  wish: EventWish
}

const DAY_MS = 86_400_000

/** What is said of a return, each fact on its own day. */
export function saidOf(given: Return): Said[] {
  return given.steps.flatMap((step) => said(step, given))
}

function said(step: Step, given: Return): Said[] {
  const { one, arrivesOn } = given
  const on = (days: number, hour = '12'): string =>
    `${new Date(Date.parse(arrivesOn) + days * DAY_MS).toISOString().slice(0, 10)}T${hour}:00:00Z`
  const police = (wish: EventWish): Said[] => [{ organisation: 'police', wish }]
  const receiver = (wish: EventWish): Said[] => [{ organisation: one.toUnit.split('/')[0]!, wish }]
  const mappa = (wish: EventWish): Said[] => [{ organisation: 'mappa-office', wish }]
  switch (step) {
    case 'notice':
      return [{ organisation: 'soca', wish: aConsularNotice(one, on(-20), arrivesOn) }]
    case 'plan':
      return police(anArrival(one, on(-6), on(0, '11')))
    case 'moved':
      return [
        ...police(anArrival(one, on(-1), on(1, '11'), 'changed')),
        ...police(aSummons(one, on(1))),
        ...police(aDebrief(one, on(1, '13'))),
      ]
    case 'cancelled':
      return police(anArrival(one, on(-1), on(0, '11'), 'cancelled'))
    case 'withdrawn':
      return [{ organisation: 'soca', wish: aConsularNotice(one, on(-1, '14'), arrivesOn, 'withdrawn') }]
    case 'summons':
      return police(aSummons(one, on(0)))
    case 'debrief':
      return police(aDebrief(one, on(0, '13')))
    case 'debrief, a day late':
      return police(aDebrief(one, on(1, '13')))
    case 'record':
      return police(aVisorRecord(one, on(1)))
    case 'applied':
      return police(anOrderDecision(one, on(2)))
    case 'no order':
      return police(anOrderDecision(one, on(2), 'no-action'))
    case 'violent offender order':
      return police(anOrderDecision(one, on(2), 'applied', 'VOO'))
    case 'referred':
      return mappa(aReferral(one, on(2)))
    case 'referred at Level 1':
      return mappa(aReferral(one, on(2), '1'))
    case 'offered':
      return police(aTransfer(one, on(2, '13'), 'offered'))
    case 'accepted':
      return receiver(aTransfer(one, on(3), 'accepted'))
    case 'accepted, late':
      return receiver(aTransfer(one, on(7), 'accepted'))
    case 'order abroad':
      return order(given, on(-6).slice(0, 10))
    case 'order':
      return order(given, on(7).slice(0, 10))
    case 'marked':
      return marked(given, on(given.steps.includes('order abroad') ? -3 : 8))
    case 'notified':
      return receiver(aNotification(one, on(9, '20')))
    case 'notified on the second day after the flight':
      return receiver(aNotification(one, on(2, '20')))
    case 'notified, late':
      return receiver(aNotification(one, on(10)))
  }
}

function order({ one, orderId, orderType }: Return, madeOn: string): Said[] {
  const wish = anOrderMade({ orderId, orderType, madeOn, person: { pnc: one.pnc } })
  return [{ organisation: 'courts', wish }]
}

function marked({ orderId }: Return, at: string): Said[] {
  return [
    { organisation: 'courts', wish: aCopySent({ orderId, at }) },
    { organisation: 'police', wish: aCopyReceived({ orderId, at }) },
    { organisation: 'police', wish: aMarker({ orderId, at }) },
  ]
}
