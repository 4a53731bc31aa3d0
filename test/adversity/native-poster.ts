import type { Hub } from '#testkit/harness'
import type { NativePost } from '#testkit/london'
import type { Senders } from './senders.js'

const STATUS: Readonly<Record<NativePost['expects'], number>> = { accepted: 202, refused: 422 }

/** Agencies' own systems, which speak to their edges: whatever was not answered is sent again, the same bytes. */
export class NativePoster {
  constructor(
    private readonly hub: Hub,
    private readonly senders: Senders,
  ) {}

  /** Returns when every edge has said of each message what an honest one says; each edge's in this order. */
  async post(posts: readonly NativePost[]): Promise<void> {
    await Promise.all(
      [...Map.groupBy(posts, ({ edge }) => edge)].map(async ([, list]) => {
        for (const post of list) await this.send(post)
      }),
    )
  }

  private async send({
    edge,
    path,
    contentType,
    body,
    as = edge,
    expects,
    about,
  }: NativePost): Promise<void> {
    const { status, text } = await this.senders.untilTaken({
      organisation: as,
      url: `${this.hub.urlOf(edge)}${path}`,
      contentType,
      body: Buffer.from(body),
    })
    if (status !== STATUS[expects]) throw new Error(`${edge} answered ${status} to ${about}: ${text}`)
  }
}
