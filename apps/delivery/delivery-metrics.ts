import type { Pool } from '#platform/postgres'
import { counter, gauge, timing, type TracedSpan, traceParentFrom, tracing } from '#platform/telemetry'

/** Copies handed over: by `pull`, `stream` or `webhook`. Counted once a page or a request. */
export const copiesGiven = counter(
  'interlock_delivery_copies_given_total',
  'Copies handed over, by the way.',
  ['way'],
)
export const acknowledgementsTaken = counter(
  'interlock_delivery_acknowledgements_total',
  'Copies in acknowledgements, by what became of them.',
  ['status'],
)
const attempts = timing('interlock_delivery_attempt_duration_seconds', 'Requests to webhooks, by outcome.', [
  'outcome',
])

/** One request to a receiver: counted, timed, and where tracing is on a part of the trace of its copy. */
export class ObservedAttempt {
  private readonly beganAt = performance.now()
  private readonly span: TracedSpan | undefined

  constructor(copy: { id: string; type: string; recipient: string; traceparent?: string }) {
    const parent = traceParentFrom(copy.traceparent)
    this.span =
      parent === undefined
        ? undefined
        : tracing()?.start({
            name: 'deliver by webhook',
            kind: 'producer',
            parent,
            attributes: {
              'cloudevents.event_id': copy.id,
              'cloudevents.event_type': copy.type,
              'interlock.recipient': copy.recipient,
            },
          })
  }

  /** @param code undefined: it was taken */
  end(code: string | undefined): void {
    attempts.observe({ outcome: code ?? 'taken' }, (performance.now() - this.beganAt) / 1_000)
    if (code === undefined) copiesGiven.add({ way: 'webhook' })
    this.span?.end({ failed: code !== undefined, attributes: { outcome: code ?? 'taken' } })
  }
}

/** Shows what webhooks are still owed, and which persons' copies wait for somebody to mend a receiver. */
export function gaugeWebhooks(pool: Pool): void {
  const read = (column: 'waiting' | 'parked_lanes') => async () => {
    const { rows } = await pool.query<{ receiver: string; value: number }>(
      `select receiver, ${column} as value from webhook_state`,
    )
    return rows.map(({ receiver, value }) => ({ labels: { receiver }, value }))
  }
  gauge(
    'interlock_delivery_webhook_waiting_messages',
    'Copies that a webhook is owed.',
    ['receiver'],
    read('waiting'),
  )
  gauge(
    'interlock_delivery_webhook_lanes_parked',
    'Persons whose copies a webhook did not take, and that wait for somebody.',
    ['receiver'],
    read('parked_lanes'),
  )
}
