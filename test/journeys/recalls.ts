import {
  aLicence,
  anAnswer,
  anInformationRequest,
  aRecallArrest,
  aRecallDecision,
  aRecallDocument,
  aRecallRequest,
  aReception,
  aRelease,
  aWantedReport,
  type EventWish,
  type Offender,
} from '#testkit/builders'

export type Step =
  | 'asked'
  | 'answered'
  | 'requested'
  | 'decided'
  | 'arrested'
  | 'returned'
  | 'returned late'
  | 'wanted'
  | 'dossier'
  | 'part B'
  | 'secondary dossier'
  | 'let go'

export interface RecallHistory {
  title: string
  steps: readonly Step[]
  /** Rule and reason, and what of several things never came. */
  gaps: readonly string[]
  how?: { emergency?: boolean; recallType?: 'FIXED' | 'STANDARD' }
}

const EXCHANGE: readonly Step[] = ['asked', 'answered', 'requested', 'decided']
const PAPERS: readonly Step[] = ['dossier', 'part B', 'secondary dossier']
const RETURN: readonly Step[] = ['arrested', 'returned', ...PAPERS]
const WHOLE: readonly Step[] = [...EXCHANGE, ...RETURN]
const without = (...left: Step[]): Step[] => WHOLE.filter((step) => !left.includes(step))

/** A recall as it should be, and with each step left out (MISSION, J4). */
export const RECALLS: readonly RecallHistory[] = [
  { title: 'everything happens', steps: WHOLE, gaps: [] },
  { title: 'nobody asked, as before Sonnex', steps: without('asked', 'answered'), gaps: ['RR-24 missing'] },
  {
    title: 'it was asked and not answered',
    steps: without('answered'),
    gaps: ['RR-24 missing', 'RR-46 missing'],
  },
  {
    title: 'the recall is not decided',
    steps: ['asked', 'answered', 'requested'],
    gaps: ['RR-25 missing'],
  },
  { title: 'nobody is arrested or returned', steps: EXCHANGE, gaps: ['RR-26 missing', 'RR-84 missing'] },
  {
    title: 'the person is at large, and the PNC shows it',
    steps: [...EXCHANGE, 'wanted'],
    gaps: ['RR-26 missing'],
  },
  { title: 'the person returns without an arrest', steps: without('arrested'), gaps: [] },
  {
    title: 'the person returns late, and the PNC showed it',
    steps: [...EXCHANGE, 'wanted', 'returned late', ...PAPERS],
    gaps: ['RR-26 late'],
  },
  {
    title: 'an emergency is handled as any other',
    steps: [...EXCHANGE, 'returned', ...PAPERS],
    gaps: ['RR-26 late'],
    how: { emergency: true },
  },
  { title: 'the dossier is not sent', steps: without('dossier'), gaps: ['RR-27 missing: the dossier'] },
  {
    title: 'the Part B report is not sent',
    steps: without('part B'),
    gaps: ['RR-27 missing: the Part B report'],
  },
  {
    title: 'the secondary dossier is not sent',
    steps: without('secondary dossier'),
    gaps: ['RR-27 missing: the secondary dossier'],
  },
  {
    title: 'a fixed term has no Part B',
    steps: [...EXCHANGE, 'arrested', 'returned', 'dossier', 'let go'],
    gaps: [],
    how: { recallType: 'FIXED' },
  },
  {
    title: 'a fixed term does not end',
    steps: [...EXCHANGE, 'arrested', 'returned', 'dossier'],
    gaps: ['RR-27 missing: the release after fourteen days'],
    how: { recallType: 'FIXED' },
  },
]

export const BIU = 'police/biu-lewisham'

export const recalled = (index: number): Offender => ({
  crn: `X8100${String(index).padStart(2, '0')}`,
  noms: `A81${String(index).padStart(2, '0')}RC`,
  surname: `Recalled-${index}`,
  borough: 'E09000023',
  prison: 'WWI',
})

export interface Play {
  organisation: string
  wish: EventWish
}

/** Every fact of a history, each at its own time in October 2011. */
export function playsOf(history: RecallHistory, who: Offender): Play[] {
  return history.steps.flatMap((step) => playsOfStep(step, who, history.how ?? {}))
}

function playsOfStep(step: Step, who: Offender, how: NonNullable<RecallHistory['how']>): Play[] {
  const { emergency = false, recallType = 'STANDARD' } = how
  const by = (organisation: string, ...wishes: EventWish[]): Play[] =>
    wishes.map((wish) => ({ organisation, wish }))
  switch (step) {
    case 'asked':
      return by('probation', anInformationRequest(who, '2011-10-03T08:00:00Z'))
    case 'answered':
      return by('police', anAnswer(who, '2011-10-03T14:00:00Z', BIU))
    case 'requested':
      return by('probation', aRecallRequest(who, '2011-10-04T08:00:00Z', emergency, recallType))
    case 'decided':
      return by('probation', aRecallDecision(who, '2011-10-04T16:00:00Z', { emergency, recallType }))
    case 'arrested':
      return by('police', aRecallArrest(who, '2011-10-06T10:00:00Z', BIU))
    case 'returned':
      return by('prisons', aReception(who, '2011-10-07T10:00:00Z', { recall: true }))
    case 'wanted':
      return by('police', aWantedReport(who, '2011-10-08T20:00:00Z'))
    case 'returned late':
      return by('prisons', aReception(who, '2011-10-10T10:00:00Z', { recall: true }))
    case 'dossier':
      return by('probation', aRecallDocument(who, '2011-10-10T12:00:00Z', 'dossier'))
    case 'part B':
      return by('probation', aRecallDocument(who, '2011-10-27T12:00:00Z', 'part B'))
    case 'secondary dossier':
      return by('probation', aRecallDocument(who, '2011-11-04T12:00:00Z', 'secondary dossier'))
    case 'let go':
      return [
        ...by('prisons', aRelease(who, '2011-10-21T09:00:00Z', { flagged: false })),
        ...by('probation', aLicence(who, '2011-10-20T09:00:00Z')),
      ]
  }
}
