import type { IncomingHttpHeaders } from 'node:http'
import type { Catalogue } from '#core/catalogue'
import type { Fault, Instant } from '#core/kernel'
import type { Topics } from '#core/messages'
import { Problem, traceOf } from '#platform/http'
import type { Principal } from '#platform/security'
import { counter, type Logger } from '#platform/telemetry'
import type { RegisterView } from '../store/register-view.js'
import type { StreamClock } from '../store/stream-clock.js'
import { storeUnavailable } from '../store/store-unavailable.js'
import type { SubmissionStore } from '../store/submission-store.js'
import { receiptsFor } from './duplicates.js'
import type { FactPublisher } from './fact-publisher.js'
import { judgeEvent, type Judged, recordOf } from './judge-event.js'
import { type EventsRequest, readRequest } from './read-request.js'
import type { EventsAnswer, Receipt } from './receipt.js'
import { traceFacts } from './trace-facts.js'

export interface TakeEventsParts {
  catalogue: Catalogue
  topics: Topics
  submissions: SubmissionStore
  register: RegisterView
  publisher: FactPublisher
  clock: StreamClock
  logger: Logger
  /** Told when the bytes are kept, and when Kafka has the facts and nobody has been answered; tests stop the process there. */
  passing: (point: 'kept' | 'published') => void
}

const answered = counter('interlock_intake_events_total', 'Events by what their receipt says.', [
  'organisation',
  'status',
])

/**
 * The way of a request from bytes to receipts: kept, read, judged event by event, published, answered. The answer comes
 * only after Kafka has acknowledged with acks=all.
 */
export class TakeEvents {
  constructor(private readonly parts: TakeEventsParts) {}

  get catalogue(): Catalogue {
    return this.parts.catalogue
  }

  /**
   * @throws Problem 400 or 415 when the whole is unreadable, 422 when a single event is refused, 503 when Kafka or
   * PostgreSQL does not answer
   */
  async take(principal: Principal, headers: IncomingHttpHeaders, body: Buffer): Promise<EventsAnswer> {
    // kept before it is read; what time it is can be asked meanwhile
    const [submission, streamTimeAt] = await Promise.all([
      this.parts.submissions.keep(principal, headers, body),
      this.parts.clock.now(),
    ])
    this.parts.passing('kept')
    const request = readRequest(headers, body)
    if (!request.ok) throw await this.unreadable(submission, request)
    const receipts = await this.judgeAndPublish(principal, request.events, streamTimeAt)
    this.parts.passing('published')
    count(principal.organisation, receipts)
    await this.parts.submissions.settle(submission, receipts).catch((error: unknown) => {
      // the facts are in Kafka and the bytes are kept; only the note of what was answered is missing
      this.parts.logger.error({ code: 'HUB_INTAKE_OUTCOME_UNSTORED', submission, ...traceOf(error) })
    })
    const [only] = receipts
    if (!request.batch && only?.status === 'refused') throw refused(only.faults)
    return { submission, receipts }
  }

  private async judgeAndPublish(
    principal: Principal,
    events: Extract<EventsRequest, { ok: true }>['events'],
    streamTimeAt: Instant | null,
  ): Promise<Receipt[]> {
    const { catalogue, topics, publisher } = this.parts
    const judged = events.map((event) => judgeEvent(event, { catalogue, principal, streamTimeAt }))
    const fit = judged.filter((event): event is Extract<Judged, { ok: true }> => event.ok)
    const known = await this.parts.register.known(fit.map(({ envelope }) => envelope)).catch(unavailable)
    const spans = traceFacts(events, judged)
    await publisher.publish(fit.map((event) => recordOf(topics.facts(principal.organisation), event)))
    for (const span of spans) span.end()
    return receiptsFor(judged, known)
  }

  private async unreadable(
    submission: string,
    request: { status: number; faults: Fault[] },
  ): Promise<Problem> {
    const { faults, status } = request
    await this.parts.submissions.refuseWhole(submission, faults).catch(unavailable)
    return status === 415
      ? new Problem(415, 'HUB_INTAKE_CONTENT_TYPE', faults[0]!.says, 'Send one of those content types.', {
          faults,
        })
      : new Problem(
          400,
          'HUB_INTAKE_UNREADABLE',
          'The request could not be read.',
          'Correct it and send it again.',
          {
            faults,
          },
        )
  }
}

/** Once for each status of a request, however many events it carried. */
function count(organisation: string, receipts: readonly Receipt[]): void {
  for (const status of ['accepted', 'duplicate', 'refused'] as const) {
    const events = receipts.filter((receipt) => receipt.status === status).length
    if (events > 0) answered.add({ organisation, status }, events)
  }
}

function unavailable(cause: unknown): never {
  throw storeUnavailable(cause)
}

function refused(faults: readonly Fault[]): Problem {
  return new Problem(
    422,
    'HUB_INTAKE_EVENT_REFUSED',
    'The event was refused.',
    'Mend each of the faults and send it again.',
    { faults },
  )
}
