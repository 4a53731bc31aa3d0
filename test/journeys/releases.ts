import {
  aLicence,
  aReception,
  aRecordOpened,
  aRecordUpdated,
  aRelease,
  aReleaseDate,
  aReleaseNotice,
  aTemporaryRelease,
  type EventWish,
  type Offender,
} from '#testkit/builders'
import type { SaidBy } from './play-in-time.js'

export type Step =
  | 'recorded'
  | 'dated'
  | 'dated late'
  | 'moved back'
  | 'six months'
  | 'four weeks'
  | 'five days'
  | 'at once'
  | 'licensed'
  | 'released'
  | 'released without licence'
  | 'put right'
  | 'out by mistake, and back'
  | 'updated'
  | 'transferred'
  | 'away for a day'
  | 'away told'
  | 'away again and again'

export interface ReleaseHistory {
  title: string
  steps: readonly Step[]
  /** Rule and reason, and what of several things never came. */
  gaps: readonly string[]
  prison?: string
}

const NOTICES: readonly Step[] = ['six months', 'four weeks', 'five days']
const WHOLE: readonly Step[] = ['recorded', 'dated', ...NOTICES, 'licensed', 'released', 'updated']
const without = (...left: Step[]): Step[] => WHOLE.filter((step) => !left.includes(step))

/** A release as it should be, and with each step left out (MISSION, J5). */
export const RELEASES: readonly ReleaseHistory[] = [
  { title: 'everything happens', steps: WHOLE, gaps: [] },
  { title: 'the notice at six months is left out', steps: without('six months'), gaps: ['RR-22 late'] },
  { title: 'the notice at four weeks is left out', steps: without('four weeks'), gaps: ['RR-22 late'] },
  { title: 'the last notice is left out', steps: without('five days'), gaps: ['RR-22 missing'] },
  {
    title: 'no notice is given at all',
    steps: without(...NOTICES),
    gaps: ['RR-22 missing', 'RR-23 missing: a notice before the release'],
  },
  { title: 'there is no licence', steps: without('licensed'), gaps: ['RR-23 missing: the licence'] },
  {
    title: 'the sentence is under twelve months, and no licence is to be expected',
    steps: ['recorded', 'dated', ...NOTICES, 'released without licence', 'updated'],
    gaps: [],
  },
  {
    title: 'ViSOR is not brought up to date',
    steps: without('updated'),
    gaps: ['RR-23 missing: the ViSOR record brought up to date'],
  },
  {
    title: 'the person is back within three quarters of an hour',
    steps: ['recorded', 'released', 'put right'],
    gaps: [],
  },
  {
    title: 'the person is out by mistake three days before, and back at once',
    steps: [...WHOLE, 'out by mistake, and back'],
    gaps: [],
  },
  {
    title: 'the date is set a fortnight before, and notice follows on the next working day',
    steps: ['recorded', 'dated late', 'at once', 'licensed', 'released', 'updated'],
    gaps: [],
  },
  {
    title: 'the date is moved, and nobody is told of the new one',
    steps: ['recorded', 'dated', 'six months', 'moved back'],
    gaps: [
      'RR-22 missing: the notice five working days before, the notice six months before, the notice twenty-eight days before',
    ],
  },
  {
    title: 'a Londoner is in a prison elsewhere, and stays there',
    steps: WHOLE,
    gaps: ['RR-58 missing'],
    prison: 'MDI',
  },
  {
    title: 'a Londoner is moved to a London prison in time',
    steps: [...WHOLE, 'transferred'],
    gaps: [],
    prison: 'MDI',
  },
  { title: 'probation tells of a day out before it', steps: ['away for a day', 'away told'], gaps: [] },
  {
    title: 'three days out are authorised at once, and probation tells of the last alone',
    steps: ['away for a day', 'away again and again'],
    gaps: ['RR-49 missing', 'RR-49 missing'],
  },
  { title: 'probation does not tell of a day out', steps: ['away for a day'], gaps: ['RR-49 missing'] },
]

export const LEWISHAM = 'police/jigsaw-lewisham'
/** Monday 16 April 2012, after Easter: five working days before are up on Thursday 5 April. */
const RELEASED_ON = '2012-04-16'

export const released = (index: number, { prison = 'WSI' }: Partial<ReleaseHistory> = {}): Offender => ({
  crn: `X8200${String(index).padStart(2, '0')}`,
  noms: `A82${String(index).padStart(2, '0')}RL`,
  surname: `Released-${index}`,
  borough: 'E09000023',
  prison,
})

const aDayOut = (who: Offender, leavesAt: string): EventWish =>
  aLicence(who, '2012-01-10T09:00:00Z', 'temporary', { leavesAt })

/** Every fact of a history, each at its own time. */
export function saidOf(history: ReleaseHistory, who: Offender): SaidBy[] {
  return history.steps.flatMap((step) => saidOfStep(step, who))
}

function saidOfStep(step: Step, who: Offender): SaidBy[] {
  const police = { organisation: 'police' }
  const prisons = { organisation: 'prisons' }
  const probation = { organisation: 'probation' }
  const notice = (at: string, stage: '6MO' | '28D' | '5WD', victimRegistered = false): SaidBy[] => [
    {
      ...prisons,
      wish: aReleaseNotice(who, at, stage, RELEASED_ON, victimRegistered ? { victimRegistered } : {}),
    },
  ]
  switch (step) {
    case 'recorded':
      return [{ ...police, wish: aRecordOpened(who, '2011-10-03T08:00:00Z', LEWISHAM) }]
    case 'dated':
      return [{ ...prisons, wish: aReleaseDate(who, '2011-10-03T09:00:00Z', RELEASED_ON) }]
    case 'six months':
      return notice('2011-10-14T09:00:00Z', '6MO', true)
    case 'four weeks':
      return notice('2012-03-16T09:00:00Z', '28D')
    case 'dated late':
      return [{ ...prisons, wish: aReleaseDate(who, '2012-04-02T09:00:00Z', RELEASED_ON) }]
    case 'at once':
      return notice('2012-04-03T09:00:00Z', '5WD')
    case 'five days':
      return notice('2012-04-03T09:00:00Z', '5WD')
    case 'moved back':
      return [{ ...prisons, wish: aReleaseDate(who, '2012-04-02T09:00:00Z', '2012-04-13') }]
    case 'transferred':
      return [{ ...prisons, wish: aReception(who, '2012-02-01T15:00:00Z', { reason: 'TRANSFERRED' }, 'ISI') }]
    case 'licensed':
      return [{ ...probation, wish: aLicence(who, '2012-04-13T09:00:00Z') }]
    case 'released':
      return [{ ...prisons, wish: aRelease(who, '2012-04-16T08:00:00Z') }]
    case 'released without licence':
      return [{ ...prisons, wish: aRelease(who, '2012-04-16T08:00:00Z', { licence: false }) }]
    case 'put right':
      return [{ ...prisons, wish: aReception(who, '2012-04-16T08:30:00Z') }]
    case 'out by mistake, and back':
      return [
        { ...prisons, wish: aRelease(who, '2012-04-13T10:00:00Z') },
        { ...prisons, wish: aReception(who, '2012-04-13T10:30:00Z') },
      ]
    case 'updated':
      return [{ ...police, wish: aRecordUpdated(who, '2012-04-17T09:00:00Z', LEWISHAM) }]
    case 'away for a day': {
      const away = aTemporaryRelease(
        who,
        '2012-01-09T09:00:00Z',
        '2012-01-12T08:00:00Z',
        '2012-01-12T18:00:00Z',
      )
      return [{ ...prisons, wish: away }]
    }
    case 'away again and again':
      return [
        ...['2012-01-19', '2012-01-26'].map((day) => ({
          ...prisons,
          wish: aTemporaryRelease(who, '2012-01-09T09:00:01Z', `${day}T08:00:00Z`, `${day}T18:00:00Z`),
        })),
        { ...probation, wish: aDayOut(who, '2012-01-26T08:00:00Z') },
      ]
    case 'away told':
      return [{ ...probation, wish: aDayOut(who, '2012-01-12T08:00:00Z') }]
  }
}
