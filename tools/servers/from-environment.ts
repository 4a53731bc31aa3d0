import { ensureCredentials } from './credentials.js'
import { environmentFor } from './environment-of.js'
import type { KafkaAccess, Servers } from './types.js'

/**
 * The servers that KAFKA_BROKERS and DATABASE_URL name; undefined unless both do. KAFKA_USERNAME and KAFKA_PASSWORD are used for
 * everything unless KAFKA_USERNAME_<APP> and KAFKA_PASSWORD_<APP> name an application's own login. They are not ours to stop.
 */
export function fromEnvironment(
  home: string,
  environment: NodeJS.ProcessEnv = process.env,
): Servers | undefined {
  const brokers = environment['KAFKA_BROKERS']
  const adminUrl = environment['DATABASE_URL']
  if (!brokers || !adminUrl) return undefined
  const ledgerSecret = environment['LEDGER_SECRET'] ?? ensureCredentials(home).ledger
  const admin = {
    username: environment['KAFKA_USERNAME'] ?? '',
    password: environment['KAFKA_PASSWORD'] ?? '',
  }
  const own = Object.entries(environment).flatMap(([name, username]) => {
    const app = /^KAFKA_USERNAME_([A-Z]+)$/.exec(name)?.[1]
    const password = app === undefined ? undefined : environment[`KAFKA_PASSWORD_${app}`]
    return app === undefined || !username || password === undefined
      ? []
      : [[app.toLowerCase(), { username, password }] as const]
  })
  const kafka: KafkaAccess = {
    brokers: brokers.split(',').map((broker) => broker.trim()),
    security:
      environment['KAFKA_SECURITY'] === 'scram' ||
      (environment['KAFKA_SECURITY'] === undefined && admin.username !== '')
        ? 'scram'
        : 'none',
    admin,
    users: Object.fromEntries(own),
  }
  return {
    how: 'environment',
    kafka,
    postgres: { adminUrl },
    processes: {},
    handle: JSON.stringify({ how: 'environment' }),
    environmentOf: environmentFor(kafka, adminUrl, ledgerSecret),
    onDeath: () => undefined,
    stop: async () => undefined,
  }
}
