import { cursorOf, type HubClient, lockedCursor, moveCursor } from '#platform/edge'
import { inTransaction, type Pool } from '#platform/postgres'

/** One copy that came for a court or for the head of its administration. */
export interface OfficePost {
  unit: string
  type: string
  subject: string
  data: unknown
}

const READER = 'office'
const PAGE_COPIES = 200
/** Pages in one go; what is left is for the next. */
const PAGES_MAX = 50

/** The courts' post room: reads the organisation's inbox on, once each, and says what came. */
export class CourtOffice {
  constructor(
    private readonly pool: Pool,
    private readonly hub: HubClient,
  ) {}

  async workThrough(): Promise<{ post: OfficePost[] }> {
    const post: OfficePost[] = []
    for (let page = 0; page < PAGES_MAX; page++) {
      const from = await cursorOf(this.pool, READER)
      const { copies, cursor } = await this.hub.inbox(from, PAGE_COPIES)
      if (copies.length === 0) break
      const moved = await inTransaction(this.pool, async (client) => {
        if ((await lockedCursor(client, READER)) !== from) return false
        await moveCursor(client, READER, cursor)
        return true
      })
      if (!moved) continue
      post.push(
        ...copies.map(({ recipient, type, subject, data }) => ({ unit: recipient, type, subject, data })),
      )
    }
    return { post }
  }
}
