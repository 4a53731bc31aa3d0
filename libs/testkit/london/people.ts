import { pncId } from '#core/identifiers'
import type { Random } from '#testkit/random'
import { type Day, plusDays } from './days.js'

/** Somebody who was never born: the name says so, the identifiers only have the right form. */
export interface Person {
  forenames: string
  surname: string
  dateOfBirth: Day
  sex: 'male' | 'female'
  pnc: string
  visorRef: string
  borough: string
}

const FORENAMES = [
  ...[
    'Alpha',
    'Bravo',
    'Charlie',
    'Delta',
    'Echo',
    'Foxtrot',
    'Golf',
    'Hotel',
    'India',
    'Juliett',
    'Kilo',
    'Lima',
  ],
  ...[
    'Mike',
    'November',
    'Oscar',
    'Papa',
    'Quebec',
    'Romeo',
    'Sierra',
    'Tango',
    'Uniform',
    'Victor',
    'Whiskey',
  ],
]
const SURNAMES = [
  'Testcase',
  'Sample',
  'Specimen',
  'Example',
  'Placeholder',
  'Fixture',
  'Mockup',
  'Synthetic',
]
const SUFFIXES = [
  'Ash',
  'Beech',
  'Cedar',
  'Elm',
  'Fir',
  'Hazel',
  'Larch',
  'Maple',
  'Oak',
  'Pine',
  'Rowan',
  'Yew',
]

/** The 32 boroughs of the Metropolitan Police, E09000002 to E09000033. */
const BOROUGHS = Array.from(
  { length: 32 },
  (_, position) => `E090000${String(position + 2).padStart(2, '0')}`,
)

/** The person of a number; different numbers have different identifiers whatever the seed. */
export function inventedPerson(random: Random, number: number): Person {
  const pncYear = random.whole(1985, 2010)
  return {
    forenames: `${random.pick(FORENAMES)} ${random.pick(FORENAMES)}`,
    surname: `${random.pick(SURNAMES)}-${random.pick(SUFFIXES)}`,
    dateOfBirth: plusDays('1940-01-01', random.whole(0, 18_000)),
    sex: random.chance(0.95) ? 'male' : 'female',
    pnc: pncId(pncYear, 9_000_000 + number),
    visorRef: `V${String(pncYear).slice(-2)}-${String(number).padStart(6, '0')}`,
    borough: random.pick(BOROUGHS),
  }
}
