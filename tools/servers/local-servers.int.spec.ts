import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import kafkajs from 'kafkajs'
import pg from 'pg'
import { createKafka, type KafkaSecurity } from '#platform/kafka'
import { makeAuthority } from '#testkit/certificates'
import type { Servers } from './index.js'
import { freePort, readCredentials, readRecords, repositoryRoot } from './index.js'
import { provideLocal, startStack } from './by-processes.js'
import { forgetLocal } from './local-servers.js'
import { isAlive, stopRecorded } from './process-record.js'

const home = mkdtempSync(join(tmpdir(), 'interlock-servers-'))
let servers: Servers

const authority = makeAuthority('Test authority')
const caFile = join(home, 'ca.pem')
let tlsPort: number

beforeAll(async () => {
  tlsPort = await freePort()
  const { cert, key } = authority.issue('broker')
  const pem = join(home, 'broker.pem')
  writeFileSync(pem, key + cert, { mode: 0o600 })
  writeFileSync(caFile, authority.cert)
  writeFileSync(join(home, 'kafka-tls.json'), JSON.stringify({ port: tlsPort, pem }))
  servers = await provideLocal({ home, purpose: 'start', ports: 'free' })
}, 120_000)

afterAll(async () => {
  await servers?.stop()
  await forgetLocal(startStack(home))
  rmSync(home, { recursive: true, force: true })
}, 60_000)

describe('local servers', () => {
  it('keep what was written when both are killed and started again', async () => {
    await query(servers, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)')
    await createTopic(servers, 'kept')
    await Promise.all([servers.processes.kafka?.kill('SIGKILL'), servers.processes.postgres?.kill('SIGKILL')])
    expect([servers.processes.kafka?.pid(), servers.processes.postgres?.pid()]).toEqual([
      undefined,
      undefined,
    ])
    await Promise.all([servers.processes.kafka?.restart(), servers.processes.postgres?.restart()])
    expect(await query(servers, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
    expect(await topics(servers)).toContain('kept')
  }, 120_000)

  it('let each application in as itself, show it nothing that no rule gives, and let nobody in without a password', async () => {
    const password = readCredentials(home)?.kafka['register'] ?? ''
    await expect(topics(servers, { username: 'register', password })).resolves.toEqual([])
    expect(await topics(servers)).toContain('kept')
    await expect(topics(servers, { username: 'register', password: 'guess' })).rejects.toThrow(/SCRAM/)
  }, 60_000)

  it('let applications in by TLS, if they believe the broker, and by nothing less on that port', async () => {
    const login = { username: 'register', password: readCredentials(home)?.kafka['register'] ?? '' }
    const ask = async (security: KafkaSecurity): Promise<void> => {
      const brokers = [`127.0.0.1:${tlsPort}`]
      const admin = createKafka({ brokers, security }, 'test').producing.admin({ retry: { retries: 0 } })
      try {
        await admin.connect()
        await admin.describeCluster()
      } finally {
        await admin.disconnect()
      }
    }
    await expect(ask({ kind: 'scram-tls', ...login, caFile })).resolves.toBeUndefined()
    await expect(ask({ kind: 'scram-tls', ...login })).rejects.toThrow(/certificate/)
    await expect(ask({ kind: 'scram', ...login })).rejects.toThrow(/Connection|Closed|timed out/)
  }, 60_000)

  it('are found running by a second caller, who then leaves them running', async () => {
    const second = await provideLocal({ home, purpose: 'start', ports: 'fixed' })
    expect(second.kafka.brokers).toEqual(servers.kafka.brokers)
    await second.stop()
    expect(servers.processes.kafka?.pid()).toBeDefined()
    expect(servers.processes.postgres?.pid()).toBeDefined()
  }, 60_000)

  it('are named when they die unasked', async () => {
    const deaths: string[] = []
    servers.onDeath((name) => deaths.push(name))
    process.kill(servers.processes.postgres?.pid() ?? 0, 'SIGKILL')
    await until(() => deaths.length > 0)
    expect(deaths).toEqual(['postgres'])
    await servers.processes.postgres?.restart()
  }, 60_000)

  it('end soon after the process that started them was killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'interlock-abandoned-'))
    const parts = join(repositoryRoot(), 'dist', 'tools', 'servers')
    const stack = { folder, home: folder, logs: join(folder, 'log') }
    // what the watchdog ends is whatever is recorded: two sleepers are as good as two servers, and sooner there
    const script = `
      import { guard } from '${join(parts, 'guard.js')}'
      import { spawnServer } from '${join(parts, 'spawn-server.js')}'
      guard({ how: 'local', stack: ${JSON.stringify(stack)}, forget: false })
      for (const name of ['kafka', 'postgres'])
        await spawnServer('${join(folder, 'run')}', { name, command: 'sleep', args: ['600'], port: 1, logFile: '${join(folder, 'log')}-' + name })
      console.log('up')
      setInterval(() => 0, 1e6)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(parent.stdout, 'data')
      const records = readRecords(join(folder, 'run'))
      expect(records.filter(isAlive)).toHaveLength(2)
      parent.kill('SIGKILL')
      await until(() => records.every((record) => !isAlive(record)))
    } finally {
      parent.kill('SIGKILL')
      await stopRecorded(join(folder, 'run'))
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)
})

async function query({ postgres }: Servers, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.adminUrl })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function createTopic({ kafka }: Servers, topic: string): Promise<void> {
  const admin = client(kafka, kafka.admin).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic }], waitForLeaders: true })
  await admin.disconnect()
}

async function topics({ kafka }: Servers, login = kafka.admin): Promise<string[]> {
  const admin = client(kafka, login).admin()
  try {
    await admin.connect()
    return await admin.listTopics()
  } finally {
    await admin.disconnect()
  }
}

function client(kafka: Servers['kafka'], login: Servers['kafka']['admin']): kafkajs.Kafka {
  return new kafkajs.Kafka({
    brokers: [...kafka.brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 3 },
    sasl: { mechanism: 'scram-sha-512', ...login },
  })
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(50)
}
