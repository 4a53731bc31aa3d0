import { APP_PORTS, readSettings } from '#platform/config'
import { createLogger, startTracing, stopTracing } from '#platform/telemetry'
import { startCourts } from '../courts/start-courts.js'
import { startPolice } from '../police/start-police.js'

// The local stack's agencies share one process; each keeps its own port, schema, client and name, and can be run alone.
const courts = readSettings('courts', process.env)
const police = readSettings('police', process.env)
await startTracing('agencies', courts.tracesUrl)
const started = await Promise.all([
  startCourts(courts, createLogger('courts', courts.logLevel)),
  startPolice(police, createLogger('police', police.logLevel)),
])
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    Promise.all(started.map(({ app }) => app.close()))
      .finally(stopTracing)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  })
createLogger('agencies', courts.logLevel).info(
  { ports: started.map(({ port }) => port), usual: [APP_PORTS.courts, APP_PORTS.police] },
  'the agencies’ edges listen',
)
