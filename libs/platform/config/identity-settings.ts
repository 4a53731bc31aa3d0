import { HubError } from '#core/kernel'
import { APP_PORTS } from './settings.js'

export interface IdentitySettings {
  port: number
  /** As clients and verifiers name it; it must lead to this port. */
  issuer: string
  /** Where `credentials.json` lists the clients. */
  home: string
  contracts: string
  logLevel: string
}

/**
 * What the local identity provider reads of the environment: it needs neither Kafka nor PostgreSQL, and is not given
 * their secrets. @throws HubError HUB_CONFIG_INVALID
 */
export function readIdentitySettings(env: Readonly<Record<string, string | undefined>>): IdentitySettings {
  const port = Number(env['PORT_IDENTITY'] ?? APP_PORTS.identity)
  const issuer = env['OIDC_ISSUER'] ?? `http://127.0.0.1:${port}`
  if (!Number.isInteger(port) || port < 0 || port > 65535 || !URL.canParse(issuer))
    throw new HubError(
      'HUB_CONFIG_INVALID',
      'PORT_IDENTITY must be a port number, and OIDC_ISSUER a URL.',
      'after-repair',
    )
  return {
    port,
    issuer,
    home: env['INTERLOCK_HOME'] ?? '.interlock',
    contracts: env['INTERLOCK_CONTRACTS'] ?? 'contracts',
    logLevel: env['LOG_LEVEL'] ?? 'info',
  }
}
