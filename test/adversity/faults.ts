import { setTimeout as pause } from 'node:timers/promises'
import type { Hub } from '#testkit/harness'
import { EDGES } from '#testkit/london'
import type { Random } from '#testkit/random'

/** A server that a test may hurt; the shape of tools/servers' handles, so that testkit need not know them. */
export interface ServerHandle {
  kill(signal: NodeJS.Signals): Promise<void>
  restart(): Promise<void>
}

export interface Fault {
  name: string
  /**
   * Goes along with the publishing of a day's facts, which it starts.
   * @returns what is left to do once the hub has settled in spite of it
   */
  inject(hub: Hub, publish: () => Promise<void>): Promise<void | (() => Promise<void>)>
}

const TAKEN = ['kept', 'published']
/** Intake and the edges answer requests, delivery calls webhooks; the reconciler publishes through its outbox. */
const POINTS: Readonly<Record<string, readonly string[]>> = {
  intake: TAKEN,
  register: ['fenced', 'applied', 'sent', 'published'],
  exchange: ['fenced', 'applied', 'sent', 'published'],
  reconciler: ['applied'],
  delivery: ['applied', 'called'],
  ...Object.fromEntries(EDGES.map((edge) => [edge, TAKEN])),
}
/** Those that stand apart from the edges. The identity provider and the console have no moment that is worse than another. */
const APPS = ['intake', 'register', 'exchange', 'reconciler', 'delivery', 'identity', 'console']
/** Those that hold partitions, which another process can be given. */
const STAGES = ['register', 'exchange', 'reconciler', 'delivery'] as const
/** Shorter than Kafka's session timeout of 10 s: a stall, after which the same process goes on. */
const STOP_MS = 2_000
/** Time for one that was thought dead to do harm. */
const ZOMBIE_MS = 1_500
/** From the beginning of publishing: while intake takes the facts, or while the stages work on them. */
const MOMENT_MS_MAX = 150
const FELT_MS_MAX = 60_000
const POLL_MS = 20

/**
 * The faults of a run, drawn by a seed: a takeover, each other process killed or frozen, each app killed at one of its points,
 * then every other fault once, then at random.
 * @param hosts the processes that the edges run in
 */
export function drawFaults(
  random: Random,
  count: number,
  hosts: readonly string[],
  servers: { kafka?: ServerHandle; postgres?: ServerHandle },
): Fault[] {
  const [takenOver, ...stages] = random.shuffled(STAGES)
  const takeovers = (app: string): Fault[] =>
    random.shuffled(POINTS[app]!.map((point) => takeOver(app, point)))
  const [first, ...later] = takeovers(takenOver!)
  const anywhere = [...APPS, ...hosts].map((app) => ({
    app,
    faults: random.shuffled([kill(app, random.whole(0, MOMENT_MS_MAX)), freeze(app)]),
  }))
  const atPoints = Object.entries(POINTS).map(([app, points]) =>
    random.shuffled(points.map((point) => killAt(app, point))),
  )
  const others = [
    ...later,
    ...stages.flatMap(takeovers),
    ...anywhere.flatMap(({ app, faults }) => (app === takenOver ? faults : faults.slice(1))),
    ...atPoints.flatMap((faults) => faults.slice(1)),
    ...TAKEN.map((point) => freezeAt('intake', point)),
    ...(servers.kafka ? [restartServer('broker', servers.kafka)] : []),
    ...(servers.postgres ? [restartServer('PostgreSQL', servers.postgres)] : []),
  ]
  const drawn = [
    first!,
    ...random.shuffled(anywhere.flatMap(({ app, faults }) => (app === takenOver ? [] : faults.slice(0, 1)))),
    ...random.shuffled(atPoints.flatMap((faults) => faults.slice(0, 1))),
    ...random.shuffled(others),
  ]
  return Array.from({ length: count }, (_, index) => drawn[index] ?? random.pick(drawn))
}

function killAt(app: string, point: string): Fault {
  return {
    name: `SIGKILL ${app} ${point}`,
    inject: async (hub, publish) => {
      hub.armFault(app, point, 'SIGKILL')
      await publish()
      return () => felt(hub, app)
    },
  }
}

/** Stops at a point and goes on; what was asked of it meanwhile has been asked again. */
function freezeAt(app: string, point: string): Fault {
  return {
    name: `SIGSTOP ${app} ${point}`,
    inject: async (hub, publish) => {
      hub.armFault(app, point, 'SIGSTOP')
      const thaw = async (): Promise<void> => {
        await felt(hub, app)
        await pause(STOP_MS)
        hub.app(app).signal('SIGCONT')
      }
      await Promise.all([publish(), thaw()])
    },
  }
}

function kill(app: string, afterMs: number): Fault {
  return {
    name: `SIGKILL ${app}`,
    inject: async (hub, publish) => {
      await Promise.all([publish(), pause(afterMs).then(() => hub.app(app).signal('SIGKILL'))])
    },
  }
}

function freeze(app: string): Fault {
  return {
    name: `SIGSTOP ${app}`,
    inject: async (hub, publish) => {
      const frozen = hub.app(app)
      frozen.signal('SIGSTOP')
      await Promise.all([publish(), pause(STOP_MS).then(() => frozen.signal('SIGCONT'))])
    },
  }
}

/**
 * The process that holds the partitions freezes at a point, for as long as its successor needs to be given them and to settle
 * everything; then it wakes, believing that they are still its own.
 */
function takeOver(app: string, point: string): Fault {
  return {
    name: `takeover ${app} ${point}`,
    inject: async (hub, publish) => {
      const successor = await hub.standBy(app)
      hub.armFault(app, point, 'SIGSTOP')
      await publish()
      return async () => {
        await felt(hub, app)
        for (const each of [hub.app(app), successor]) each.signal('SIGCONT')
        await pause(ZOMBIE_MS)
        await successor.stop()
      }
    },
  }
}

function restartServer(name: string, server: ServerHandle): Fault {
  return {
    name: `SIGKILL ${name}`,
    inject: async (_hub, publish) => {
      const hurt = async (): Promise<void> => {
        await server.kill('SIGKILL')
        await server.restart()
      }
      await Promise.all([publish(), hurt()])
    },
  }
}

/** A fault at a point that nobody passes proves nothing. */
async function felt(hub: Hub, app: string): Promise<void> {
  const deadline = performance.now() + FELT_MS_MAX
  while (hub.isArmed(app)) {
    if (performance.now() > deadline)
      throw new Error(`The ${app} never passed the point at which it was to stop.`)
    await pause(POLL_MS)
  }
}
