import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The real servers that tests use: what the environment names, else those that `tools/servers` keeps up. */
export interface TestServers {
  kafkaBrokers: string
  kafkaSecurity: 'none' | 'scram' | 'scram-tls'
  /** Whom to believe who the brokers are. */
  kafkaCaFile?: string
  /** An administrator's, to make topics and rules; and to publish and read what a test needs. */
  kafkaUsername: string
  kafkaPassword: string
  /** Each app's and each organisation's own. */
  kafkaUsers: Readonly<Record<string, { username: string; password: string }>>
  /** An administrator's, to make a database for each test. */
  databaseUrl: string
  /** A database that has every app's tables: a hub given a copy of it starts in half the processor time. */
  migratedDatabase?: string
}

export function testServers(): TestServers {
  const { KAFKA_BROKERS, KAFKA_SECURITY, KAFKA_USERNAME, KAFKA_PASSWORD, DATABASE_URL, KAFKA_CA_FILE } =
    process.env
  const migratedDatabase = process.env['INTERLOCK_MIGRATED_DATABASE']
  if (KAFKA_BROKERS !== undefined && DATABASE_URL !== undefined)
    return {
      kafkaBrokers: KAFKA_BROKERS,
      kafkaSecurity: KAFKA_SECURITY === 'scram' || KAFKA_SECURITY === 'scram-tls' ? KAFKA_SECURITY : 'none',
      ...(KAFKA_CA_FILE === undefined ? {} : { kafkaCaFile: KAFKA_CA_FILE }),
      kafkaUsername: KAFKA_USERNAME ?? '',
      kafkaPassword: KAFKA_PASSWORD ?? '',
      kafkaUsers: usersNamed(process.env),
      databaseUrl: DATABASE_URL,
      ...(migratedDatabase === undefined ? {} : { migratedDatabase }),
    }
  const file = join(process.env['INTERLOCK_HOME'] ?? '.interlock', 'test-servers.json')
  if (!existsSync(file))
    throw new Error('No servers to test against. Run `npm test`, or `npm run servers -- up`.')
  const servers = JSON.parse(readFileSync(file, 'utf8')) as Partial<TestServers>
  if (servers.kafkaUsers === undefined)
    throw new Error(
      'The test servers are of an earlier version: run `npm run servers -- down`, then `npm run servers -- up`.',
    )
  return servers as TestServers
}

/** Servers that a run has of its own, as a hub is told of them. */
interface OwnServers {
  kafka: {
    brokers: readonly string[]
    security: TestServers['kafkaSecurity']
    admin: { username: string; password: string }
    users: TestServers['kafkaUsers']
  }
  postgres: { adminUrl: string }
}

export function testServersOf({ kafka, postgres }: OwnServers): TestServers {
  return {
    kafkaBrokers: kafka.brokers.join(','),
    kafkaSecurity: kafka.security,
    kafkaUsername: kafka.admin.username,
    kafkaPassword: kafka.admin.password,
    kafkaUsers: kafka.users,
    databaseUrl: postgres.adminUrl,
  }
}

/** `KAFKA_USERNAME_<APP>` and `KAFKA_PASSWORD_<APP>`, as app → login. */
function usersNamed(env: NodeJS.ProcessEnv): TestServers['kafkaUsers'] {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, username]) => {
      const app = /^KAFKA_USERNAME_([A-Z_]+)$/.exec(name)?.[1]
      const password = env[`KAFKA_PASSWORD_${app}`]
      return app === undefined || username === undefined || password === undefined
        ? []
        : [[app.toLowerCase().replaceAll('_', '-'), { username, password }] as const]
    }),
  )
}
