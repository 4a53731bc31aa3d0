import { HubError } from '#core/kernel'
import { type HttpSettings, readHttpSettings } from './http-settings.js'
import { withSecretFiles } from './secrets.js'

/** Every process of the local stack and the port it listens on unless `PORT_<APP>` says otherwise. */
export const APP_PORTS = {
  console: 8400,
  intake: 8401,
  delivery: 8402,
  register: 8403,
  exchange: 8404,
  reconciler: 8405,
  identity: 8409,
  courts: 8411,
  police: 8412,
  probation: 8413,
  prisons: 8414,
  immigration: 8415,
} as const
export type AppName = keyof typeof APP_PORTS

export interface Settings {
  app: AppName
  port: number
  http: HttpSettings
  kafka: {
    brokers: string[]
    security:
      { kind: 'none' } | { kind: 'scram' | 'scram-tls'; username: string; password: string; caFile?: string }
    /** Before every topic, group and transactional id, so that several hubs can share a cluster. */
    prefix: string
  }
  databaseUrl: string
  /** Issuer of access tokens; also where the local identity provider listens. */
  oidcIssuer: string
  /** `wall`: ticks follow the machine's clock. `simulated`: an operator or a scenario moves the clock. */
  clock: 'wall' | 'simulated'
  logLevel: string
  /** Directory of the local stack: data, credentials, logs. */
  home: string
  /** Directory of the contracts. */
  contracts: string
  /** Secret behind the ledger's salts, which the exchange needs and nobody else is told. */
  ledgerSecret: string
  /** Secret behind the signatures of webhooks, which delivery needs and nobody else is told. */
  webhookSecret: string
  /** Hosts that webhooks may reach whatever their address, and without TLS; none but on one's own machine. */
  webhookLocalHosts: string[]
  /** Secrets of clients at the identity provider, by organisation: the app's own, and of those whose lists it takes. */
  clientSecrets: Readonly<Record<string, string>>
  /** A file in which a test names the point at which this process is to be stopped; never set in service. */
  faultFile: string | undefined
  /** Base URLs that edges call. */
  intakeUrl: string
  deliveryUrl: string
  /** Where traces go, OTLP over HTTP; undefined: nowhere, and none are made. */
  tracesUrl: string | undefined
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/**
 * Reads the environment once, at start.
 * @throws HubError HUB_CONFIG_INVALID naming every fault at once
 */
export function readSettings(app: AppName, given: Readonly<Record<string, string | undefined>>): Settings {
  const { env, faults } = withSecretFiles(given)
  const need = (name: string): string => {
    const value = env[name]
    if (value === undefined || value === '') faults.push(`${name} is not set`)
    return value ?? ''
  }
  const oneOf = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T => {
    const value = env[name] ?? otherwise
    if (!allowed.includes(value as T))
      faults.push(`${name} is "${value}"; it must be one of ${allowed.join(', ')}`)
    return value as T
  }
  const url = (name: string, otherwise: string): string => {
    const value = env[name] ?? otherwise
    if (!URL.canParse(value)) faults.push(`${name} is "${value}", which is not a URL`)
    return value
  }
  // processes that host several apps are told of each one's own
  const nameFor = (name: string): string =>
    env[`${name}_${app.toUpperCase()}`] === undefined ? name : `${name}_${app.toUpperCase()}`
  const portName = `PORT_${app.toUpperCase()}`
  const port = Number(env[portName] ?? APP_PORTS[app])
  if (!Number.isInteger(port) || port < 0 || port > 65535) faults.push(`${portName} is not a port number`)
  const security = oneOf('KAFKA_SECURITY', ['none', 'scram', 'scram-tls'], 'none')
  const settings: Settings = {
    app,
    port,
    http: readHttpSettings(env, faults),
    kafka: {
      brokers: need('KAFKA_BROKERS').split(','),
      prefix: env['KAFKA_PREFIX'] ?? '',
      security:
        security === 'none'
          ? { kind: 'none' }
          : {
              kind: security,
              username: need('KAFKA_USERNAME'),
              password: need('KAFKA_PASSWORD'),
              ...(env['KAFKA_CA_FILE'] === undefined ? {} : { caFile: env['KAFKA_CA_FILE'] }),
            },
    },
    databaseUrl: url(nameFor('DATABASE_URL'), ''),
    oidcIssuer: url('OIDC_ISSUER', `http://127.0.0.1:${env['PORT_IDENTITY'] ?? APP_PORTS.identity}`),
    clock: oneOf('CLOCK', ['wall', 'simulated'], 'wall'),
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    home: env['INTERLOCK_HOME'] ?? '.interlock',
    contracts: env['INTERLOCK_CONTRACTS'] ?? 'contracts',
    ledgerSecret: app === 'exchange' ? need('LEDGER_SECRET') : (env['LEDGER_SECRET'] ?? ''),
    webhookSecret: app === 'delivery' ? need('WEBHOOK_SECRET') : (env['WEBHOOK_SECRET'] ?? ''),
    webhookLocalHosts: (env['WEBHOOK_LOCAL_HOSTS'] ?? '').split(',').filter((host) => host !== ''),
    clientSecrets: clientSecretsOf(app, env),
    faultFile: env['FAULT_DIRECTORY'] === undefined ? undefined : `${env['FAULT_DIRECTORY']}/${app}`,
    intakeUrl: url('INTAKE_URL', `http://127.0.0.1:${env['PORT_INTAKE'] ?? APP_PORTS.intake}`),
    tracesUrl:
      (env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '') === '' ? undefined : url('OTEL_EXPORTER_OTLP_ENDPOINT', ''),
    deliveryUrl: url('DELIVERY_URL', `http://127.0.0.1:${env['PORT_DELIVERY'] ?? APP_PORTS.delivery}`),
  }
  if (faults.length > 0)
    throw new HubError(
      'HUB_CONFIG_INVALID',
      `The environment has ${faults.length} fault(s): ${faults.join('; ')}.`,
      'after-repair',
    )
  return settings
}

/** `CLIENT_SECRET` is the app's own, `CLIENT_SECRET_<ORGANISATION>` another's; whoever is not named is in credentials.json. */
function clientSecretsOf(
  app: AppName,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const secrets: Record<string, string> = {}
  for (const [name, secret = ''] of Object.entries(env)) {
    const organisation = /^CLIENT_SECRET(?:_([A-Z_]+))?$/.exec(name)
    if (organisation === null || secret === '' || name.endsWith('_FILE')) continue
    secrets[organisation[1]?.toLowerCase().replaceAll('_', '-') ?? app] = secret
  }
  return secrets
}
