import type { Tracing } from './span.js'

let running: Tracing | undefined

/** Undefined where nobody listens: then no span is made, and nothing of OpenTelemetry is loaded. */
export function tracing(): Tracing | undefined {
  return running
}

/** Starts tracing where a collector is configured (OTEL_EXPORTER_OTLP_ENDPOINT); else does nothing. */
export async function startTracing(service: string, collectorUrl: string | undefined): Promise<void> {
  if (collectorUrl === undefined || running !== undefined) return
  const { openTelemetry } = await import('./open-telemetry.js')
  running = openTelemetry(`interlock-${service}`, collectorUrl)
}

/** Sends what is waiting and makes no more spans. */
export async function stopTracing(): Promise<void> {
  const stopping = running
  running = undefined
  await stopping?.close().catch(() => undefined)
}
