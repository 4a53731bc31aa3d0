import type { Hub } from '#testkit/harness'
import type { Fault } from './faults.js'
import type { Stretch } from './history.js'
import type { Publication } from './publication.js'

const START = '2011-10-03T00:00:00Z'

/** Publishes a history stretch by stretch, moving the clock, with at most one fault in a stretch. */
export async function playHistory(
  hub: Hub,
  stretches: readonly Stretch[],
  faults: readonly Fault[] = [],
  onFault?: (name: string) => void,
): Promise<void> {
  await patiently(() => hub.moveTo(START))
  const every = faults.length === 0 ? Number.POSITIVE_INFINITY : stretches.length / faults.length
  let next = 0
  for (const [index, stretch] of stretches.entries()) {
    const due: Fault[] = []
    const aftermath: (() => Promise<void>)[] = []
    while (next < faults.length && next * every <= index) due.push(faults[next++]!)
    await patiently(() => publish(hub, stretch.publications))
    for (const fault of due) {
      onFault?.(fault.name)
      const left = await fault.inject(hub)
      if (left) aftermath.push(left)
    }
    await patiently(() => hub.moveTo(stretch.until))
    for (const left of aftermath) await left()
  }
}

async function publish(hub: Hub, publications: readonly Publication[]): Promise<void> {
  const producer = hub.kafka.producing.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  const topicMessages = [...Map.groupBy(publications, (each) => each.organisation)].map(
    ([organisation, list]) => ({
      topic: hub.topics.facts(organisation),
      messages: list.map(({ record }) => record),
    }),
  )
  if (topicMessages.length > 0) await producer.sendBatch({ acks: -1, topicMessages })
  await producer.disconnect()
}

/** A server that was killed a moment ago refuses for a while; whoever waits asks again. */
export async function patiently(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act()
    } catch (error) {
      if (attempt >= 8) throw error
    }
  }
}
