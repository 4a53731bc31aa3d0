import type { Random } from '#testkit/random'
import { british } from '../days.js'
import type { NativePost } from '../native-post.js'
import type { OrderBook } from '../orders.js'
import { log } from './entries.js'
import { type Life, type LifeStory } from './life.js'
import { csv } from './lives-post.js'
import { type RecallName, RECALLS, recallStory } from './recalls.js'
import { type ReleaseName, RELEASES, releaseStory } from './releases.js'
import { type ReturnName, RETURNS, returnStory } from './returns.js'

/** The stories in which nothing goes wrong, and those that only look as if it did. */
export const HARMLESS_LIVES: readonly string[] = [
  ...['recalled in time', 'recalled for a fixed term', 'asked, and not recalled'],
  ...['recall taken for an admission', 'release prepared', 'release of a short sentence'],
  ...['out by mistake, and back', 'moved to London', 'release date rejected once by NOMIS'],
  ...['temporary release told', 'met, and an order made', 'met, and no order sought'],
]

interface Wish {
  /** Of the usual number of each; of every kind there is at least one. */
  scale: number
  /** The usual number of each; otherwise the seed says how many. */
  isUsual: boolean
  troubled: boolean
}

/** Recalls, releases and returns of the quarter. */
export function lives(random: Random, book: OrderBook, { scale, isUsual, troubled }: Wish): LifeStory[] {
  const stories: LifeStory[] = []
  const each = <Name extends string>(
    kinds: Readonly<Record<Name, number>>,
    story: (name: Name, random: Random, position: number) => LifeStory,
  ): void => {
    for (const [name, usual] of Object.entries(kinds) as [Name, number][]) {
      if (!troubled && !HARMLESS_LIVES.includes(name)) continue
      const wished = isUsual ? usual : random.branch(name).whole(1, 2 * usual - 1)
      for (let count = Math.max(1, Math.round(wished * scale)); count > 0; count--) {
        const position = stories.length + 1
        stories.push(story(name, random.branch(`life ${position}`), position))
      }
    }
  }
  each<RecallName>(RECALLS, recallStory)
  each<ReleaseName>(RELEASES, releaseStory)
  each<ReturnName>(RETURNS, (name, chance, position) => returnStory(name, chance, position, book))
  return stories.filter(({ misdeeds }) => troubled || misdeeds.length === 0).map(recorded)
}

/** Whoever ViSOR holds when the quarter begins was recorded by his borough's team. */
function recorded(story: LifeStory): LifeStory {
  const { life, orders, steps } = story
  if (!life.registered || orders !== undefined) return story
  const record = log(life, life.jigsaw, '2011-10-03', '09:00', 'VISOR RECORD', {
    ...{ VISOR_REF: life.visorRef, NOMINAL_TYPE: 'RSO', OWNER: life.jigsaw, BOROUGH: life.borough },
  })
  return { ...story, steps: [record, ...steps] }
}

/** What NOMIS and Delius hold of them before anything happens. */
export function holdings(stories: readonly LifeStory[]): NativePost[] {
  return holdingsOf(stories.filter(({ orders }) => orders === undefined).map(({ life }) => life))
}

export function holdingsOf(known: readonly Life[]): NativePost[] {
  const expects = 'accepted' as const
  return known.length === 0
    ? []
    : [
        {
          ...{ edge: 'prisons', path: '/nomis/prisoners', ...csv(known.map(prisonerRow)) },
          ...{ expects, about: `${known.length} prisoners` },
        },
        {
          ...{ edge: 'probation', path: '/delius/cases', ...csv(known.map(caseRow)) },
          ...{ expects, about: `${known.length} cases` },
        },
      ]
}

function prisonerRow(life: Life): Record<string, string> {
  return {
    ...{ OFFENDER_NO: life.noms, SURNAME: life.surname.toUpperCase(), FORENAMES: life.forenames },
    ...{ DOB: british(life.dateOfBirth), SEX: life.sex === 'male' ? 'M' : 'F', PNC: life.pnc },
    ...{ AGY: life.prison, ALERTS: life.flagged ? 'P22' : '', LICENCE: life.licence ? 'Y' : 'N' },
    ...{ FNO: 'N', BOROUGH: life.borough, ADDRESS: '14 Invented Street, London' },
  }
}

function caseRow(life: Life): Record<string, string> {
  return {
    ...{ CRN: life.crn, SURNAME: life.surname, FORENAMES: life.forenames },
    ...{ DOB: british(life.dateOfBirth), SEX: life.sex === 'male' ? 'Male' : 'Female', PNC: life.pnc },
    ...{ NOMS: life.noms, BOROUGH: life.borough, ON_LICENCE: life.onLicence ? 'Y' : 'N' },
  }
}
