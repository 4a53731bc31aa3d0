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
export function fromEnvironment(home: string, given: NodeJS.ProcessEnv = process.env): Servers | undefined {
  const { env: environment } = withSecretFiles(given)
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
