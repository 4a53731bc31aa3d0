import { join } from 'node:path'
import { HubError } from '#core/kernel'
import { keepContracts } from '#platform/contracts'
import type { KafkaSecurity } from '#platform/kafka'
import { createPool } from '#platform/postgres'
import { provideServers } from '../../servers/provide.js'
import { beganAt } from '../../servers/process-record.js'
import { repositoryRoot } from '../../servers/repository-root.js'
import type { Servers } from '../../servers/types.js'
import { Applications } from './applications.js'
import { type DataHere, readDataHere } from './data-here.js'
import { forget, prepareLogins, provision } from './provisioning.js'
import { readStackRecord, removeStackRecord, type StackRecord, writeStackRecord } from './stack-record.js'

export interface StackOptions {
  home: string
  /** Decides by what is there: which clock, and whether to forget it first. */
  plan: (here: DataHere) => { clock: 'wall' | 'simulated'; forgets: boolean }
  say: (line: string) => void
  /** What else must be done before the stack counts as ready. */
  onStarted?: (record: StackRecord, here: DataHere) => Promise<void>
}

export interface RunningStack {
  record: StackRecord
  here: DataHere
  /** Stops everything that was started, in order. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts the whole local stack: servers, topics, applications. Everything ends with this process.
 * @throws HubError HUB_STACK_RUNNING when one runs already from this home
 */
export async function startStack({ home, plan, say, onStarted }: StackOptions): Promise<RunningStack> {
  if (readStackRecord(home) !== undefined)
    throw new HubError(
      'HUB_STACK_RUNNING',
      'The hub runs already from this checkout: see npx interlock status, or stop it with npx interlock down.',
    )
  const servers = await provideServers({ home, purpose: 'start', ports: 'fixed', say })
  servers.onDeath((_name, sentence) => say(sentence))
  let applications: Applications | undefined
  const stop = onlyOnce(async () => {
    await applications?.stop()
    removeStackRecord(home)
    await servers.stop()
  })
  try {
    const { here, clock } = await prepareData(servers, home, plan, say)
    applications = await Applications.prepare({ home, clock, servers, say })
    const record = recordOf(applications, clock)
    writeStackRecord(home, record)
    await applications.start()
    say('the applications answer')
    await onStarted?.(record, here)
    writeStackRecord(home, { ...record, isReady: true })
    return { record: { ...record, isReady: true }, here, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function prepareData(
  servers: Servers,
  home: string,
  plan: StackOptions['plan'],
  say: (line: string) => void,
): Promise<{ here: DataHere; clock: 'wall' | 'simulated' }> {
  const catalogue = keepContracts(join(repositoryRoot(), 'contracts'), home)
  const { kafka } = servers
  const place = {
    kafka: { brokers: [...kafka.brokers], security: administrators(kafka) },
    prefix: process.env['KAFKA_PREFIX'] ?? '',
    home,
  }
  const pool = createPool(servers.postgres.adminUrl, { application: 'setup', connectionsMax: 2 })
  try {
    const here = await readDataHere(pool)
    const { clock, forgets } = plan(here)
    if (forgets && here.exists) {
      await forget(pool, catalogue, place)
      say('everything received before is forgotten')
    }
    const isPrepared = servers.postgres.urls !== undefined
    if (!isPrepared) await prepareLogins(pool, servers.postgres.adminUrl)
    const topics = await provision(catalogue, { ...place, isPrepared })
    say(`${topics} topics are there`)
    return { here: forgets ? { exists: false, clock: null, tickAt: null } : here, clock }
  } finally {
    await pool.end()
  }
}

function administrators({ security, admin, caFile }: Servers['kafka']): KafkaSecurity {
  if (security === 'none') return { kind: 'none' }
  return { kind: security, ...admin, ...(caFile === undefined ? {} : { caFile }) }
}

function recordOf(applications: Applications, clock: 'wall' | 'simulated'): StackRecord {
  return {
    pid: process.pid,
    began: beganAt(process.pid) ?? '',
    isReady: false,
    clock,
    ports: applications.ports,
    environment: applications.environmentOf('operator'),
  }
}

function onlyOnce(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
