import { readSettings } from '#platform/config'
import { closeOnSignals } from '#platform/http'
import { createLogger } from '#platform/telemetry'
import { startCourts } from './start-courts.js'

const settings = readSettings('courts', process.env)
const { app } = await startCourts(settings, createLogger('courts', settings.logLevel))
closeOnSignals(app)
