import { readSettings } from '#platform/config'
import { closeOnSignals } from '#platform/http'
import { createLogger, startTracing } from '#platform/telemetry'
import { startPolice } from './start-police.js'

const settings = readSettings('police', process.env)
await startTracing('police', settings.tracesUrl)
const { app } = await startPolice(settings, createLogger('police', settings.logLevel))
closeOnSignals(app)
