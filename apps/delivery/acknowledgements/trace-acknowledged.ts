import { traceParentFrom, tracing } from '#platform/telemetry'

/** Where tracing is on: the acknowledgement as a part of the trace of its copy, which the fact about it goes on with. */
export function traceAcknowledged(
  copy: string | null,
  recipient: string,
  eventId: string,
): { traceParent?: string } {
  const parent = traceParentFrom(copy)
  const tracer = tracing()
  if (parent === undefined || tracer === undefined) return {}
  const span = tracer.start({
    name: 'acknowledge',
    kind: 'producer',
    parent,
    attributes: { 'interlock.recipient': recipient, 'cloudevents.event_id': eventId },
  })
  span.end()
  return { traceParent: span.traceParent }
}
