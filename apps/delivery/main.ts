import { readSettings } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals } from '#platform/http'
import { createLogger, startTracing } from '#platform/telemetry'
import { startDelivery } from './start-delivery.js'

const settings = readSettings('delivery', process.env)
await startTracing('delivery', settings.tracesUrl)
const logger = createLogger('delivery', settings.logLevel)
const { app } = await startDelivery(
  settings,
  loadContracts(settings.contracts, settings.home),
  logger,
  (error) => {
    logger.fatal({ code: 'HUB_STAGE_LOST', error: error.name })
    process.exit(1)
  },
)
closeOnSignals(app)
