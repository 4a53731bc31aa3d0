import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { AbstractStartedContainer, StartedTestContainer } from 'testcontainers'
import pg from 'pg'
import { kafkaUsers, newSecret } from './credentials.js'
import { container, containerRuns, removeContainer } from './docker-engine.js'
import { environmentFor } from './environment-of.js'
import { guard } from './guard.js'
import { kafkaAnswers } from './kafka-answers.js'
import { freePort } from './ports.js'
import { repositoryRoot } from './repository-root.js'
import type {
  ContainerStack,
  KafkaAccess,
  KafkaLogin,
  ProvideOptions,
  ServerProcess,
  Servers,
} from './types.js'

const images = { kafka: 'apache/kafka:4.1.1', postgres: 'postgres:18' } as const

/** Both servers by testcontainers, with the broker's settings of tools/kafka and the users of the local stack. */
export async function provideByContainers({ say = () => undefined }: ProvideOptions): Promise<Servers> {
  const began = performance.now()
  const outcomes = await Promise.allSettled([startKafka(), startPostgres()])
  const [kafka, postgres] = outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : undefined,
  )
  if (kafka === undefined || postgres === undefined) {
    await Promise.all([kafka, postgres].map((one) => one?.container.stop()))
    throw outcomes.find((outcome) => outcome.status === 'rejected')?.reason
  }
  const stack = { kafka: kafka.stack, postgres: postgres.stack, ledger: newSecret() } as ContainerStack
  const standDown = guard({ how: 'docker', stack })
  say(`Kafka and PostgreSQL answer from containers (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  return containerServers(stack, async () => {
    await Promise.all([kafka.container.stop(), postgres.container.stop()])
    standDown()
  })
}

interface Started<T> {
  readonly container: StartedTestContainer | AbstractStartedContainer
  readonly stack: T
}

async function startKafka(): Promise<Started<ContainerStack['kafka']>> {
  const { GenericContainer, Wait } = await import('testcontainers')
  // the broker must advertise the port the host sees, and keep it over a restart
  const port = await freePort()
  const passwords = Object.fromEntries(kafkaUsers.map((name) => [name, newSecret()]))
  const fromRepository = (name: string): string =>
    readFileSync(join(repositoryRoot(), 'tools', 'kafka', name), 'utf8')
  const started = await new GenericContainer(images.kafka)
    .withExposedPorts({ container: 29092, host: port })
    .withEnvironment({
      KAFKA_HOST_ADDRESS: `127.0.0.1:${port}`,
      KAFKA_NETWORK_ADDRESS: 'localhost:9092',
      KAFKA_HEAP_OPTS: '-Xmx512m',
    })
    .withCopyContentToContainer([
      ...['kafka.sh', 'server.properties', 'log4j2.properties'].map((name) => ({
        content: fromRepository(name),
        target: `/etc/interlock/${name}`,
        mode: 0o644,
      })),
      ...Object.entries(passwords).map(([name, content]) => ({
        content,
        target: `/run/interlock/secrets/kafka/${name}`,
        mode: 0o644,
      })),
    ])
    .withEntrypoint(['/bin/sh', '/etc/interlock/kafka.sh'])
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(120_000)
    .start()
  const login = { username: 'admin', password: passwords['admin'] ?? '' }
  if (!(await kafkaAnswers([`127.0.0.1:${port}`], login, 30_000))) {
    await started.stop()
    throw new Error('HUB_SERVERS_KAFKA_DID_NOT_START: the container runs but does not let admin in')
  }
  return { container: started, stack: { id: started.getId(), port, passwords } }
}

async function startPostgres(): Promise<Started<ContainerStack['postgres']>> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  const port = await freePort()
  const password = newSecret()
  const started = await new PostgreSqlContainer(images.postgres)
    .withDatabase('interlock')
    .withUsername('interlock')
    .withPassword(password)
    .withExposedPorts({ container: 5432, host: port })
    .withCommand(['postgres', '-c', 'max_connections=200', '-c', 'shared_buffers=256MB'])
    .start()
  return {
    container: started,
    stack: { id: started.getId(), url: `postgres://interlock:${password}@127.0.0.1:${port}/interlock` },
  }
}

/** Two running containers as a Servers, for whoever started them and for whoever was told of them. */
export function containerServers(stack: ContainerStack, stop: () => Promise<void>): Servers {
  const logins = Object.entries(stack.kafka.passwords).map(
    ([username, password]) => [username, { username, password }] as const,
  )
  const users: Record<string, KafkaLogin> = Object.fromEntries(logins.filter(([name]) => name !== 'broker'))
  const brokers = [`127.0.0.1:${stack.kafka.port}`]
  const kafka: KafkaAccess = {
    brokers,
    security: 'scram',
    admin: users['admin'] ?? { username: '', password: '' },
    users,
  }
  const expected = new Set<string>()
  const watches: NodeJS.Timeout[] = []
  const handleOf = (name: 'kafka' | 'postgres', answers: () => Promise<boolean>): ServerProcess => ({
    name,
    pid: () => undefined,
    kill: async (signal) => {
      expected.add(name)
      await container(stack[name].id, `kill?signal=${signal}`)
      if (signal === 'SIGKILL') while (await containerRuns(stack[name].id)) await pause(50)
    },
    restart: async () => {
      await container(stack[name].id, 'start')
      if (!(await answers()))
        throw new Error(`HUB_SERVERS_DID_NOT_RETURN: ${name} does not answer after its restart`)
      expected.delete(name)
    },
  })
  return {
    how: 'docker',
    kafka,
    postgres: { adminUrl: stack.postgres.url },
    processes: {
      kafka: handleOf('kafka', () => kafkaAnswers(brokers, kafka.admin, 60_000)),
      postgres: handleOf('postgres', () => postgresAnswers(stack.postgres.url, 60_000)),
    },
    handle: JSON.stringify({ how: 'docker', stack }),
    environmentOf: environmentFor(kafka, { adminUrl: stack.postgres.url }, stack.ledger),
    onDeath: (callback) => void watches.push(watch(stack, expected, callback)),
    stop: async () => {
      for (const timer of watches.splice(0)) clearInterval(timer)
      await stop()
    },
  }
}

/** Ends both; for the watchdog of a process that can no longer do it. */
export async function removeContainers(stack: ContainerStack): Promise<void> {
  await Promise.all([removeContainer(stack.kafka.id), removeContainer(stack.postgres.id)])
}

function watch(
  stack: ContainerStack,
  expected: ReadonlySet<string>,
  onDeath: (name: string, sentence: string) => void,
): NodeJS.Timeout {
  const told = new Set<string>()
  const timer = setInterval(() => {
    for (const name of ['kafka', 'postgres'] as const) {
      if (told.has(name) || expected.has(name)) continue
      containerRuns(stack[name].id).then(
        (runs) => {
          if (runs || told.has(name) || expected.has(name)) return
          told.add(name)
          onDeath(
            name,
            `the container of ${name} ended unexpectedly; docker logs ${stack[name].id.slice(0, 12)} says why`,
          )
        },
        () => undefined, // the engine itself is away: the next look tells
      )
    }
  }, 2_000)
  return timer.unref()
}

async function postgresAnswers(url: string, patienceMs: number): Promise<boolean> {
  const until = performance.now() + patienceMs
  while (performance.now() < until) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    client.on('error', () => undefined)
    const done = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => undefined)
    if (done) return true
    await pause(100)
  }
  return false
}
