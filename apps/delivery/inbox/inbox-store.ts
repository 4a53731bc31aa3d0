import { type CloudEventJson, cloudEventJson, copyMessageFrom } from '#core/messages'
import type { Pool } from '#platform/postgres'

/** A copy as its recipient gets it: the event with what the recipient may see, and the receipt of the disclosure. */
export interface CopyJson extends CloudEventJson {
  recipient: string
  /** The row of the disclosure ledger that allowed it. */
  disclosure: string
  occasion: string
}

export interface Page {
  copies: CopyJson[]
  /** Of each copy. */
  positions: number[]
  /** Position of the last copy, or of the beginning where there is none. */
  lastPosition: number
  more: boolean
}

interface Row {
  position: number
  headers: Record<string, string>
  data: Buffer | null
}

export class InboxStore {
  constructor(private readonly pool: Pool) {}

  /**
   * The organisation's copies after a position, in the order in which they were stored, and marks them delivered.
   * @param units undefined: all of the organisation
   */
  async page(
    organisation: string,
    units: readonly string[] | undefined,
    after: number,
    copiesMax: number,
  ): Promise<Page> {
    const { rows } = await this.pool.query<Row>({
      name: 'inbox-page',
      text: `with page as (
          select position, headers, data from copy
          where organisation = $1 and position > $2 and ($3::text[] is null or recipient = any($3))
          order by position limit $4),
        shown as (select position from page order by position limit $4 - 1),
        marked as (
          update copy set state = 'delivered', delivered_at = now()
          where organisation = $1 and position in (select position from shown) and state = 'waiting')
        select position, headers, data from page order by position`,
      values: [organisation, after, units ?? null, copiesMax + 1],
    })
    const page = rows.slice(0, copiesMax)
    return {
      copies: page.map(copyJson),
      positions: page.map(({ position }) => position),
      lastPosition: page.at(-1)?.position ?? after,
      more: rows.length > copiesMax,
    }
  }
}

/** A stored copy as its recipient gets it. */
export function copyJson({ headers, data }: Pick<Row, 'headers' | 'data'>): CopyJson {
  const { envelope, bytes, recipient, disclosure, occasion } = copyMessageFrom(headers, data)
  // null once the payload has been destroyed
  const content: unknown = bytes.length === 0 ? null : JSON.parse(bytes.toString('utf8'))
  return { ...cloudEventJson(envelope, content), recipient, disclosure, occasion }
}
