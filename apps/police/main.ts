import { readSettings } from '#platform/config'
import { closeOnSignals } from '#platform/http'
import { createLogger } from '#platform/telemetry'
import { startPolice } from './start-police.js'

const settings = readSettings('police', process.env)
const { app } = await startPolice(settings, createLogger('police', settings.logLevel))
closeOnSignals(app)
