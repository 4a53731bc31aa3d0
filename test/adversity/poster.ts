import { setTimeout as pause } from 'node:timers/promises'
import { type Hub, loginOf } from '#testkit/harness'
import { PATIENCE_MS } from './patiently.js'
import type { Publication } from './publication.js'

/** At first shorter than a freeze: what was sent to a frozen intake is sent again, and both arrive when it wakes. */
const ANSWER_MS_FIRST = 1_000
const ANSWER_MS_MAX = 16_000
const AGAIN_AFTER_MS = 100
/** As many as an agency's system gathers. */
const BATCH_EVENTS = 3
/** Said where the same request may be sent again (docs/guides/publish.md). */
const LATER = new Set([429, 503])

/** Agencies that publish through `POST /events`: whatever was not answered is sent again, under the same ids. */
export class Poster {
  /** Facts that were sent and sent again, because nobody said that they had arrived. */
  sentAgain = 0
  private readonly logins = new Map<string, ReturnType<typeof loginOf>>()

  constructor(private readonly hub: Hub) {}

  /** Returns when intake has taken every one; each agency's in this order. */
  async post(publications: readonly Publication[]): Promise<void> {
    await Promise.all(
      [...Map.groupBy(publications, (each) => each.organisation)].map(async ([organisation, list]) => {
        for (let from = 0; from < list.length; from += BATCH_EVENTS)
          await this.untilTaken(
            organisation,
            list.slice(from, from + BATCH_EVENTS).map(({ posted }) => posted!),
          )
      }),
    )
  }

  private async untilTaken(organisation: string, events: readonly object[]): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS
    let withinMs = ANSWER_MS_FIRST
    while (!(await this.isTaken(organisation, events, withinMs))) {
      if (performance.now() > deadline)
        throw new Error(`Intake has not answered ${organisation} for minutes.`)
      withinMs = Math.min(2 * withinMs, ANSWER_MS_MAX)
      await pause(AGAIN_AFTER_MS)
    }
  }

  private async isTaken(organisation: string, events: readonly object[], withinMs: number): Promise<boolean> {
    const response = await this.request(organisation, events, withinMs)
    if (response === undefined) return false
    const said = await response.text().catch(() => undefined)
    if (said === undefined || LATER.has(response.status)) {
      this.sentAgain += events.length
      return false
    }
    if (response.status === 202 && !said.includes('"refused"')) return true
    throw new Error(`Intake answered ${response.status}: ${said}`)
  }

  private async request(
    organisation: string,
    events: readonly object[],
    withinMs: number,
  ): Promise<Response | undefined> {
    const authorization = `Bearer ${await this.login(organisation).token()}`
    const [only, ...more] = events
    const [type, content] =
      more.length === 0
        ? ['application/cloudevents+json', only]
        : ['application/cloudevents-batch+json', events]
    // no answer, or none in time: whether it arrived is not known, unless nobody was there
    return fetch(`http://127.0.0.1:${this.hub.app('intake').port}/events`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body: JSON.stringify(content),
      signal: AbortSignal.timeout(withinMs),
    }).catch((error: Error) => {
      if ((error.cause as { code?: string } | undefined)?.code !== 'ECONNREFUSED')
        this.sentAgain += events.length
      return undefined
    })
  }

  private login(organisation: string): ReturnType<typeof loginOf> {
    const login = this.logins.get(organisation) ?? loginOf(this.hub, organisation)
    this.logins.set(organisation, login)
    return login
  }
}
