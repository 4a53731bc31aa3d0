import {
  aCopyReceived,
  aCopyRequested,
  aCopySent,
  aMarker,
  anOrderMade,
  anOrderRecorded,
  type EventWish,
} from '#testkit/builders'

export type Step =
  'made' | 'recorded' | 'requested' | 'sent' | 'received' | 'marked' | 'marked in part' | 'marked late'

/** What happened to an order, and the gaps that must come of it: the rule, and how it stands. */
export const HISTORIES: readonly (readonly [
  title: string,
  steps: readonly Step[],
  gaps: readonly string[],
])[] = [
  ['everything happens', ['made', 'sent', 'received', 'marked'], []],
  ['the court sends no copy', ['made', 'marked'], ['RR-01 missing']],
  ['the marker is not applied', ['made', 'sent', 'received'], ['RR-02 missing']],
  ['nothing follows the order', ['made'], ['RR-01 missing', 'RR-02 missing']],
  ['the marker lacks conditions', ['made', 'sent', 'received', 'marked in part'], ['RR-02 conflict']],
  [
    'the marker is in ten days, not in seven of the copy',
    ['made', 'sent', 'received', 'marked late'],
    ['RR-02 late'],
  ],
  [
    'the court never tells, ViSOR knows, and all is asked for and done',
    ['recorded', 'requested', 'sent', 'received', 'marked'],
    [],
  ],
  ['the request is not answered', ['recorded', 'requested', 'marked'], ['RR-03 missing']],
  ['the court never tells, and nobody asks', ['recorded'], ['RR-02 missing']],
]

interface Play {
  organisation: 'courts' | 'police'
  day: string
  wish: EventWish
}

/** Days on which steps happen; 1 December 2011 is a Thursday. */
export const DAYS = ['2011-12-01', '2011-12-02', '2011-12-06', '2011-12-10']

export const orderOf = (index: number) => ({ courtCode: 'B01GU', orderId: `2011-${5000 + index}` })

/** Every fact of every history, each with its day. */
export function plays(): Play[] {
  return HISTORIES.flatMap(([, steps], index) => steps.map((step) => playOf(step, index)))
}

function playOf(step: Step, index: number): Play {
  const order = orderOf(index)
  const [first = '', second = '', third = '', fourth = ''] = DAYS
  const person = { crn: `X9000${String(index).padStart(2, '0')}` }
  const on = (day: string) => ({ ...order, at: `${day}T09:00:00Z` })
  switch (step) {
    case 'made':
      return { organisation: 'courts', day: first, wish: anOrderMade({ ...order, person, madeOn: first }) }
    case 'recorded':
      return {
        organisation: 'police',
        day: first,
        wish: anOrderRecorded({ ...on(first), person, madeOn: first }),
      }
    case 'requested':
      return { organisation: 'police', day: second, wish: aCopyRequested(on(second)) }
    case 'sent':
      return { organisation: 'courts', day: second, wish: aCopySent(on(second)) }
    case 'received':
      return { organisation: 'police', day: second, wish: aCopyReceived(on(second)) }
    case 'marked':
      return { organisation: 'police', day: third, wish: aMarker(on(third)) }
    case 'marked in part':
      return {
        organisation: 'police',
        day: third,
        wish: aMarker({ ...on(third), conditionsOnPnc: 'partial' }),
      }
    case 'marked late':
      return { organisation: 'police', day: fourth, wish: aMarker(on(fourth)) }
  }
}
