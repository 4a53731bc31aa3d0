import { type AppName, readSettings } from '#platform/config'
import { closeOnSignals } from '#platform/http'
import { createLogger, startTracing } from '#platform/telemetry'
import { type Agency, startEdge } from './start-edge.js'

type Environment = Readonly<Record<string, string | undefined>>

/** An edge as a process of its own, until it is told to end. */
export async function runEdge(agency: Agency, app: AppName, env: Environment): Promise<void> {
  const settings = readSettings(app, env)
  await startTracing(app, settings.tracesUrl)
  const { app: running } = await startEdge(agency, settings, createLogger(app, settings.logLevel))
  closeOnSignals(running)
}

/**
 * Several edges in one process: each keeps its own port, schema, client and name, and can be run alone.
 * @param host name of the process, under which its traces go
 */
export async function runEdges(
  host: string,
  agencies: readonly (readonly [AppName, Agency])[],
  env: Environment,
): Promise<void> {
  const edges = agencies.map(([app, agency]) => ({ agency, settings: readSettings(app, env) }))
  await startTracing(host, edges[0]?.settings.tracesUrl)
  const started = await Promise.all(
    edges.map(({ agency, settings }) =>
      startEdge(agency, settings, createLogger(settings.app, settings.logLevel)),
    ),
  )
  closeOnSignals(...started.map(({ app }) => app))
}
