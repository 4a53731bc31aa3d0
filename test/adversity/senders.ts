import { setTimeout as pause } from 'node:timers/promises'
import { HubError } from '#core/kernel'
import { type Hub, loginOf } from '#testkit/harness'
import { PATIENCE_MS } from './patiently.js'

/** At first shorter than a freeze: what was sent to a frozen app is sent again, and both arrive when it wakes. */
const ANSWER_MS_FIRST = 1_000
const ANSWER_MS_MAX = 16_000
const AGAIN_AFTER_MS = 100
/** Said where the same request may be sent again (docs/guides/publish.md). */
const LATER = new Set([429, 503])

/** What somebody said, once somebody has. */
export interface Answer {
  status: number
  text: string
}

/** One request; whoever sends it knows whether it may have arrived although nobody said so. */
export interface Sending {
  organisation: string
  url: string
  contentType: string
  body: string | Uint8Array<ArrayBuffer>
  onUnanswered?: () => void
}

/** Systems of agencies that log in and send: whatever was not answered is sent again, the same bytes, until it is. */
export class Senders {
  private logins = new Map<string, ReturnType<typeof loginOf>>()

  constructor(private readonly hub: Hub) {}

  /** Forgets every token: the next requests need new ones. */
  logOut(): void {
    this.logins = new Map()
  }

  /** The first answer that is not to come back later. */
  async untilTaken(sending: Sending): Promise<Answer> {
    const deadline = performance.now() + PATIENCE_MS
    let withinMs = ANSWER_MS_FIRST
    for (;;) {
      const answer = await this.ask(sending, withinMs)
      if (answer !== undefined && !LATER.has(answer.status)) return answer
      if (performance.now() > deadline)
        throw new Error(`${sending.url} has not answered ${sending.organisation} for minutes.`)
      withinMs = Math.min(2 * withinMs, ANSWER_MS_MAX)
      await pause(AGAIN_AFTER_MS)
    }
  }

  private async ask(sending: Sending, withinMs: number): Promise<Answer | undefined> {
    const { organisation, url, contentType, body, onUnanswered } = sending
    const token = await this.token(organisation)
    if (token === undefined) return undefined
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
        body,
        signal: AbortSignal.timeout(withinMs),
      })
      const answer = { status: response.status, text: await response.text() }
      if (LATER.has(answer.status)) onUnanswered?.()
      return answer
    } catch (error) {
      // no answer, or none in time: whether it arrived is not known, unless nobody was there
      if (((error as Error).cause as { code?: string } | undefined)?.code !== 'ECONNREFUSED') onUnanswered?.()
      return undefined
    }
  }

  /** Undefined while the identity provider does not answer. */
  private async token(organisation: string): Promise<string | undefined> {
    const login = this.logins.get(organisation) ?? loginOf(this.hub, organisation)
    this.logins.set(organisation, login)
    return login.token().catch((error: unknown) => {
      if (error instanceof HubError && error.retry === 'later') return undefined
      throw error
    })
  }
}
