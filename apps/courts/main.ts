import { readSettings } from '#platform/config'
import { closeOnSignals } from '#platform/http'
import { createLogger, startTracing } from '#platform/telemetry'
import { startCourts } from './start-courts.js'

const settings = readSettings('courts', process.env)
await startTracing('courts', settings.tracesUrl)
const { app } = await startCourts(settings, createLogger('courts', settings.logLevel))
closeOnSignals(app)
