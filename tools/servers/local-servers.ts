import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Credentials } from './credentials.js'
import { ensureCredentials } from './credentials.js'
import { kafkaJars } from './kafka-jars.js'
import type { KafkaTls } from './kafka-properties.js'
import { startKafka } from './local-kafka.js'
import { postgresUrl, startPostgres } from './local-postgres.js'
import { fixedPorts, freePort, portOrFree, portPairOrFree } from './ports.js'
import { tailOf } from './spawn-server.js'
import { forgetPostgres, postgresPlace } from './postgres-place.js'
import {
  hasEnded,
  isAlive,
  readRecord,
  readRecords,
  signal,
  stopRecorded,
  writeRecord,
} from './process-record.js'
import type { KafkaLogin, LocalStack, ServerProcess } from './types.js'

interface Ports {
  readonly postgres: number
  readonly kafka: number
}

export type Say = (line: string) => void

/**
 * Starts both servers at once: what still runs from before is kept as it is, what died is started again on its data. A port that
 * another process took between our look and the server's is exchanged for another.
 */
export async function startLocal(stack: LocalStack, ports: 'fixed' | 'free', say: Say): Promise<void> {
  mkdirSync(stack.folder, { recursive: true })
  ensureCredentials(stack.home)
  const place = await postgresPlace(stack.folder)
  if (place.elsewhere !== undefined) say(`PostgreSQL: ${place.elsewhere}`)
  const ranBefore = readRecords(runFolder(stack)).filter(isAlive)
  for (let attempt = 1; ; attempt += 1) {
    writeFileSync(portsFile(stack), JSON.stringify(await choosePorts(stack, ports)))
    const outcomes = await Promise.allSettled([
      startOne(stack, 'postgres', say),
      startOne(stack, 'kafka', say),
    ])
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed === undefined) return
    if (attempt < PORT_ATTEMPTS_MAX && portWasTaken(stack)) continue
    const started = ['postgres', 'kafka'].filter((name) => !ranBefore.some((record) => record.name === name))
    await stopRecorded(runFolder(stack), started)
    throw failed.reason
  }
}

const PORT_ATTEMPTS_MAX = 5

function portWasTaken(stack: LocalStack): boolean {
  const names = (['kafka', 'postgres'] as const).filter(
    (name) => localProcess(stack, name).pid() === undefined,
  )
  return names.some((name) => tailOf(logFile(stack, name), 200).includes('Address already in use'))
}

/** Starts one of the two on its recorded port, unless it runs. */
export async function startOne(stack: LocalStack, name: 'kafka' | 'postgres', say: Say): Promise<void> {
  const running = readRecord(runFolder(stack), name)
  if (running !== undefined && isAlive(running)) return
  const began = performance.now()
  const ports = readPorts(stack)
  if (ports === undefined) throw new Error(`HUB_SERVERS_NEVER_STARTED: ${stack.folder} has no servers`)
  const credentials = ensureCredentials(stack.home)
  const common = { runFolder: runFolder(stack), logFile: logFile(stack, name), port: ports[name] }
  if (name === 'postgres') {
    const place = await postgresPlace(stack.folder)
    await startPostgres({ ...common, place, login: credentials.postgres })
  } else {
    const jars = kafkaJars(stack.home, say)
    const folder = join(stack.folder, 'kafka')
    await startKafka({ ...common, folder, jars, passwords: credentials.kafka, ...tlsOf(stack) })
  }
  const title = name === 'kafka' ? 'Kafka' : 'PostgreSQL'
  say(`${title} answers on 127.0.0.1:${ports[name]} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

/** A listener with TLS, where the folder asks for one: `kafka-tls.json` names its port and the file of its certificate. */
function tlsOf({ folder }: LocalStack): { tls?: KafkaTls } {
  const file = join(folder, 'kafka-tls.json')
  return existsSync(file) ? { tls: JSON.parse(readFileSync(file, 'utf8')) as KafkaTls } : {}
}

/** Stops both. Data and logs stay. */
export async function stopLocal(stack: LocalStack): Promise<string[]> {
  return stopRecorded(runFolder(stack))
}

/** Stops both and deletes their data, wherever PostgreSQL's was put. Credentials and logs stay. */
export async function forgetLocal(stack: LocalStack): Promise<void> {
  await stopLocal(stack)
  if (!existsSync(stack.folder)) return
  forgetPostgres(await postgresPlace(stack.folder))
  for (const part of ['kafka', 'postgres', 'run', 'ports.json'])
    rmSync(join(stack.folder, part), { recursive: true, force: true })
}

export function localAccess(stack: LocalStack): {
  brokers: string[]
  admin: KafkaLogin
  users: Record<string, KafkaLogin>
  adminUrl: string
  credentials: Credentials
} {
  const ports = readPorts(stack)
  if (ports === undefined) throw new Error(`HUB_SERVERS_NEVER_STARTED: ${stack.folder} has no servers`)
  const credentials = ensureCredentials(stack.home)
  const logins = Object.entries(credentials.kafka).map(
    ([username, password]) => [username, { username, password }] as const,
  )
  const users = Object.fromEntries(logins.filter(([name]) => name !== 'broker'))
  return {
    brokers: [`127.0.0.1:${ports.kafka}`],
    admin: { username: 'admin', password: credentials.kafka['admin'] ?? '' },
    users,
    adminUrl: postgresUrl({ port: ports.postgres, login: credentials.postgres }),
    credentials,
  }
}

/** A handle for tests that kill it; works from any process of this user. */
export function localProcess(stack: LocalStack, name: 'kafka' | 'postgres'): ServerProcess {
  const alive = (): ReturnType<typeof readRecord> => {
    const record = readRecord(runFolder(stack), name)
    return record !== undefined && isAlive(record) ? record : undefined
  }
  return {
    name,
    pid: () => alive()?.pid,
    kill: async (signalName) => {
      const record = alive()
      if (record === undefined) return
      const fatal = signalName === 'SIGKILL' || signalName === 'SIGTERM' || signalName === 'SIGINT'
      if (fatal) writeRecord(runFolder(stack), { ...record, endExpected: true })
      signal(record.pid, signalName)
      if (fatal) await hasEnded(record, 30_000)
    },
    restart: () => startOne(stack, name, () => undefined),
  }
}

/** Tells of each of the two, once, when it has ended though nobody asked for it; looks twice a second. */
export function watchLocal(stack: LocalStack, onDeath: (name: string, sentence: string) => void): () => void {
  const told = new Set<number>()
  const timer = setInterval(() => {
    for (const name of ['kafka', 'postgres'] as const) {
      const record = readRecord(runFolder(stack), name)
      if (record === undefined || record.endExpected === true || isAlive(record) || told.has(record.pid))
        continue
      told.add(record.pid)
      onDeath(
        name,
        `${name} (process ${record.pid}) ended unexpectedly; the end of its log is in ${logFile(stack, name)}`,
      )
    }
  }, 500)
  timer.unref()
  return () => clearInterval(timer)
}

export function runFolder(stack: LocalStack): string {
  return join(stack.folder, 'run')
}

function logFile(stack: LocalStack, name: string): string {
  return resolve(`${stack.logs}-${name}.log`)
}

function portsFile(stack: LocalStack): string {
  return join(stack.folder, 'ports.json')
}

function readPorts(stack: LocalStack): Ports | undefined {
  return existsSync(portsFile(stack))
    ? (JSON.parse(readFileSync(portsFile(stack), 'utf8')) as Ports)
    : undefined
}

/** A running server keeps its port; else the one of last time, else the fixed one; and if that is taken, any free one. */
async function choosePorts(stack: LocalStack, ports: 'fixed' | 'free'): Promise<Ports> {
  const before = readPorts(stack)
  const running = (name: string): number | undefined => {
    const record = readRecord(runFolder(stack), name)
    return record !== undefined && isAlive(record) ? record.port : undefined
  }
  const named = {
    postgres: Number(process.env['PORT_POSTGRES']) || undefined,
    kafka: Number(process.env['PORT_KAFKA']) || undefined,
  }
  const wish = (name: keyof Ports): number | undefined =>
    named[name] ?? before?.[name] ?? (ports === 'fixed' ? fixedPorts[name] : undefined)
  return {
    postgres: running('postgres') ?? (await portOrFree(wish('postgres') ?? (await freePort()))),
    kafka: running('kafka') ?? (await portPairOrFree(wish('kafka') ?? (await freePort()))),
  }
}
