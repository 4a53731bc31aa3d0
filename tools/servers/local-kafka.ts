import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { classArchiveOptions } from './class-archive.js'
import { kafkaAnswers } from './kafka-answers.js'
import { kafkaProperties, type KafkaTls } from './kafka-properties.js'
import type { ProcessRecord } from './process-record.js'
import { isAlive } from './process-record.js'
import { repositoryRoot } from './repository-root.js'
import { spawnServer, tailOf } from './spawn-server.js'

export interface LocalKafka {
  /** holds data, settings and the formatted users */
  readonly folder: string
  readonly jars: string
  /** the controller listens on the next one */
  readonly port: number
  readonly passwords: Readonly<Record<string, string>>
  readonly runFolder: string
  readonly logFile: string
  readonly tls?: KafkaTls
}

/** Formats the storage with its users if it is new, starts the broker, and returns when `admin` can log in. */
export async function startKafka(server: LocalKafka): Promise<ProcessRecord> {
  const folder = resolve(server.folder)
  mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 })
  writeFileSync(
    join(folder, 'server.properties'),
    kafkaProperties({
      listeners: `CLIENTS://127.0.0.1:${server.port}`,
      advertised: `CLIENTS://127.0.0.1:${server.port}`,
      controllerPort: server.port + 1,
      data: join(folder, 'data'),
      adminPassword: server.passwords['admin'] ?? '',
      brokerPassword: server.passwords['broker'] ?? '',
      ...(server.tls === undefined ? {} : { tls: server.tls }),
    }),
    { mode: 0o600 },
  )
  if (!existsSync(join(folder, 'data', 'meta.properties'))) format(server, folder)
  const record = await spawnServer(server.runFolder, {
    name: 'kafka',
    command: java(),
    args: [
      ...jvm,
      ...classArchiveOptions(server.jars, java()),
      `-Dlog4j2.configurationFile=${logging()}`,
      ...['-cp', join(server.jars, '*'), 'kafka.Kafka', join(folder, 'server.properties')],
    ],
    port: server.port,
    logFile: server.logFile,
  })
  const login = { username: 'admin', password: server.passwords['admin'] ?? '' }
  if (!(await kafkaAnswers([`127.0.0.1:${server.port}`], login, 60_000, () => isAlive(record)))) {
    throw new Error(`HUB_SERVERS_KAFKA_DID_NOT_START: see ${server.logFile}\n${tailOf(server.logFile)}`)
  }
  addMissingUsers(server, folder)
  return record
}

export function java(): string {
  const home = process.env['JAVA_HOME']
  return home !== undefined && existsSync(join(home, 'bin', 'java')) ? join(home, 'bin', 'java') : 'java'
}

// the broker mostly waits: the quick compiler alone starts faster and leaves the processors to the applications
const jvm = [
  '-Xmx512m',
  '-Xms128m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:-UsePerfData',
  '-Djava.awt.headless=true',
]

function logging(): string {
  return join(repositoryRoot(), 'tools', 'kafka', 'log4j2.properties')
}

function format(server: LocalKafka, folder: string): void {
  const args = [
    ...jvm,
    `-Dlog4j2.configurationFile=${logging()}`,
    ...[
      '-cp',
      join(server.jars, '*'),
      'kafka.tools.StorageTool',
      'format',
      // One word, because an id may begin with a dash.
      `--cluster-id=${clusterId(folder)}`,
    ],
    ...['--config', join(folder, 'server.properties')],
    ...logins(server).flatMap(([name, password]) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${name},password=${password}]`,
    ]),
  ]
  const done = runJava(folder, args)
  if (done.status !== 0) throw new Error(`HUB_SERVERS_KAFKA_FORMAT_FAILED: ${done.stdout}${done.stderr}`)
  writeFileSync(join(folder, 'users.json'), JSON.stringify(logins(server).map(([name]) => name)))
}

/** Through a file of arguments that only we can read: passwords on a command line are seen by every user of the machine. */
function runJava(
  folder: string,
  args: readonly string[],
): { status: number | null; stdout: string; stderr: string } {
  const file = join(folder, `arguments-${process.pid}`)
  writeFileSync(
    file,
    args.map((arg) => `"${arg.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join('\n'),
    { mode: 0o600 },
  )
  try {
    return spawnSync(java(), [`@${file}`], { encoding: 'utf8' })
  } finally {
    rmSync(file, { force: true })
  }
}

/** 16 bytes in base64url, as Kafka wants them; from the folder's name, so that logs of two checkouts can be told apart. */
function clusterId(folder: string): string {
  return createHash('sha256').update(folder).digest().subarray(0, 16).toString('base64url')
}

/** Adds the users that the storage, made by an earlier version, does not know. */
function addMissingUsers(server: LocalKafka, folder: string): void {
  const file = join(folder, 'users.json')
  const known = JSON.parse(readFileSync(file, 'utf8')) as string[]
  const missing = logins(server).filter(([name]) => !known.includes(name))
  if (missing.length === 0) return
  const client = join(folder, 'admin.properties')
  const jaas = `org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="${server.passwords['admin']}";`
  writeFileSync(
    client,
    `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=${jaas}\n`,
    { mode: 0o600 },
  )
  for (const [name, password] of missing) {
    const done = runJava(folder, [
      ...jvm,
      `-Dlog4j2.configurationFile=${logging()}`,
      ...[
        '-cp',
        join(server.jars, '*'),
        'kafka.admin.ConfigCommand',
        '--bootstrap-server',
        `127.0.0.1:${server.port}`,
      ],
      ...['--command-config', client, '--alter', '--add-config', `SCRAM-SHA-512=[password=${password}]`],
      ...['--entity-type', 'users', '--entity-name', name],
    ])
    if (done.status !== 0)
      throw new Error(`HUB_SERVERS_KAFKA_USER_FAILED: ${name}: ${done.stdout}${done.stderr}`)
  }
  writeFileSync(file, JSON.stringify(logins(server).map(([name]) => name)))
}

function logins(server: LocalKafka): [string, string][] {
  return Object.entries(server.passwords).filter(([name]) => name !== 'broker')
}
