import { HubError } from '#core/kernel'
import { type HttpSettings, readHttpSettings } from './http-settings.js'
import { consoleUrlIn } from './identity-settings.js'
import { withSecretFiles } from './secrets.js'
import { APP_PORTS } from './settings.js'

export interface ConsoleSettings {
  port: number
  http: HttpSettings
  /** The address that browsers know the console by; over https its cookies are sent over TLS alone. */
  consoleUrl: string
  databaseUrl: string
  oidcIssuer: string
  clientId: string
  /** Proves the console to the identity provider; absent: the local stack's, from its credentials file. */
  clientSecret: string | undefined
  home: string
  contracts: string
  logLevel: string
}

/**
 * What the console reads of the environment: it speaks to no broker, and is not given a broker's password nor the ledger's
 * secret. @throws HubError HUB_CONFIG_INVALID
 */
export function readConsoleSettings(given: Readonly<Record<string, string | undefined>>): ConsoleSettings {
  const { env, faults } = withSecretFiles(given)
  const http = readHttpSettings(env, faults)
  const port = Number(env['PORT_CONSOLE'] ?? APP_PORTS.console)
  const consoleUrl = consoleUrlIn(env)
  const databaseUrl = env['DATABASE_URL_CONSOLE'] ?? env['DATABASE_URL'] ?? ''
  const oidcIssuer = env['OIDC_ISSUER'] ?? `http://127.0.0.1:${env['PORT_IDENTITY'] ?? APP_PORTS.identity}`
  const isWrong = !Number.isInteger(port) || port < 0 || port > 65535
  if (
    isWrong ||
    faults.length > 0 ||
    ![consoleUrl, databaseUrl, oidcIssuer].every((url) => URL.canParse(url))
  )
    throw new HubError(
      'HUB_CONFIG_INVALID',
      [
        'PORT_CONSOLE must be a port number, and DATABASE_URL, OIDC_ISSUER and CONSOLE_URL a URL',
        ...faults,
      ].join('; '),
      'after-repair',
    )
  return {
    port,
    http,
    consoleUrl,
    databaseUrl,
    oidcIssuer,
    clientId: env['OIDC_CLIENT_ID'] ?? 'console',
    clientSecret: env['OIDC_CLIENT_SECRET'],
    home: env['INTERLOCK_HOME'] ?? '.interlock',
    contracts: env['INTERLOCK_CONTRACTS'] ?? 'contracts',
    logLevel: env['LOG_LEVEL'] ?? 'info',
  }
}
