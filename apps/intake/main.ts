import { readSettings } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals } from '#platform/http'
import { createLogger, startTracing } from '#platform/telemetry'
import { startIntake } from './start-intake.js'

const settings = readSettings('intake', process.env)
await startTracing('intake', settings.tracesUrl)
const { app } = await startIntake(
  settings,
  loadContracts(settings.contracts, settings.home),
  createLogger('intake', settings.logLevel),
)
closeOnSignals(app)
