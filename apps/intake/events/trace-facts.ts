import { type TracedSpan, traceParentFrom, tracing } from '#platform/telemetry'
import type { Judged } from './judge-event.js'
import type { NoEvent, RawEvent } from './raw-event.js'

/**
 * Where tracing is on: begins a span for each fact that is about to be published, as a part of the trace that the event names,
 * else of the request's, and lets the fact carry it through the hub. Where it is off a fact carries nothing.
 */
export function traceFacts(
  events: readonly (RawEvent | NoEvent)[],
  judged: readonly Judged[],
): readonly TracedSpan[] {
  const tracer = tracing()
  if (tracer === undefined) return []
  return judged.flatMap((each, index) => {
    if (!each.ok) return []
    const event = events[index]
    const named =
      event !== undefined && 'attributes' in event
        ? traceParentFrom(event.attributes['traceparent'])
        : undefined
    const { id, type, source } = each.envelope
    const span = tracer.start({
      name: `publish ${type}`,
      kind: 'producer',
      parent: named,
      attributes: {
        'cloudevents.event_id': id,
        'cloudevents.event_type': type,
        'cloudevents.event_source': source,
      },
    })
    each.envelope.traceParent = span.traceParent
    return [span]
  })
}
