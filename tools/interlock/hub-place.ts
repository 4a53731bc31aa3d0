import { resolve, join } from 'node:path'
import { HubError } from '#core/kernel'
import { APP_PORTS, readSettings, type Settings, withSecretFiles } from '#platform/config'
import { createPool, type Pool } from '#platform/postgres'
import { type Edge, EDGES } from '#testkit/london'
import { repositoryRoot } from '../servers/repository-root.js'
import { readStackRecord } from './stack/stack-record.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Where the hub is that a command is about: its servers, its resources, and what an operator may know of it. */
export interface HubPlace extends Settings {
  /** Where each agency's edge answers. */
  edges: Readonly<Record<Edge, string>>
}

/** INTERLOCK_HOME, absolute. */
export function homeOf(env: Environment = process.env): string {
  return resolve(env['INTERLOCK_HOME'] ?? join(repositoryRoot(), '.interlock'))
}

/**
 * The hub that the environment names, else the one that was started from this checkout.
 * @throws HubError HUB_STACK_NOT_UP
 */
export function hubPlace(given: Environment = process.env): HubPlace {
  const { env } = withSecretFiles(given)
  const home = homeOf(env)
  const named = env['DATABASE_URL'] !== undefined && env['KAFKA_BROKERS'] !== undefined
  const record = named ? undefined : readStackRecord(home)
  if (!named && record === undefined)
    throw new HubError(
      'HUB_STACK_NOT_UP',
      'Nothing runs from this checkout. Start it with npm start, or npx interlock up.',
      'after-repair',
    )
  const all: Environment = {
    INTERLOCK_CONTRACTS: join(repositoryRoot(), 'contracts'),
    LEDGER_SECRET: '-',
    ...record?.environment,
    ...env,
    INTERLOCK_HOME: home,
  }
  const settings = readSettings('console', all)
  return {
    ...settings,
    edges: Object.fromEntries(EDGES.map((edge) => [edge, edgeUrl(edge, all)])) as Record<Edge, string>,
  }
}

function edgeUrl(edge: Edge, all: Environment): string {
  const name = edge.toUpperCase()
  return all[`${name}_URL`] ?? `http://127.0.0.1:${all[`PORT_${name}`] ?? APP_PORTS[edge]}`
}

/** Does some work with the hub's database, and closes it. */
export async function withDatabase<T>(
  work: (pool: Pool, place: HubPlace) => Promise<T>,
  place: HubPlace = hubPlace(),
): Promise<T> {
  const pool = createPool(place.databaseUrl, { application: 'operator', connectionsMax: 4 })
  try {
    return await work(pool, place)
  } finally {
    await pool.end()
  }
}
