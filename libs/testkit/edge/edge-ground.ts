import { type EdgeGround, NativeMessages } from '#platform/edge'
import type { Pool } from '#platform/postgres'
import { createLogger } from '#platform/telemetry'
import type { StandInHub } from './stand-in-hub.js'

/** What an agency's edge is built on, with a hub that stands in for the real one. */
export function edgeGround(pool: Pool, hub: StandInHub): EdgeGround {
  return {
    settings: {
      ...{ port: 0, databaseUrl: '', oidcIssuer: '', home: '', contracts: 'contracts' },
      ...{ intakeUrl: '', deliveryUrl: '' },
    },
    logger: createLogger('test', 'silent'),
    pool,
    hub,
    hubAs: () => hub,
    messages: (translate) => new NativeMessages(pool, translate, (events) => hub.publish(events)),
  }
}

/** The part of a class among those that an edge was built of. */
export function partOf<T>(parts: readonly object[], kind: abstract new (...given: never[]) => T): T {
  const part = parts.find((each) => each instanceof kind)
  if (part === undefined) throw new Error(`The edge has no ${kind.name}.`)
  return part as T
}
