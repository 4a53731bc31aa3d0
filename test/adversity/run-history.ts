import { Hub, type TestServers } from '#testkit/harness'
import { EDGES } from '#testkit/london'
import { ConsoleWatcher } from './console-watcher.js'
import type { Fault } from './faults.js'
import { FickleReceiver } from './fickle-receiver.js'
import type { Stretch } from './history.js'
import { type Outcome, outcomeOf } from './outcome.js'
import { playHistory } from './play-history.js'

const APPS = ['identity', 'intake', 'register', 'exchange', 'reconciler', 'delivery', 'console'] as const
/** Each edge as a process of its own, as in service, or all in one, as the local stack has them. */
export const HOSTS = { apart: EDGES, together: ['agencies'] } as const

export interface RunWish {
  faults?: readonly Fault[]
  onFault?: (name: string) => void
  /** Absent: those that all tests share. */
  servers?: TestServers
  edges: keyof typeof HOSTS
}

/** Plays a history on a hub of its own, which is gone afterwards. @returns what came of it */
export async function runHistory(stretches: readonly Stretch[], wish: RunWish): Promise<Outcome> {
  const { faults, onFault, servers, edges } = wish
  const receiver = await FickleReceiver.start()
  try {
    const { environment } = receiver
    const hub = await Hub.start({
      apps: [...APPS, ...HOSTS[edges]],
      environment,
      ...(servers === undefined ? {} : { servers }),
    })
    try {
      await receiver.register(hub)
      const watcher = await ConsoleWatcher.signedIn(hub)
      const played = await playHistory(hub, watcher, stretches, faults, onFault)
      await receiver.drain(hub, stretches.at(-1)!.until)
      return await outcomeOf(hub, receiver, watcher, played)
    } finally {
      await hub.stop()
    }
  } finally {
    receiver.stop()
  }
}
