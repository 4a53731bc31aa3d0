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
  inject(hub: Hub): Promise<void>
}

const STAGES = ['register', 'exchange', 'reconciler'] as const
/** The reconciler publishes through its outbox, so it passes one point only. */
const POINTS = {
  register: ['fenced', 'applied', 'sent', 'published'],
  exchange: ['fenced', 'applied', 'sent', 'published'],
  reconciler: ['applied'],
} as const
/** Longer than Kafka's session timeout of 10 s would prove a takeover; two seconds prove a stall. */
const STOP_MS = 2_000

/** The faults of a run, drawn by a seed: every stage at every point first, then at random, then the servers. */
export function drawFaults(
  random: Random,
  count: number,
  servers: { kafka?: ServerHandle; postgres?: ServerHandle },
): Fault[] {
  const named = STAGES.flatMap((app) => POINTS[app].map((point) => killAt(app, point)))
  const others: Fault[] = [
    ...STAGES.map(kill),
    ...STAGES.map(freeze),
    kill('delivery'),
    freeze('delivery'),
    ...(servers.kafka ? [restartServer('broker', servers.kafka)] : []),
    ...(servers.postgres ? [restartServer('PostgreSQL', servers.postgres)] : []),
  ]
  const drawn = [...random.shuffled(others), ...random.shuffled(named)]
  return Array.from({ length: count }, (_, index) =>
    index < drawn.length ? drawn[index]! : random.pick([...named, ...others]),
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

function restartServer(name: string, server: ServerHandle): Fault {
  return {
    name: `SIGKILL ${name}`,
    inject: async () => {
      await server.kill('SIGKILL')
      await server.restart()
    },
  }
}
