import { pncId } from '#core/identifiers'
import { anOrderMade, type EventWish } from '#testkit/builders'

const person = (serial: number): { pnc: string } => ({ pnc: pncId(1998, 50_000 + serial) })

function about(serial: number, wish: Omit<EventWish, 'subject'>): EventWish {
  return { ...wish, subject: `pnc:${person(serial).pnc}` }
}

const aLevel = (serial: number, id: string, time: string): EventWish =>
  about(serial, {
    type: 'mappa.level.changed',
    id,
    unit: 'mappa-office/executive',
    source: '/mappa-office/mappa-records',
    time,
    data: { person: person(serial), from: '1', to: '2', category: '2', decidedOn: time.slice(0, 10) },
  })

const aRemoval = (serial: number, time: string): EventWish =>
  about(serial, {
    type: 'immigration.removal.directed',
    id: `removal-${serial}`,
    unit: 'immigration/criminal-casework',
    source: '/immigration/casework',
    time,
    data: { person: person(serial), outcome: 'directed', directedOn: time.slice(0, 10) },
  })

const aRelease = (serial: number, id: string, prison: string, time: string): EventWish =>
  about(serial, {
    type: 'prison.prisoner.released',
    id,
    unit: `prisons/${prison}`,
    source: '/prisons/nomis',
    time,
    data: {
      person: person(serial),
      prison: prison.toUpperCase(),
      reason: 'RELEASED',
      licence: false,
      flagged: true,
    },
  })

const aRecord = (serial: number, id: string, nominalType: string, time: string): EventWish =>
  about(serial, {
    type: 'jigsaw.visor-record.created',
    id,
    unit: 'police/jigsaw-havering',
    source: '/police/visor',
    time,
    marking: 'confidential',
    data: {
      person: person(serial),
      borough: 'E09000016',
      visorRef: `V-${id}`,
      nominalType,
      owner: 'police/jigsaw-havering',
    },
  })

const aScore = (serial: number, id: string, adult: boolean, time: string): EventWish =>
  about(serial, {
    type: 'probation.ogrs-score.calculated',
    id,
    unit: 'probation/london',
    source: '/probation/delius',
    time,
    data: { person: person(serial), borough: 'E09000009', score: 61, adult },
  })

const aConference = (serial: number, id: string, time: string): EventWish =>
  about(serial, {
    type: 'marac.conference.held',
    id,
    unit: 'police/community-safety',
    source: '/police/marac-records',
    time,
    data: {
      person: person(serial),
      heldOn: time.slice(0, 10),
      invited: ['marac-partners/housing', 'marac-partners/domestic-abuse-advice'],
      actions: ['Change the locks.'],
    },
  })

const aVictim = (serial: number, id: string, time: string): EventWish =>
  about(serial, {
    type: 'victim.contact.registered',
    id,
    unit: 'probation/victim-liaison',
    source: '/probation/delius',
    time,
    marking: 'confidential',
    data: { person: person(serial), victim: { name: { surname: 'Sample-Victim' } } },
  })

const figures = (id: string, time: string): EventWish => ({
  type: 'mappa.kpi-return.submitted',
  id,
  unit: 'mappa-office/executive',
  source: '/mappa-office/mappa-records',
  subject: 'unit:mappa-office/executive',
  time,
  marking: 'protect',
  data: {
    borough: 'E09000009',
    month: '2011-09-01',
    ...{ level3Reviewed: 90, level2Reviewed: 92, disclosureConsidered: 100, rightGrade: 91 },
  },
})

interface Moment {
  /** To what the clock is moved before these are said; what is heard then is judged as at this instant. */
  at: string
  said: readonly (readonly [organisation: string, wish: EventWish])[]
}

/** What is said, and when: each fact that is refused to somebody stands beside one that is not. */
export const MOMENTS: readonly Moment[] = [
  { at: '2011-06-30T12:00:00Z', said: [['immigration', aRemoval(1, '2011-06-30T11:00:00Z')]] },
  {
    // July begins in London at 23:00 UTC
    at: '2011-06-30T22:59:59Z',
    said: [['mappa-office', aLevel(1, 'level-before-the-duty', '2011-06-30T22:00:00Z')]],
  },
  {
    at: '2011-06-30T23:00:00Z',
    said: [['mappa-office', aLevel(1, 'level-under-the-duty', '2011-06-30T22:30:00Z')]],
  },
  {
    at: '2011-10-14T12:00:00Z',
    said: [
      ['prisons', aRelease(2, 'release-from-hyi', 'hyi', '2011-10-14T09:00:00Z')],
      ['prisons', aRelease(3, 'release-from-bxi', 'bxi', '2011-10-14T09:00:00Z')],
      ['police', aRecord(4, 'record-of-pdp', 'PDP', '2011-10-14T09:00:00Z')],
      ['police', aRecord(5, 'record-of-rso', 'RSO', '2011-10-14T09:00:00Z')],
      ['probation', aScore(6, 'score-of-a-juvenile', false, '2011-10-14T09:00:00Z')],
      ['probation', aScore(7, 'score-of-an-adult', true, '2011-10-14T09:00:00Z')],
      ['police', aConference(8, 'conference-unsigned', '2011-10-14T09:00:00Z')],
      ['probation', aVictim(9, 'victim', '2011-10-14T09:00:00Z')],
      ['mappa-office', aLevel(10, 'level-of-a-person', '2011-10-14T09:00:00Z')],
      ['mappa-office', figures('figures', '2011-10-14T09:00:00Z')],
    ],
  },
  // the fifteenth begins in London at 23:00 UTC; what is heard a second before is still covered
  {
    at: '2011-10-14T22:59:59Z',
    said: [['courts', anOrderMade({ orderId: '2011-0001', madeOn: '2011-10-14', id: 'order-before' })]],
  },
  {
    at: '2011-10-14T23:00:00Z',
    said: [['courts', anOrderMade({ orderId: '2011-0002', madeOn: '2011-10-14', id: 'order-after' })]],
  },
  {
    at: '2011-12-31T23:59:59Z',
    said: [['police', aRecord(11, 'record-while-cleared', 'RSO', '2011-12-31T12:00:00Z')]],
  },
  {
    at: '2012-01-01T00:00:00Z',
    said: [['police', aRecord(12, 'record-after-clearance', 'RSO', '2011-12-31T12:00:00Z')]],
  },
  {
    at: '2012-02-01T00:00:00Z',
    said: [['police', aConference(8, 'conference-signed', '2012-01-31T09:00:00Z')]],
  },
  {
    at: '2013-10-31T23:59:59Z',
    said: [['mappa-office', aLevel(1, 'level-before-the-memorandum', '2013-10-31T09:00:00Z')]],
  },
  {
    at: '2013-11-01T00:00:00Z',
    said: [['mappa-office', aLevel(1, 'level-under-the-memorandum', '2013-10-31T10:00:00Z')]],
  },
]
