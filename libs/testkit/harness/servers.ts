import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The real servers that tests use: what the environment names, else those that `tools/servers` keeps up. */
export interface TestServers {
  kafkaBrokers: string
  kafkaSecurity: 'none' | 'scram' | 'scram-tls'
  /** Whom to believe who the brokers are. */
  kafkaCaFile?: string
  kafkaUsername: string
  kafkaPassword: string
  /** An administrator's, to make a database for each test. */
  databaseUrl: string
}

export function testServers(): TestServers {
  const { KAFKA_BROKERS, KAFKA_SECURITY, KAFKA_USERNAME, KAFKA_PASSWORD, DATABASE_URL } = process.env
  if (KAFKA_BROKERS !== undefined && DATABASE_URL !== undefined)
    return {
      kafkaBrokers: KAFKA_BROKERS,
      kafkaSecurity: KAFKA_SECURITY === 'scram' ? 'scram' : 'none',
      kafkaUsername: KAFKA_USERNAME ?? '',
      kafkaPassword: KAFKA_PASSWORD ?? '',
      databaseUrl: DATABASE_URL,
    }
  const file = join(process.env['INTERLOCK_HOME'] ?? '.interlock', 'test-servers.json')
  if (!existsSync(file))
    throw new Error('No servers to test against. Run `npm test`, or `npm run servers` in another terminal.')
  return JSON.parse(readFileSync(file, 'utf8')) as TestServers
}
