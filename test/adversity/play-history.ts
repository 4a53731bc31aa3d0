import type { Hub } from '#testkit/harness'
import { type Conserved, conserved } from './conserved.js'
import type { ConsoleWatcher } from './console-watcher.js'
import type { Fault } from './faults.js'
import type { Stretch } from './history.js'
import { NativePoster } from './native-poster.js'
import { patiently } from './patiently.js'
import { Poster } from './poster.js'
import type { Publication } from './publication.js'
import { Senders } from './senders.js'

const START = '2011-10-03T00:00:00Z'

/** What was seen and done while a history was played. */
export interface Played {
  /** After each fault, in order. */
  conserved: Conserved[]
  /** Facts that went out again because nobody said that they had arrived, so that they may have arrived twice. */
  sentAgain: number
}

/** Publishes a history stretch by stretch, moving the clock, with at most one fault in a stretch. */
export async function playHistory(
  hub: Hub,
  watcher: ConsoleWatcher,
  stretches: readonly Stretch[],
  faults: readonly Fault[] = [],
  onFault?: (name: string) => void,
): Promise<Played> {
  await patiently(() => hub.moveTo(START))
  const senders = new Senders(hub)
  const poster = new Poster(hub, senders)
  const nativePoster = new NativePoster(hub, senders)
  const played: Played = { conserved: [], sentAgain: 0 }
  const due = spread(stretches, faults)
  for (const stretch of stretches) {
    const publish = async (): Promise<void> => {
      const [posted, written] = partition(stretch.publications)
      const [again] = await Promise.all([
        write(hub, written),
        poster.post(posted),
        nativePoster.post(stretch.natives),
      ])
      played.sentAgain += again
    }
    const fault = due.get(stretch)
    if (fault === undefined) {
      await publish()
      await patiently(() => hub.moveTo(stretch.until))
      continue
    }
    onFault?.(fault.name)
    // everybody needs a new token, which the identity provider may be away for
    senders.logOut()
    const left = await watcher.during(fault.inject(hub, publish))
    await patiently(() => hub.moveTo(stretch.until))
    await left?.()
    played.conserved.push(await conserved(hub, fault.name))
    await watcher.check(fault.name)
  }
  return { ...played, sentAgain: played.sentAgain + poster.sentAgain }
}

/** One fault to a busy stretch, evenly. */
function spread(stretches: readonly Stretch[], faults: readonly Fault[]): Map<Stretch, Fault> {
  const busy = stretches.filter(({ isBusy }) => isBusy)
  if (faults.length > busy.length)
    throw new Error(`There are ${busy.length} busy days for ${faults.length} faults.`)
  return new Map(
    faults.map((fault, index) => [busy[Math.floor((index * busy.length) / faults.length)]!, fault]),
  )
}

function partition(publications: readonly Publication[]): [posted: Publication[], written: Publication[]] {
  return [
    publications.filter(({ posted }) => posted !== undefined),
    publications.filter(({ posted }) => posted === undefined),
  ]
}

/** @returns how many records were sent more than once, because a server did not answer */
async function write(hub: Hub, publications: readonly Publication[]): Promise<number> {
  if (publications.length === 0) return 0
  let attempts = 0
  await patiently(async () => {
    attempts += 1
    const producer = hub.kafka.producing.producer({ idempotent: true, maxInFlightRequests: 1 })
    try {
      await producer.connect()
      const topicMessages = [...Map.groupBy(publications, (each) => each.organisation)].map(
        ([organisation, list]) => ({
          topic: hub.topics.facts(organisation),
          messages: list.map(({ record }) => record),
        }),
      )
      await producer.sendBatch({ acks: -1, topicMessages })
    } finally {
      await producer.disconnect()
    }
  })
  return (attempts - 1) * publications.length
}
