import type { Hub } from '#testkit/harness'
import type { Publication } from './publication.js'
import type { Senders } from './senders.js'

/** As many as an agency's system gathers. */
const BATCH_EVENTS = 3

/** Agencies that publish through `POST /events`: whatever was not answered is sent again, under the same ids. */
export class Poster {
  /** Facts that were sent and sent again, because nobody said that they had arrived. */
  sentAgain = 0

  constructor(
    private readonly hub: Hub,
    private readonly senders: Senders,
  ) {}

  /** Returns when intake has taken every one; each agency's in this order. */
  async post(publications: readonly Publication[]): Promise<void> {
    await Promise.all(
      [...Map.groupBy(publications, (each) => each.organisation)].map(async ([organisation, list]) => {
        for (let from = 0; from < list.length; from += BATCH_EVENTS)
          await this.send(
            organisation,
            list.slice(from, from + BATCH_EVENTS).map(({ posted }) => posted!),
          )
      }),
    )
  }

  private async send(organisation: string, events: readonly object[]): Promise<void> {
    const [only, ...more] = events
    const [contentType, content] =
      more.length === 0
        ? ['application/cloudevents+json', only]
        : ['application/cloudevents-batch+json', events]
    const { status, text } = await this.senders.untilTaken({
      organisation,
      url: `${this.hub.urlOf('intake')}/events`,
      contentType,
      body: JSON.stringify(content),
      onUnanswered: () => (this.sentAgain += events.length),
    })
    if (status !== 202 || text.includes('"refused"')) throw new Error(`Intake answered ${status}: ${text}`)
  }
}
