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
import { type Dated, delius, log, meeting, nomis, notice } from './entries.js'
import {
  FAR_PRISON,
  inventedLife,
  type Life,
  type LifeStory,
  LONDON_PRISONS,
  moment,
  personGap,
} from './life.js'

/** What happens around a release, and what of it goes wrong. */
export const RELEASES = {
  'release prepared': 6,
  'release of a short sentence': 2,
  'out by mistake, and back': 2,
  'moved to London': 2,
  'release date rejected once by NOMIS': 1,
  'temporary release told': 2,
  'notice of 28 days missing': 2,
  'no notice at all': 2,
  'no licence': 2,
  'licence late': 1,
  'ViSOR not brought up to date': 2,
  'not moved to London': 1,
  'temporary release not told': 2,
  'temporary licence lost': 1,
} as const
export type ReleaseName = keyof typeof RELEASES

/** Working days on which a date of release is set; the release follows six weeks later. */
const beginnings = (): Day[] => daysBetween('2011-10-04', '2011-10-28').filter(isWorkingDay)

export function releaseStory(name: ReleaseName, random: Random, position: number): LifeStory {
  const far = name === 'moved to London' || name === 'not moved to London'
  const short = name === 'release of a short sentence'
  const life = inventedLife(random, position, {
    ...{ flagged: true, registered: true, licence: !short },
    ...(far ? { prison: FAR_PRISON } : {}),
  })
  const set = random.pick(beginnings())
  const released = releasedOn(set)
  const plot = plotOf(name, life, set, released, random)
  return { name, life, gaps: [], misdeeds: [], steps: [], ...plot }
}

/** A Tuesday to Thursday some six weeks on. */
function releasedOn(set: Day): Day {
  return daysBetween(plusDays(set, 42), plusDays(set, 49)).find((day) => {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    return weekday >= 2 && weekday <= 4
  })!
}

type Plot = Partial<Pick<LifeStory, 'steps' | 'gaps' | 'misdeeds'>>

function plotOf(name: ReleaseName, life: Life, set: Day, released: Day, random: Random): Plot {
  const steps = usual(life, set, released)
  const { dates, sixMonths, fourWeeks, fiveDays, licence, out, visor, notified } = steps
  const onTheDay = (rule: string, status: 'open' | 'closed') => personGap(rule, life, released, name, status)
  switch (name) {
    case 'release prepared':
      return { steps: Object.values(steps) }
    case 'release of a short sentence':
      return { steps: [dates, sixMonths, fourWeeks, fiveDays, out, visor, notified] }
    case 'out by mistake, and back': {
      const back = nomis(life, set, '10:25', 'IN', { REASON: 'ADMISSION', RECALL: 'N' })
      return { steps: [nomis(life, set, '10:00', 'OUT', { REASON: 'RELEASED' }), back] }
    }
    case 'release date rejected once by NOMIS': {
      const again = dated(life, plusWorkingDays(set, 1), released)
      return {
        steps: [dates, again, ...[sixMonths, fourWeeks, fiveDays, licence, out, visor, notified]],
        misdeeds: [{ edge: 'prisons', misdeed: { about: life.noms, does: 'reject' } }],
      }
    }
    case 'notice of 28 days missing':
      return {
        steps: [dates, sixMonths, fiveDays, licence, out, visor, notified],
        gaps: [personGap('RR-22', life, plusDays(released, -28), name, 'closed')],
      }
    case 'no notice at all':
      return {
        steps: [dates, licence, out, visor, notified],
        gaps: [personGap('RR-22', life, plusWorkingDays(set, 1), name, 'closed'), onTheDay('RR-23', 'open')],
      }
    case 'no licence':
      return {
        steps: [dates, sixMonths, fourWeeks, fiveDays, out, visor, notified],
        gaps: [onTheDay('RR-23', 'open')],
      }
    case 'licence late':
      return {
        steps: Object.values(steps),
        misdeeds: [{ edge: 'probation', misdeed: { about: life.crn, does: 'delay', days: 9 } }],
        gaps: [onTheDay('RR-23', 'closed')],
      }
    case 'ViSOR not brought up to date':
      return {
        steps: [
          ...[dates, sixMonths, fourWeeks, fiveDays, licence, out, notified],
          { ...visorUpdate(life, plusWorkingDays(released, 5)) },
        ],
        gaps: [personGap('RR-23', life, plusWorkingDays(released, 1), name, 'closed')],
      }
    case 'moved to London':
      return { steps: [...moved(life, plusWorkingDays(set, 4), random), ...inLondon(steps, random)] }
    case 'not moved to London':
      return {
        steps: Object.values(steps),
        gaps: [personGap('RR-58', life, plusDays(released, -28), name, 'closed')],
      }
    default:
      return temporary(name, life, set)
  }
}

function temporary(name: ReleaseName, life: Life, set: Day): Plot {
  const leaves = plusWorkingDays(set, 5)
  const authorised = nomis(life, set, '10:00', 'ROTL', {
    ...{ LEAVES: moment(leaves, '09:00'), RETURNS: moment(leaves, '17:00') },
    ...{ PURPOSE: 'Work placement', BOROUGH: life.borough },
  })
  const told = delius(life, plusWorkingDays(set, 2), '11:00', 'licence', {
    ...{ action: 'ACTIVATED', kind: 'ROTL', conditions: ['To be back by five.'], expiresOn: british(leaves) },
    leavesAt: moment(leaves, '09:00'),
  })
  const gaps = [personGap('RR-49', life, leaves, name, 'open')]
  if (name === 'temporary release told') return { steps: [authorised, told] }
  if (name === 'temporary release not told') return { steps: [authorised], gaps }
  const misdeeds: LifeStory['misdeeds'] = [{ edge: 'probation', misdeed: { about: life.crn, does: 'lose' } }]
  return { steps: [authorised, told], misdeeds, gaps }
}

type UsualStep = 'dates' | 'sixMonths' | 'fourWeeks' | 'fiveDays' | 'licence' | 'out' | 'visor' | 'notified'

/** Everything in time: the date, its three notices, the licence before the gate opens, ViSOR and the notification after it. */
function usual(life: Life, set: Day, released: Day): Record<UsualStep, Dated> {
  return {
    dates: dated(life, set, released),
    sixMonths: notice(life, plusWorkingDays(set, 1), '6MO', released),
    fourWeeks: notice(life, workingDayBefore(plusDays(released, -29)), '28D', released),
    fiveDays: notice(life, minusWorkingDays(released, 7), '5WD', released),
    licence: delius(life, minusWorkingDays(released, 3), '14:00', 'licence', {
      ...{ action: 'ACTIVATED', kind: 'RELEASE', expiresOn: british(plusDays(released, 365)) },
      conditions: ['To live and sleep each night where the supervising officer approves.'],
    }),
    out: nomis(life, released, '09:00', 'OUT', { REASON: 'RELEASED' }),
    visor: visorUpdate(life, plusWorkingDays(released, 1)),
    notified: log(life, life.jigsaw, plusDays(released, 1), '15:00', 'NOTIFICATION', {
      ...{ KIND: 'INITIAL', NOTIFIED: british(plusDays(released, 1)), IN_PERSON: 'Y' },
      ...{ PRINTS: 'Y', PHOTO: 'Y', BOROUGH: life.borough },
    }),
  }
}

function dated(life: Life, set: Day, released: Day): Dated {
  return nomis(life, set, '10:00', 'DATES', {
    ...{ DATE: british(released), TYPE: 'CRD', CONFIRMED: 'Y', BOROUGH: life.borough },
  })
}

function visorUpdate(life: Life, on: Day): Dated {
  return log(life, life.jigsaw, on, '10:00', 'VISOR UPDATE', {
    ...{ VISOR_REF: life.visorRef, SECTION: 'CUSTODY', STATUS: 'LIVE', BOROUGH: life.borough },
  })
}

const newPrison = (random: Random): string => random.branch('moved').pick(LONDON_PRISONS)

/** Out of the far prison and into one of London on the same day. */
function moved(life: Life, on: Day, random: Random): Dated[] {
  return [
    nomis(life, on, '08:00', 'OUT', { REASON: 'TRANSFERRED' }),
    nomis(life, on, '15:00', 'IN', { REASON: 'TRANSFERRED', RECALL: 'N', AGY: newPrison(random) }),
  ]
}

/** The later steps are the new prison's. */
function inLondon(steps: Record<UsualStep, Dated>, random: Random): Dated[] {
  const AGY = newPrison(random)
  const { dates, sixMonths, fourWeeks, fiveDays, licence, out, visor, notified } = steps
  const there = ({ on, step }: Dated): Dated =>
    step.does === 'nomis' || step.does === 'omu'
      ? { on, step: { ...step, cells: { ...step.cells, AGY } } }
      : { on, step }
  return [dates, sixMonths, ...[fourWeeks, fiveDays, out].map(there), licence, visor, notified]
}

function workingDayBefore(day: Day): Day {
  return isWorkingDay(day) ? day : minusWorkingDays(day, 1)
}

/** The prisons' monthly meetings: each holds its own in November and December, but one, which holds none in November; its December meeting closes the gap. */
export function prisonMeetings(random: Random, troubled: boolean): Pick<LifeStory, 'steps' | 'gaps'> {
  const silent = random.pick(LONDON_PRISONS)
  const days = ['2011-11-09', '2011-11-16', '2011-11-23'] as const
  const steps = LONDON_PRISONS.flatMap((prison, position) => [
    ...(troubled && prison === silent ? [] : [meeting(prison, days[position % 3]!)]),
    meeting(prison, plusDays(days[position % 3]!, 21)),
  ])
  const key = `unit:prisons/${silent.toLowerCase()}`
  const because = 'a prison without its meeting'
  return {
    steps,
    gaps: troubled ? [{ rule: 'RR-66', key, missedOn: '2011-11-30', because, status: 'closed' }] : [],
  }
}
