import type { Random } from '#testkit/random'
import { type Day, londonInstant } from '../days.js'
import type { CourtOrder } from '../orders.js'
import type { ExpectedGap } from '../expected-gaps.js'
import { inventedPerson, type Person } from '../people.js'
import type { Instruction, Step } from '../stories.js'

/** Somebody in custody, on licence or on the way home: a person with the numbers that prisons and probation give. */
export interface Life extends Person {
  noms: string
  crn: string
  /** The prison that holds him, or will. */
  prison: string
  /** Of his borough. */
  jigsaw: string
  intelligence: string
  /** The prison flags him for MAPPA. */
  flagged: boolean
  /** The sentence ends on a licence. */
  licence: boolean
  /** A licence runs when the quarter begins. */
  onLicence: boolean
  /** ViSOR holds a record, which the borough's team owns. */
  registered: boolean
}

/** What happens to one person in the quarter. */
export interface LifeStory {
  name: string
  life: Life
  steps: { on: Day; step: Step }[]
  gaps: ExpectedGap[]
  misdeeds: Instruction[]
  /** Where the story is a return, its order stands in the courts' book too. */
  orders?: CourtOrder[]
}

/** Boroughs whose teams the stories name, by GSS code and by the name in the unit. */
const TEAMS = [
  ['E09000005', 'brent'],
  ['E09000008', 'croydon'],
  ['E09000012', 'hackney'],
  ['E09000014', 'haringey'],
  ['E09000022', 'lambeth'],
  ['E09000023', 'lewisham'],
  ['E09000025', 'newham'],
  ['E09000028', 'southwark'],
] as const

/** The eight London prisons of October 2011 (DOMAIN C.3). */
export const LONDON_PRISONS = ['BAI', 'BXI', 'FMI', 'HYI', 'ISI', 'PVI', 'WWI', 'WSI'] as const
/** One outside London. */
export const FAR_PRISON = 'MDI'

/** Numbers of people in stories begin here, far from those of the orders. */
const NUMBERS_FROM = 500_000
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

export function inventedLife(random: Random, position: number, wish: Partial<Life> = {}): Life {
  const [borough, team] = random.pick(TEAMS)
  const digits = String(position).padStart(4, '0')
  return {
    ...inventedPerson(random, NUMBERS_FROM + position),
    borough,
    noms: `A${digits}${LETTERS[position % 23]}Z`,
    crn: `X${String(100_000 + position)}`,
    prison: random.pick(LONDON_PRISONS),
    jigsaw: `police/jigsaw-${team}`,
    intelligence: `police/biu-${team}`,
    flagged: false,
    licence: true,
    onLicence: false,
    registered: false,
    ...wish,
  }
}

/** A moment of a day, RFC 3339. Stories happen before the offices close. */
export function moment(day: Day, time: string): string {
  return new Date(londonInstant(day, time)).toISOString()
}

/** A gap that is told apart by the person's PNC ID. */
export function personGap(
  rule: string,
  { pnc }: Life,
  missedOn: Day,
  because: string,
  status: 'open' | 'closed',
): ExpectedGap {
  return { rule, key: `pnc:${pnc}`, status, missedOn, because }
}
