import {
  aCopyReceived,
  aCopySent,
  aMarker,
  anEventJson,
  anEventRecord,
  anOrderMade,
  type EventWish,
} from '#testkit/builders'
import type { NativePost } from '#testkit/london'
import { Random } from '#testkit/random'
import { nativeHistory } from './native-history.js'
import { poisons } from './poison.js'
import type { Publication } from './publication.js'

/** What is published before the clock moves to `until`: what happened on the day before, for nobody speaks of what is to come. */
export interface Stretch {
  until: string
  /** Orders are made, so that every app has something to do. */
  isBusy: boolean
  publications: Publication[]
  /** What agencies' own systems say to their edges, each edge's in this order. */
  natives: NativePost[]
}

const COURTS = ['B01FA', 'B01OK', 'B01EF', 'B01GU', 'C01CE', 'C01CY']
const BOROUGHS = ['E09000009', 'E09000023', 'E09000008', 'E09000019']
const FIRST_DAY = Date.UTC(2011, 9, 3)
const DAY_MS = 86_400_000
/** Of a day's facts, those that are posted to intake. */
const POSTED = [0.25, 0.4, 0.6]

/**
 * Orders of some weeks with what follows them: copies, receipts, markers; some never, some partial, some late, each fact
 * perhaps twice and out of order, with ten kinds of poison in between. Some are posted to intake, the others written to their
 * agency's topic; beside them agencies' systems speak to their edges in formats of their own. The same seed gives the same
 * history.
 */
export function aHistory(options: { seed: number; days: number; ordersPerDay: number }): Stretch[] {
  const random = new Random(options.seed)
  const stretches = Array.from({ length: options.days + 31 }, (_, day) => ({
    until: new Date(FIRST_DAY + (day + 1) * DAY_MS).toISOString(),
    isBusy: day > 0 && day <= options.days,
    publications: [] as Publication[],
    natives: [] as NativePost[],
  }))
  for (let day = 0; day < options.days; day += 1)
    for (let n = 0; n < options.ordersPerDay; n += 1)
      for (const { wish, organisation, onDay } of lifeOfOrder(random, day, n)) {
        const stretch = stretches[Math.min(onDay + 1, stretches.length - 1)]!
        const publication = { organisation, record: anEventRecord(wish), posted: anEventJson(wish) }
        stretch.publications.push(publication)
        if (random.chance(0.1)) stretch.publications.push(publication)
      }
  const firstDay = new Date(FIRST_DAY).toISOString().slice(0, 10)
  const natives = nativeHistory(random.branch('natives'), firstDay, options.days)
  for (const [day, said] of natives.entries()) stretches[day + 1]!.natives.push(...said)
  for (const [index, poison] of poisons(FIRST_DAY).entries())
    stretches[1 + (index % options.days)]!.publications.push(poison)
  return eventful(stretches).map((stretch) => ({
    ...stretch,
    publications: someToTopics(random.shuffled(stretch.publications), random.pick(POSTED)),
  }))
}

/** Days on which nobody says anything, nor on the next, pass three at a time: they would only take time. */
function eventful(stretches: readonly Stretch[]): Stretch[] {
  const isSilent = ({ publications, natives }: Stretch): boolean => publications.length + natives.length === 0
  return stretches.filter((stretch, day) => {
    const next = stretches[day + 1]
    return next === undefined || day % 3 === 0 || !isSilent(stretch) || !isSilent(next)
  })
}

/** Of those that can be posted, the first part is, at least one; the second of a pair may go another way than the first. */
function someToTopics(publications: readonly Publication[], share: number): Publication[] {
  let posts = Math.ceil(publications.filter(({ posted }) => posted !== undefined).length * share)
  return publications.map(({ posted, ...publication }) =>
    posted !== undefined && posts-- > 0 ? { ...publication, posted } : publication,
  )
}

/** Facts that are said again in a history. */
export function repetitionsIn(stretches: readonly Stretch[]): number {
  const ids = stretches.flatMap(({ publications }) =>
    publications.flatMap(({ record }) =>
      record.headers['ce_id'] === undefined
        ? []
        : [`${record.headers['ce_source']} ${record.headers['ce_id']}`],
    ),
  )
  return ids.length - new Set(ids).size
}

interface Happening {
  wish: EventWish
  organisation: string
  onDay: number
}

function lifeOfOrder(random: Random, day: number, n: number): Happening[] {
  const courtCode = random.pick(COURTS)
  // the courts' own systems number theirs from 1
  const orderId = `2011-5${String(day).padStart(2, '0')}${String(n).padStart(2, '0')}`
  const about = { courtCode, orderId }
  const at = (onDay: number, hour: number): string =>
    new Date(FIRST_DAY + onDay * DAY_MS + hour * 3_600_000).toISOString()
  const madeOn = at(day, 0).slice(0, 10)
  const serial = (day * 37 + n * 11) % 500
  const person = {
    name: { forenames: 'Test', surname: `Sample${serial}` },
    crn: `X${String(100_000 + serial)}`,
  }
  const life: Happening[] = [
    {
      wish: anOrderMade({ ...about, madeOn, person, borough: random.pick(BOROUGHS) }),
      organisation: 'courts',
      onDay: day,
    },
  ]
  if (random.chance(0.85)) {
    const sent = day + random.whole(1, 5)
    life.push({ wish: aCopySent({ ...about, at: at(sent, 10) }), organisation: 'courts', onDay: sent })
    life.push({ wish: aCopyReceived({ ...about, at: at(sent, 15) }), organisation: 'police', onDay: sent })
  }
  if (random.chance(0.8)) {
    const applied = day + random.whole(3, 14)
    const conditionsOnPnc = random.chance(0.1) ? 'partial' : 'full'
    life.push({
      wish: aMarker({ ...about, at: at(applied, 11), conditionsOnPnc }),
      organisation: 'police',
      onDay: applied,
    })
  }
  return life
}
