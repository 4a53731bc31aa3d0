import { readConsoleSettings } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals } from '#platform/http'
import { createLogger } from '#platform/telemetry'
import { startConsole } from './start-console.js'

const settings = readConsoleSettings(process.env)
closeOnSignals(
  await startConsole(
    settings,
    loadContracts(settings.contracts, settings.home),
    createLogger('console', settings.logLevel),
  ),
)
