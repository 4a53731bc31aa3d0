import { HubError } from '#core/kernel'
import { type HttpSettings, readHttpSettings } from './http-settings.js'
import { APP_PORTS } from './settings.js'

export interface IdentitySettings {
  port: number
  http: HttpSettings
  /** As clients and verifiers name it; it must lead to this port. */
  issuer: string
  /** Where the console is, to which people who signed in are sent back. */
  consoleUrl: string
  /** Where `credentials.json` lists the clients and people. */
  home: string
  contracts: string
  logLevel: string
}

/**
 * What the local identity provider reads of the environment: it needs neither Kafka nor PostgreSQL, and is not given
 * their secrets. @throws HubError HUB_CONFIG_INVALID
 */
export function readIdentitySettings(env: Readonly<Record<string, string | undefined>>): IdentitySettings {
  const faults: string[] = []
  const http = readHttpSettings(env, faults)
  const port = Number(env['PORT_IDENTITY'] ?? APP_PORTS.identity)
  const issuer = env['OIDC_ISSUER'] ?? `http://127.0.0.1:${port}`
  const consoleUrl = consoleUrlIn(env)
  if (
    !Number.isInteger(port) ||
    port < 0 ||
    port > 65535 ||
    !URL.canParse(issuer) ||
    !URL.canParse(consoleUrl) ||
    faults.length > 0
  )
    throw new HubError(
      'HUB_CONFIG_INVALID',
      ['PORT_IDENTITY must be a port number, and OIDC_ISSUER and CONSOLE_URL a URL', ...faults].join('; '),
      'after-repair',
    )
  return {
    port,
    http,
    issuer,
    consoleUrl,
    home: env['INTERLOCK_HOME'] ?? '.interlock',
    contracts: env['INTERLOCK_CONTRACTS'] ?? 'contracts',
    logLevel: env['LOG_LEVEL'] ?? 'info',
  }
}

/** The address that browsers know the console by. */
export function consoleUrlIn(env: Readonly<Record<string, string | undefined>>): string {
  return env['CONSOLE_URL'] ?? `http://127.0.0.1:${env['PORT_CONSOLE'] ?? APP_PORTS.console}`
}
