import { HubError } from '#core/kernel'
import { fetchAs } from '#platform/security'
import type { HubPlace } from './hub-place.js'
import { tokensOf } from './hub-tokens.js'

/** Intake's answer for one event. */
export interface EventReceipt {
  index: number
  status: 'accepted' | 'duplicate' | 'refused'
  id?: string
  faults?: { code: string; at?: string; says: string }[]
}

/** Intake takes a thousand at once. */
const EVENTS_MAX = 500
const ANSWER_MS_MAX = 60_000

/** Posts events as an organisation, in order. @returns one receipt for each */
export async function postEvents(
  place: HubPlace,
  organisation: string,
  events: readonly unknown[],
): Promise<EventReceipt[]> {
  const tokens = tokensOf(place, organisation)
  const ask = fetchAs(place.http.caller)
  const receipts: EventReceipt[] = []
  for (let from = 0; from < events.length; from += EVENTS_MAX) {
    const batch = events.slice(from, from + EVENTS_MAX)
    const answered = await ask(`${place.intakeUrl}/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents-batch+json',
        authorization: `Bearer ${await tokens.token()}`,
      },
      body: JSON.stringify(batch),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    }).catch((cause: unknown) => {
      throw new HubError('HUB_CLI_UNREACHABLE', 'Intake does not answer.', 'later', { cause })
    })
    const body = (await answered.json().catch(() => ({}))) as {
      receipts?: EventReceipt[]
      code?: string
      title?: string
    }
    if (!answered.ok || body.receipts === undefined)
      throw new HubError(
        'HUB_CLI_REFUSED',
        `Intake refused the whole request (${answered.status}, ${body.code ?? 'no code'}): ${body.title ?? ''}`,
      )
    receipts.push(...body.receipts.map((receipt, index) => ({ ...receipt, index: from + index })))
  }
  return receipts
}
