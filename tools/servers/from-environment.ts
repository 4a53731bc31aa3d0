import { HubError } from '#core/kernel'
import { withSecretFiles } from '#platform/config'
import { ensureCredentials } from './credentials.js'
import { environmentFor } from './environment-of.js'
import type { KafkaAccess, Servers } from './types.js'

type Environment = ReturnType<typeof withSecretFiles>['env']

/**
 * The servers that KAFKA_BROKERS and DATABASE_URL name; undefined unless both do. KAFKA_USERNAME and KAFKA_PASSWORD, and
 * DATABASE_URL, are an administrator's; KAFKA_USERNAME_<APP>, KAFKA_PASSWORD_<APP> and DATABASE_URL_<APP> are an
 * application's own. They are not ours to stop.
 */
export function fromEnvironment(home: string, given: Environment = process.env): Servers | undefined {
  const environment = withSecrets(given)
  const brokers = environment['KAFKA_BROKERS']
  const adminUrl = environment['DATABASE_URL']
  if (!brokers || !adminUrl) return undefined
  const ledgerSecret = environment['LEDGER_SECRET'] ?? ensureCredentials(home).ledger
  const kafka = kafkaOf(brokers, environment)
  const urls = ownOf('DATABASE_URL', environment)
  const postgres = { adminUrl, ...(Object.keys(urls).length === 0 ? {} : { urls }) }
  return {
    how: 'environment',
    kafka,
    postgres,
    processes: {},
    handle: JSON.stringify({ how: 'environment' }),
    environmentOf: environmentFor(kafka, postgres, ledgerSecret),
    onDeath: () => undefined,
    stop: async () => undefined,
  }
}

/** The database that DATABASE_URL, given or in a file, names for the hub. */
export function databaseNamed(given: Environment): string {
  const { DATABASE_URL: url } = withSecrets(given)
  return (url && decodeURIComponent(new URL(url).pathname.slice(1))) || 'interlock'
}

/** @throws HubError HUB_CONFIG_INVALID: servers that were meant to be named are not to be replaced by others */
function withSecrets(given: Environment): Environment {
  const { env, faults } = withSecretFiles(given)
  if (faults.length > 0)
    throw new HubError(
      'HUB_CONFIG_INVALID',
      `The environment has faults: ${faults.join('; ')}.`,
      'after-repair',
    )
  return env
}

function kafkaOf(brokers: string, environment: Environment): KafkaAccess {
  const admin = {
    username: environment['KAFKA_USERNAME'] ?? '',
    password: environment['KAFKA_PASSWORD'] ?? '',
  }
  const passwords = ownOf('KAFKA_PASSWORD', environment)
  const users = Object.entries(ownOf('KAFKA_USERNAME', environment)).flatMap(([app, username]) =>
    passwords[app] === undefined ? [] : [[app, { username, password: passwords[app] }] as const],
  )
  const said = environment['KAFKA_SECURITY']
  const caFile = environment['KAFKA_CA_FILE']
  return {
    brokers: brokers.split(',').map((broker) => broker.trim()),
    security: said === 'scram-tls' ? said : said === 'scram' || (!said && admin.username) ? 'scram' : 'none',
    ...(caFile === undefined ? {} : { caFile }),
    admin,
    users: Object.fromEntries(users),
  }
}

/** `<NAME>_<APP>` of the environment, as app → value. */
function ownOf(name: string, environment: Environment): Record<string, string> {
  const pattern = new RegExp(`^${name}_([A-Z_]+)$`)
  return Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => {
      const app = pattern.exec(key)?.[1]
      return app === undefined || !value ? [] : [[app.toLowerCase().replaceAll('_', '-'), value] as const]
    }),
  )
}
