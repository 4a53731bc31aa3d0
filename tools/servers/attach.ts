import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { containerServers } from './by-containers.js'
import { localServers, sharedTestStack } from './by-processes.js'
import { fromEnvironment } from './from-environment.js'
import type { ContainerStack, LocalStack, Servers } from './types.js'

/**
 * The servers somebody else started, with handles to hurt and restart them: those of INTERLOCK_SERVERS (set by `npm test` to
 * the `handle` of what it provided), else those of `npm run servers -- up`. `stop` leaves them running.
 */
export function attachServers(home = process.env['INTERLOCK_HOME'] ?? '.interlock'): Servers {
  const given = process.env['INTERLOCK_SERVERS']
  const handle = given === undefined ? sharedHandle(home) : (JSON.parse(given) as Handle)
  const leave = async (): Promise<void> => undefined
  if (handle.how === 'local') return localServers(handle.stack, leave)
  if (handle.how === 'docker') return containerServers(handle.stack, leave)
  const named = fromEnvironment(home)
  if (named === undefined)
    throw new Error('HUB_SERVERS_NOT_NAMED: set KAFKA_BROKERS, and DATABASE_URL or DATABASE_URL_FILE')
  return named
}

type Handle =
  | { readonly how: 'local'; readonly stack: LocalStack }
  | { readonly how: 'docker'; readonly stack: ContainerStack }
  | { readonly how: 'environment' }

function sharedHandle(home: string): Handle {
  if (fromEnvironment(home) !== undefined) return { how: 'environment' }
  if (existsSync(join(home, 'test-servers.json'))) return { how: 'local', stack: sharedTestStack(home) }
  throw new Error('HUB_SERVERS_NOT_UP: no test servers; start them with npm run servers -- up')
}
