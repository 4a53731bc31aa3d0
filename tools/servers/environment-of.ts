import { createHmac } from 'node:crypto'
import { DATABASE_ROLES, EDGE_APPS } from '#platform/config'
import { loginsOf, roleUrl } from '#platform/postgres'
import type { KafkaAccess, Servers } from './types.js'

/** The app whose process hosts the edges, and so is told of each one's login. */
const HOST_OF_EDGES = 'agencies'

/**
 * What one application is told of the servers: its own login to each and nobody else's. `admin` is told of the
 * administrator's; the identity provider and the edges speak to no broker, and get the login that may do least.
 */
export function environmentFor(
  kafka: KafkaAccess,
  postgres: Servers['postgres'],
  ledgerSecret: string,
): (app: string) => Record<string, string> {
  const login = (app: string): KafkaAccess['admin'] =>
    app === 'admin' ? kafka.admin : (kafka.users[app] ?? kafka.users['operator'] ?? kafka.admin)
  return (app) => ({
    KAFKA_BROKERS: kafka.brokers.join(','),
    KAFKA_SECURITY: kafka.security,
    ...(kafka.caFile === undefined ? {} : { KAFKA_CA_FILE: kafka.caFile }),
    ...(kafka.security === 'none'
      ? {}
      : { KAFKA_USERNAME: login(app).username, KAFKA_PASSWORD: login(app).password }),
    ...databaseLogins(postgres, app),
    ...keptBy(app, ledgerSecret),
  })
}

/** What one app alone keeps. The operator proves with the ledger's secret what copies held. */
function keptBy(app: string, ledgerSecret: string): Record<string, string> {
  if (['exchange', 'operator', 'admin'].includes(app)) return { LEDGER_SECRET: ledgerSecret }
  if (app !== 'delivery') return {}
  return { WEBHOOK_SECRET: createHmac('sha256', ledgerSecret).update('webhooks').digest('base64url') }
}

function databaseLogins(postgres: Servers['postgres'], app: string): Record<string, string> {
  const urlOf = (role: string): string => postgres.urls?.[role] ?? roleUrl(postgres.adminUrl, role)
  if (app === HOST_OF_EDGES)
    return Object.fromEntries(EDGE_APPS.map((edge) => [`DATABASE_URL_${edge.toUpperCase()}`, urlOf(edge)]))
  return { DATABASE_URL: loginsOf(DATABASE_ROLES).includes(app) ? urlOf(app) : postgres.adminUrl }
}
