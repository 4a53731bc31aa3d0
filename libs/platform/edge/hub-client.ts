import { type Fault, HubError } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import { Problem, type ProblemDetails } from '#platform/http'
import { type Fetch, fetchAs } from '#platform/security'
import { tracing } from '#platform/telemetry'

/** What the hub answered for one event: intake's receipt. */
export interface HubReceipt {
  index: number
  status: 'accepted' | 'duplicate' | 'refused'
  id?: string
  faults?: readonly Fault[]
}

export interface ExtractHeading {
  type: string
  unit: string
  /** The register's own as-at time, RFC 3339. */
  asAt: string
}

export interface ExtractTotals {
  upload: string
  chunks: number
  rows: number
  unreadable: number
}

/** A copy from the inbox: the event as it was shared, for whom, and under which row of the disclosure ledger. */
export interface InboxCopy extends CloudEventJson {
  recipient: string
  disclosure: string
  occasion: string
}

/** What tells one copy from every other. */
export type CopyName = Pick<InboxCopy, 'source' | 'id' | 'recipient' | 'occasion'>

export interface InboxPage {
  copies: InboxCopy[]
  /** Where to go on; the same as before when there was nothing new. */
  cursor: string
  more: boolean
}

export interface HubAddresses {
  intakeUrl: string
  deliveryUrl: string
}

/** Who hears of what went wrong between an edge and the hub. */
export interface HubEars {
  /** Events could not be published: whoever kept them must be told again. */
  onUntold?(): void
  /** The hub refused a request, with its own code if it said one. */
  onRefused?(answer: { status: number; hubCode: string | undefined }): void
}

/** Events in one request; intake takes a thousand. */
const EVENTS_MAX = 500
/** Copies in one acknowledgement; delivery takes as many. */
const ACKNOWLEDGED_MAX = 500
const REQUEST_TIMEOUT_MS = 60_000
const EXTRACT_TIMEOUT_MS = 30 * 60_000

/** The hub as an agency's edge sees it: three resources over HTTP, and a token for each request. */
export class HubClient {
  /**
   * @param fetch shows the certificate that the tokens are bound to, where they are
   */
  constructor(
    private readonly addresses: HubAddresses,
    private readonly token: () => Promise<string>,
    private readonly ears: HubEars = {},
    private readonly fetch: Fetch = fetchAs(undefined),
  ) {}

  /**
   * Publishes events and gives one receipt for each, in order, once Kafka has acknowledged them.
   * @throws HubError HUB_EDGE_UNREACHABLE (later), HUB_EDGE_REFUSED (after-repair), Problem 422 HUB_EDGE_REFUSED when the whole request is refused
   */
  async publish(events: readonly CloudEventJson[]): Promise<HubReceipt[]> {
    const receipts: HubReceipt[] = []
    for (let from = 0; from < events.length; from += EVENTS_MAX) {
      const batch = events.slice(from, from + EVENTS_MAX)
      const answer = await this.call(`${this.addresses.intakeUrl}/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(batch),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      }).catch((error: unknown) => {
        this.ears.onUntold?.()
        throw error
      })
      receipts.push(...((await answer.json()) as { receipts: HubReceipt[] }).receipts)
    }
    return receipts
  }

  /**
   * Streams a register's extract, one JSON line a row; nothing is gathered in memory.
   * @throws HubError HUB_EDGE_UNREACHABLE, HUB_EDGE_REFUSED; Problem 422 HUB_EDGE_REFUSED
   */
  async sendExtract(heading: ExtractHeading, lines: AsyncIterable<Uint8Array>): Promise<ExtractTotals> {
    const query = new URLSearchParams({ ...heading })
    const answer = await this.call(`${this.addresses.intakeUrl}/extracts?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines as unknown as NonNullable<RequestInit['body']>,
      duplex: 'half',
      signal: AbortSignal.timeout(EXTRACT_TIMEOUT_MS),
    } as RequestInit)
    return (await answer.json()) as ExtractTotals
  }

  /** One page of the organisation's copies after the cursor. @throws HubError HUB_EDGE_UNREACHABLE, HUB_EDGE_REFUSED */
  async inbox(cursor: string, limit: number, unit?: string): Promise<InboxPage> {
    const query = new URLSearchParams({ limit: String(limit) })
    if (cursor !== '') query.set('cursor', cursor)
    if (unit !== undefined) query.set('unit', unit)
    const answer = await this.call(`${this.addresses.deliveryUrl}/inbox?${query}`, {
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    return (await answer.json()) as InboxPage
  }

  /** Says that copies were received; it closes nothing. @throws HubError HUB_EDGE_UNREACHABLE, HUB_EDGE_REFUSED */
  async acknowledge(copies: readonly CopyName[]): Promise<void> {
    for (let from = 0; from < copies.length; from += ACKNOWLEDGED_MAX) {
      const ids = copies
        .slice(from, from + ACKNOWLEDGED_MAX)
        .map(({ source, id, recipient, occasion }) => ({ source, id, recipient, occasion }))
      await this.call(`${this.addresses.deliveryUrl}/inbox/acknowledgements`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ids, outcome: 'received' }),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      })
    }
  }

  private async call(url: string, request: RequestInit): Promise<Response> {
    const token = await this.token()
    const traceparent = tracing()?.current()
    const headers = {
      ...(request.headers as Record<string, string>),
      ...(traceparent === undefined ? {} : { traceparent }),
      authorization: `Bearer ${token}`,
    }
    const answer = await this.fetch(url, { ...request, headers }).catch((cause: unknown) => {
      throw new HubError('HUB_EDGE_UNREACHABLE', 'The hub does not answer.', 'later', { cause })
    })
    if (answer.ok) return answer
    const problem = (await answer.json().catch(() => ({}))) as Partial<ProblemDetails>
    this.ears.onRefused?.({ status: answer.status, hubCode: problem.code })
    throw refusal(answer.status, problem)
  }
}

/** Nothing of what the sender said is wrong when the edge's own client is not let in, or the hub is busy. */
const NOT_THE_SENDERS: readonly number[] = [401, 403, 408, 429]

function refusal(
  status: number,
  { code = 'no code', title = '', faults = [], mend }: Partial<ProblemDetails>,
) {
  const says = `The hub refused the request (${status}, ${code}): ${title}`
  if (status >= 500 || NOT_THE_SENDERS.includes(status))
    return new HubError('HUB_EDGE_REFUSED', says, status === 401 || status === 403 ? 'after-repair' : 'later')
  return new Problem(422, 'HUB_EDGE_REFUSED', says, mend ?? 'Correct each fault and send it again.', {
    faults: faults.length > 0 ? faults : [{ code, says: title }],
  })
}
