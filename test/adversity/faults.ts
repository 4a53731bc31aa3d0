import { setTimeout as pause } from 'node:timers/promises'
import type { Hub } from '#testkit/harness'
import type { Random } from '#testkit/random'

/** A server that a test may hurt; the shape of tools/servers' handles, so that testkit need not know them. */
export interface ServerHandle {
  kill(signal: NodeJS.Signals): Promise<void>
  restart(): Promise<void>
}

export interface Fault {
  name: string
  /** @returns what is left to do once the hub has settled in spite of it */
  inject(hub: Hub): Promise<void | (() => Promise<void>)>
}

const STAGES = ['register', 'exchange', 'reconciler'] as const
/** The reconciler publishes through its outbox, so it passes one point only. */
const POINTS = {
  register: ['fenced', 'applied', 'sent', 'published'],
  exchange: ['fenced', 'applied', 'sent', 'published'],
  reconciler: ['applied'],
} as const
/** Shorter than Kafka's session timeout of 10 s: a stall, after which the same process goes on. */
const STOP_MS = 2_000
/** Time for one that was thought dead to do harm. */
const ZOMBIE_MS = 1_500

/** The faults of a run, drawn by a seed: a takeover, each kind without a point, every stage at every point, then at random. */
export function drawFaults(
  random: Random,
  count: number,
  servers: { kafka?: ServerHandle; postgres?: ServerHandle },
): Fault[] {
  const named = STAGES.flatMap((app) => POINTS[app].map((point) => killAt(app, point)))
  const takeovers = random.shuffled(STAGES.flatMap((app) => POINTS[app].map((point) => takeOver(app, point))))
  const others: Fault[] = [
    ...STAGES.map(kill),
    ...STAGES.map(freeze),
    kill('delivery'),
    freeze('delivery'),
    ...(servers.kafka ? [restartServer('broker', servers.kafka)] : []),
    ...(servers.postgres ? [restartServer('PostgreSQL', servers.postgres)] : []),
  ]
  const drawn = [
    ...takeovers.slice(0, 1),
    ...random.shuffled(others),
    ...random.shuffled(named),
    ...takeovers.slice(1),
  ]
  return Array.from({ length: count }, (_, index) =>
    index < drawn.length ? drawn[index]! : random.pick([...named, ...others, ...takeovers]),
  )
}

function killAt(app: string, point: string): Fault {
  return {
    name: `SIGKILL ${app} ${point}`,
    inject: async (hub) => hub.armFault(app, point, 'SIGKILL'),
  }
}

function kill(app: string): Fault {
  return { name: `SIGKILL ${app}`, inject: async (hub) => hub.app(app).signal('SIGKILL') }
}

function freeze(app: string): Fault {
  return {
    name: `SIGSTOP ${app}`,
    inject: async (hub) => {
      const frozen = hub.app(app)
      frozen.signal('SIGSTOP')
      await pause(STOP_MS)
      frozen.signal('SIGCONT')
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
    inject: async (hub) => {
      const successor = await hub.standBy(app)
      hub.armFault(app, point, 'SIGSTOP')
      return async () => {
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
    inject: async () => {
      await server.kill('SIGKILL')
      await server.restart()
    },
  }
}
