import { APP_PORTS } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals } from '#platform/http'
import { ensureClients } from '#platform/security'
import { createLogger } from '#platform/telemetry'
import { startIdentity } from './start-identity.js'

// Not readSettings: the provider needs neither Kafka nor PostgreSQL, and is not given their secrets.
const port = Number(process.env['PORT_IDENTITY'] ?? APP_PORTS.identity)
const logger = createLogger('identity', process.env['LOG_LEVEL'] ?? 'info')
const home = process.env['INTERLOCK_HOME'] ?? '.interlock'
const { organisations } = loadContracts(process.env['INTERLOCK_CONTRACTS'] ?? 'contracts')
ensureClients(home, organisations.keys())
const app = await startIdentity(
  {
    port,
    issuer: process.env['OIDC_ISSUER'] ?? `http://127.0.0.1:${port}`,
    home,
  },
  logger,
)
closeOnSignals(app)
