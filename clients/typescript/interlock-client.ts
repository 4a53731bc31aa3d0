import { CONTRACTS, type EventDataByName } from './events.generated.js'
import { InterlockProblem, type ProblemDetails } from './problem.js'
import { serverSentEvents } from './server-sent-events.js'
import type { ContractName, Copy, EventHeading, HubEvent, Page, Receipt } from './wire.js'

export interface HubPlace {
  intakeUrl: string
  deliveryUrl: string
  /** A valid access token, asked for before each request; see `clientCredentials`. */
  token: () => Promise<string>
  /** Where tokens are bound to a certificate: a `fetch` that shows it. */
  fetch?: typeof fetch
}

/** Intake takes a thousand events at once, delivery five hundred acknowledgements. */
const EVENTS_MAX = 1_000
const ACKNOWLEDGEMENTS_MAX = 500

/** An event of one contract: its type, version and marking follow from the name, and its data is typed by it. */
export function event<Name extends ContractName>(
  name: Name,
  heading: EventHeading,
  data: EventDataByName[Name],
): HubEvent<Name> {
  const [type = '', version = ''] = name.split('@')
  const dataschema = `urn:interlock:event:${type}:${version}`
  const { marking } = CONTRACTS[name]
  return {
    marking,
    ...heading,
    specversion: '1.0',
    type,
    dataschema,
    datacontenttype: 'application/json',
    data,
  }
}

/** The copy's data as the contract describes it, where the copy is one of that contract; any field may be absent. */
export function dataOf<Name extends ContractName>(
  copy: Pick<Copy, 'dataschema' | 'data'>,
  name: Name,
): Partial<EventDataByName[Name]> | undefined {
  return copy.dataschema === `urn:interlock:event:${name.replace('@', ':')}`
    ? ((copy.data ?? {}) as Partial<EventDataByName[Name]>)
    : undefined
}

/** Publishes facts and receives copies over HTTP, as a system of one organisation. */
export class InterlockClient {
  constructor(private readonly place: HubPlace) {}

  /** One fact. Sending it again is harmless: the receipt says `duplicate`. @throws InterlockProblem when it is refused */
  async publish<Name extends ContractName>(one: HubEvent<Name>): Promise<Receipt> {
    const answer = await this.send(`${this.place.intakeUrl}/events`, one, 'application/cloudevents+json')
    return ((await answer.json()) as { receipts: [Receipt] }).receipts[0]
  }

  /** Many facts; one receipt for each, in order, and each is judged alone. */
  async publishAll(many: readonly HubEvent[]): Promise<Receipt[]> {
    const receipts: Receipt[] = []
    for (let from = 0; from < many.length; from += EVENTS_MAX) {
      const batch = many.slice(from, from + EVENTS_MAX)
      const answer = await this.send(
        `${this.place.intakeUrl}/events`,
        batch,
        'application/cloudevents-batch+json',
      )
      const { receipts: some } = (await answer.json()) as { receipts: Receipt[] }
      receipts.push(...some.map((receipt) => ({ ...receipt, index: from + receipt.index })))
    }
    return receipts
  }

  /** Where a fact of one's own is now. */
  async receipt(id: string): Promise<unknown> {
    const answer = await this.call(`${this.place.intakeUrl}/receipts/${encodeURIComponent(id)}`)
    return answer.json()
  }

  /** Copies after a cursor, page by page, until there are no more. */
  async *pages(wish: { cursor?: string; limit?: number; unit?: string } = {}): AsyncGenerator<Page> {
    let cursor = wish.cursor
    for (;;) {
      const answer = await this.call(`${this.place.deliveryUrl}/inbox?${queryOf({ ...wish, cursor })}`)
      const page = (await answer.json()) as Page
      if (page.copies.length > 0) yield page
      if (!page.more) return
      cursor = page.cursor
    }
  }

  /**
   * Copies as they come, each with the cursor to go on from. Ends when the hub ends the stream (the access token has expired, or
   * the hub restarts): call it again with the last cursor.
   */
  async *follow(
    wish: { cursor?: string; unit?: string; signal?: AbortSignal } = {},
  ): AsyncGenerator<{ copy: Copy; cursor: string }> {
    const { signal, ...query } = wish
    const answer = await this.call(`${this.place.deliveryUrl}/inbox/stream?${queryOf(query)}`, {
      headers: { accept: 'text/event-stream' },
      ...(signal === undefined ? {} : { signal }),
    })
    if (answer.body === null) return
    for await (const { id, data } of serverSentEvents(answer.body))
      yield { copy: JSON.parse(data) as Copy, cursor: id }
  }

  /** `received`: our system has them. `recorded`: they are in our register. Said twice, it changes nothing. */
  async acknowledge(
    copies: readonly Pick<Copy, 'source' | 'id' | 'recipient' | 'occasion'>[],
    outcome: 'received' | 'recorded',
    reference?: string,
  ): Promise<{ source: string; id: string; recipient: string; status: string }[]> {
    const results: { source: string; id: string; recipient: string; status: string }[] = []
    for (let from = 0; from < copies.length; from += ACKNOWLEDGEMENTS_MAX) {
      const ids = copies
        .slice(from, from + ACKNOWLEDGEMENTS_MAX)
        .map(({ source, id, recipient, occasion }) => ({ source, id, recipient, occasion }))
      const answer = await this.send(`${this.place.deliveryUrl}/inbox/acknowledgements`, {
        ids,
        outcome,
        ...(reference === undefined ? {} : { reference }),
      })
      results.push(...((await answer.json()) as { results: typeof results }).results)
    }
    return results
  }

  private send(url: string, content: unknown, type = 'application/json'): Promise<Response> {
    return this.call(url, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(content),
    })
  }

  private async call(url: string, request: RequestInit = {}): Promise<Response> {
    const headers = { ...request.headers, authorization: `Bearer ${await this.place.token()}` }
    const { fetch = globalThis.fetch } = this.place
    const answer = await fetch(url, { ...request, headers })
    if (answer.ok) return answer
    throw new InterlockProblem(
      answer.status,
      (await answer.json().catch(() => ({}))) as Partial<ProblemDetails>,
    )
  }
}

function queryOf(wish: Record<string, string | number | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(wish).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  )
}
