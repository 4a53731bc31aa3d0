import { Hub, type TestServers } from '#testkit/harness'
import type { Fault } from './faults.js'
import { FickleReceiver } from './fickle-receiver.js'
import type { Stretch } from './history.js'
import { type Outcome, outcomeOf } from './outcome.js'
import { playHistory } from './play-history.js'

const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery'] as const

export interface RunWish {
  faults?: readonly Fault[]
  onFault?: (name: string) => void
  /** Absent: those that all tests share. */
  servers?: TestServers
}

/** Plays a history on a hub of its own, which is gone afterwards. @returns what came of it */
export async function runHistory(stretches: readonly Stretch[], wish: RunWish = {}): Promise<Outcome> {
  const { faults, onFault, servers } = wish
  const receiver = await FickleReceiver.start()
  try {
    const { environment } = receiver
    const hub = await Hub.start({ apps: APPS, environment, ...(servers === undefined ? {} : { servers }) })
    try {
      await receiver.register(hub)
      const played = await playHistory(hub, stretches, faults, onFault)
      await receiver.drain(hub, stretches.at(-1)!.until)
      return await outcomeOf(hub, receiver, played)
    } finally {
      await hub.stop()
    }
  } finally {
    receiver.stop()
  }
}
