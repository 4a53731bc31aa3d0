import { APP_PORTS } from './settings.js'

const HUB: readonly string[] = ['intake', 'register', 'exchange', 'reconciler', 'delivery', 'console']

/** The agencies' edges: the apps that are neither the hub's own nor the identity provider. */
export const EDGE_APPS: readonly string[] = Object.keys(APP_PORTS).filter(
  (app) => app !== 'identity' && !HUB.includes(app),
)

/**
 * Who logs in to the database: every app but the identity provider, which keeps nothing there, and the operator, who owns
 * nothing. Facts, copies and disclosures are also read by unit.
 */
export const DATABASE_ROLES = {
  apps: [...HUB, ...EDGE_APPS],
  byUnit: ['register', 'exchange', 'delivery'],
  readers: ['operator'],
} as const
