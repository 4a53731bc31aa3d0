import type { KafkaMessage } from 'kafkajs'
import { headerText } from '#core/messages'
import { type TracedSpan, traceParentFrom, tracing } from '#platform/telemetry'

/** Messages of one batch that get a span of their own; a collector would drop more. */
const MESSAGES_TRACED_MAX = 500
const LINKS_MAX = 128

/**
 * Spans of a batch that has been processed, where tracing is on: one for the batch, linked to its messages, and one for each
 * message, as a part of the trace that its publisher began. Made afterwards, so that the batch waits for nothing.
 */
export function traceBatch(
  stage: string,
  batch: { topic: string; partition: number; messages: readonly KafkaMessage[] },
  startAt: number,
): void {
  const tracer = tracing()
  if (tracer === undefined) return
  const traced = batch.messages.flatMap((message) => {
    const parent = traceParentFrom(headerText(message.headers, 'ce_traceparent'))
    return parent === undefined ? [] : [{ message, parent }]
  })
  if (traced.length === 0) return
  const attributes = {
    'messaging.system': 'kafka',
    'messaging.operation.type': 'process',
    'messaging.destination.name': batch.topic,
    'messaging.destination.partition.id': String(batch.partition),
    'messaging.consumer.group.name': stage,
  }
  const whole: TracedSpan = tracer.start({
    name: `${stage} batch`,
    kind: 'consumer',
    links: traced.slice(0, LINKS_MAX).map(({ parent }) => parent),
    startAt,
    attributes: { ...attributes, 'messaging.batch.message_count': batch.messages.length },
  })
  for (const { message, parent } of traced.slice(0, MESSAGES_TRACED_MAX))
    tracer
      .start({
        name: `${stage} ${headerText(message.headers, 'ce_type') ?? ''}`,
        kind: 'consumer',
        parent,
        links: [whole.traceParent],
        startAt,
        attributes: {
          ...attributes,
          'messaging.kafka.message.offset': message.offset,
          'cloudevents.event_id': headerText(message.headers, 'ce_id') ?? '',
          'cloudevents.event_type': headerText(message.headers, 'ce_type') ?? '',
        },
      })
      .end()
  whole.end()
}
