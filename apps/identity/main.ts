import { APP_PORTS } from '#platform/config'
import { closeOnSignals } from '#platform/http'
import { createLogger } from '#platform/telemetry'
import { startIdentity } from './start-identity.js'

// Not readSettings: the provider needs neither Kafka nor PostgreSQL, and is not given their secrets.
const port = Number(process.env['PORT_IDENTITY'] ?? APP_PORTS.identity)
const logger = createLogger('identity', process.env['LOG_LEVEL'] ?? 'info')
const app = await startIdentity(
  {
    port,
    issuer: process.env['OIDC_ISSUER'] ?? `http://127.0.0.1:${port}`,
    home: process.env['INTERLOCK_HOME'] ?? '.interlock',
  },
  logger,
)
closeOnSignals(app)
