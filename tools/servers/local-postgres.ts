import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { PostgresPlace } from './postgres-place.js'
import type { ProcessRecord } from './process-record.js'
import { isAlive, signal } from './process-record.js'
import { spawnServer, tailOf } from './spawn-server.js'

export interface LocalPostgres {
  readonly place: PostgresPlace
  readonly port: number
  readonly login: { readonly user: string; readonly password: string }
  readonly runFolder: string
  readonly logFile: string
}

export function postgresUrl(
  { port, login }: Pick<LocalPostgres, 'port' | 'login'>,
  database = 'interlock',
): string {
  return `postgres://${login.user}:${login.password}@127.0.0.1:${port}/${database}`
}

/** Makes the cluster if there is none, starts it, and returns when it answers and the database `interlock` exists. */
export async function startPostgres(server: LocalPostgres): Promise<ProcessRecord> {
  if (!existsSync(join(server.place.data, 'PG_VERSION'))) initialise(server)
  await endStrayServer(server.place.data)
  const deadline = performance.now() + 60_000
  for (;;) {
    const record = await spawnServer(server.runFolder, {
      name: 'postgres',
      command: join(server.place.bin, 'postgres'),
      args: [
        '-D',
        server.place.data,
        ...Object.entries(settings(server.port)).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
      ],
      port: server.port,
      logFile: server.logFile,
      ...server.place.user,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    })
    if (await answers(server, record, deadline)) return record
    // after a SIGKILL the old backends hold the shared memory until they notice; the new server refuses meanwhile
    const leftovers = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(
      tailOf(server.logFile),
    )
    if (!leftovers || performance.now() > deadline) {
      throw new Error(`HUB_SERVERS_POSTGRES_DID_NOT_START: see ${server.logFile}\n${tailOf(server.logFile)}`)
    }
    await pause(200)
  }
}

function settings(port: number): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // no socket file: two checkouts would meet in /tmp
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %a ',
    jit: 'off',
  }
}

function initialise({ place, login }: LocalPostgres): void {
  // the password goes through a pipe that the other user's own shell made: a pipe of ours it could not reopen
  const initdb =
    'cat | "$0" --pgdata="$1" --username="$2" --pwfile=/dev/stdin --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync'
  const done = spawnSync('/bin/sh', ['-c', initdb, join(place.bin, 'initdb'), place.data, login.user], {
    ...place.user,
    cwd: '/',
    input: `${login.password}\n`,
    encoding: 'utf8',
  })
  if (done.status === 0) return
  throw new Error(`HUB_SERVERS_INITDB_FAILED: ${done.stderr || done.stdout || String(done.error)}`)
}

/** Ends a server that still runs on this data though no record names it, and removes a lock file that nobody holds. */
async function endStrayServer(data: string): Promise<void> {
  const lockFile = join(data, 'postmaster.pid')
  if (!existsSync(lockFile)) return
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0])
  const ours = (): boolean => commandOf(pid).includes(data)
  const until = performance.now() + 10_000
  while (ours()) {
    signal(pid, performance.now() > until ? 'SIGKILL' : 'SIGINT')
    await pause(100)
  }
  rmSync(lockFile, { force: true })
}

function commandOf(pid: number): string {
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

async function answers(server: LocalPostgres, record: ProcessRecord, deadline: number): Promise<boolean> {
  while (isAlive(record) && performance.now() < deadline) {
    const client = new pg.Client({
      connectionString: postgresUrl(server, 'postgres'),
      connectionTimeoutMillis: 2_000,
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'interlock'")
      if (found.rowCount === 0) await client.query('CREATE DATABASE interlock')
      return true
    } catch {
      await pause(40)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  return false
}
