import { HubError } from '#core/kernel'
import type { StageBatch } from '#platform/kafka'
import {
  type BrokerMessage,
  type Client,
  discardParked,
  parkMessage,
  parsePlace,
  type Pool,
  StageJournal,
  takeParked,
  type Writes,
} from '#platform/postgres'
import { type CopyRow, copyRowOf, DELIVERY } from './copy-row.js'

/** Stores a batch of one inbox: every copy once, in the order of its partition, with the cursor in one transaction. */
export class StoreBatch {
  private readonly journal: StageJournal

  /**
   * @param organisationOfTopic whose inbox a topic is
   * @param onStored told once a batch is in the database
   */
  constructor(
    pool: Pool,
    private readonly organisationOfTopic: ReadonlyMap<string, string>,
    private readonly onStored: (organisation: string) => void = () => undefined,
  ) {
    this.journal = new StageJournal(pool)
  }

  async apply(batch: StageBatch) {
    const organisation = this.organisationOfTopic.get(batch.topic)
    if (organisation === undefined)
      throw new HubError('HUB_DELIVERY_TOPIC_UNKNOWN', `${batch.topic} is no organisation's inbox.`)
    const result = await this.journal.apply(batch, async ({ client, writes, applied }) => {
      const rows: CopyRow[] = []
      for (const message of batch.messages) {
        if (Number(message.offset) < applied) continue
        const read = copyRowOf(message)
        if (read instanceof HubError) await setAside(client, batch, message, read)
        else rows.push(read)
      }
      if (rows.length > 0) insertCopies(writes, organisation, rows)
      await this.repair(client, writes, rows)
      return []
    })
    this.onStored(organisation)
    return result
  }

  /** What an operator has decided about messages set aside here comes as copies for delivery itself (decision 32). */
  private async repair(client: Client, writes: Writes, rows: readonly CopyRow[]): Promise<void> {
    for (const { decision, eventId } of rows) {
      const place = parsePlace(decision?.place)
      if (decision === undefined || place === undefined) continue
      if (decision.verb === 'discard') await discardParked(client, place, decision.reason)
      else await this.putBack(client, writes, place)
      await client.query(
        `update copy set state = 'delivered', delivered_at = now() where recipient = $1 and event_id = $2 and state = 'waiting'`,
        [DELIVERY, eventId],
      )
    }
  }

  private async putBack(
    client: Client,
    writes: Writes,
    place: NonNullable<ReturnType<typeof parsePlace>>,
  ): Promise<void> {
    const organisation = this.organisationOfTopic.get(place.topic)
    const parked = organisation === undefined ? undefined : await takeParked(client, place)
    if (parked === undefined) return
    const read = copyRowOf(parked)
    if (read instanceof HubError) await setAside(client, place, parked, read)
    else insertCopies(writes, organisation!, [read])
  }
}

/**
 * One statement. The organisation's row of `inbox_end` is locked until the transaction ends, so positions are handed out
 * in the order in which they become visible: a sequence would let a later commit bring a lower position, behind the
 * cursor of a reader. What is stored already keeps its position; its new one stays unused.
 */
function insertCopies(writes: Writes, organisation: string, rows: readonly CopyRow[]): void {
  writes.send({
    name: 'insert-copies',
    text: `with ends as (
        insert into inbox_end as e (organisation, last_position) values ($1, $2)
        on conflict (organisation) do update set last_position = e.last_position + $2 returning last_position)
      insert into copy (organisation, position, recipient, source, event_id, occasion, type, disclosure, headers, data)
      select $1, ends.last_position - $2 + r.n, r.recipient, r.source, r.event_id, r.occasion, r.type, r.disclosure,
        r.headers::jsonb, r.data
      from ends, unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bytea[])
        with ordinality as r (recipient, source, event_id, occasion, type, disclosure, headers, data, n)
      order by r.n
      on conflict (recipient, source, event_id, occasion) do nothing`,
    values: [
      organisation,
      rows.length,
      rows.map((row) => row.recipient),
      rows.map((row) => row.source),
      rows.map((row) => row.eventId),
      rows.map((row) => row.occasion),
      rows.map((row) => row.type),
      rows.map((row) => row.disclosure),
      rows.map((row) => row.headers),
      rows.map((row) => row.data),
    ],
  })
}

/** What is no copy is set aside with its bytes; its neighbours go on. */
async function setAside(
  client: Client,
  place: { topic: string; partition: number },
  message: BrokerMessage,
  why: HubError,
): Promise<void> {
  await parkMessage(client, place, message, { code: why.code, says: why.message })
}
