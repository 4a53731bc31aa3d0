import {
  type Attributes,
  context,
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions'
import type { SpanWish, TracedSpan, TraceParent, Tracing } from './span.js'

const KINDS = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const

class Traced implements TracedSpan {
  constructor(readonly span: Span) {}

  get traceParent(): TraceParent {
    return textOf(this.span.spanContext())
  }

  end(outcome: Parameters<TracedSpan['end']>[0] = {}): void {
    if (outcome.attributes !== undefined) this.span.setAttributes(outcome.attributes)
    if (outcome.failed === true) this.span.setStatus({ code: SpanStatusCode.ERROR })
    this.span.end()
  }
}

/**
 * OpenTelemetry over OTLP/HTTP in JSON. Loaded only where a collector is configured. Sampling, batching and headers follow
 * OpenTelemetry's own environment (OTEL_TRACES_SAMPLER, OTEL_BSP_*, OTEL_EXPORTER_OTLP_HEADERS).
 */
export function openTelemetry(service: string, collectorUrl: string): Tracing {
  const url = `${collectorUrl.replace(/\/$/, '')}/v1/traces`
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: service }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  })
  provider.register()
  const tracer = provider.getTracer('interlock')
  return {
    start({ name, kind, parent, links = [], startAt, attributes = {} }: SpanWish) {
      const linked = links.map((text): Link => ({ context: contextOf(text) }))
      const within = parent === undefined ? context.active() : remote(parent)
      return new Traced(
        tracer.startSpan(
          name,
          {
            kind: KINDS[kind],
            links: linked,
            attributes: attributes as Attributes,
            ...(startAt === undefined ? {} : { startTime: startAt }),
          },
          within,
        ),
      )
    },
    within: (span, work) => context.with(trace.setSpan(context.active(), (span as Traced).span), work),
    current() {
      const active = trace.getActiveSpan()?.spanContext()
      return active === undefined ? undefined : textOf(active)
    },
    close: () => provider.shutdown(),
  }
}

function remote(parent: TraceParent): Context {
  return trace.setSpanContext(ROOT_CONTEXT, contextOf(parent))
}

function contextOf(text: TraceParent): SpanContext {
  const [, traceId = '', spanId = '', flags = '00'] = text.split('-')
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
}

function textOf({ traceId, spanId, traceFlags }: SpanContext): TraceParent {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}
