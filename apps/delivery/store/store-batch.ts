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

/** Stores batches of inboxes: every copy once, in the order of its partition, with the cursors in one transaction. */
export class StoreBatch {
  private readonly journal: StageJournal

  /**
   * @param organisationOfTopic whose inbox a topic is
   * @param onStored told once copies of an organisation are in the database
   */
  constructor(
    pool: Pool,
    private readonly organisationOfTopic: ReadonlyMap<string, string>,
    private readonly onStored: (organisation: string) => void = () => undefined,
  ) {
    this.journal = new StageJournal(pool)
  }

  async apply(batches: readonly StageBatch[]) {
    const organisations = new Set(batches.map(({ topic }) => this.ownerOf(topic)))
    const result = await this.journal.apply(batches, async ({ client, writes, isNew }) => {
      const rows: OwnedCopy[] = []
      for (const batch of batches) {
        const organisation = this.ownerOf(batch.topic)
        for (const message of batch.messages) {
          if (!isNew(batch, message.offset)) continue
          const read = copyRowOf(message)
          if (read instanceof HubError) await setAside(client, batch, message, read)
          else rows.push({ ...read, organisation })
        }
      }
      insertCopies(writes, rows)
      await this.repair(client, writes, rows)
      return []
    })
    for (const organisation of organisations) this.onStored(organisation)
    return result
  }

  private ownerOf(topic: string): string {
    const organisation = this.organisationOfTopic.get(topic)
    if (organisation !== undefined) return organisation
    throw new HubError('HUB_DELIVERY_TOPIC_UNKNOWN', `${topic} is no organisation's inbox.`)
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
    else insertCopies(writes, [{ ...read, organisation: organisation! }])
  }
}

/** A copy with the organisation whose inbox it is in. */
interface OwnedCopy extends CopyRow {
  organisation: string
}

/**
 * One statement. Each organisation's row of `inbox_end` is locked until the transaction ends, so positions are handed out
 * in the order in which they become visible: a sequence would let a later commit bring a lower position, behind the
 * cursor of a reader. The rows are locked in sorted order, so that nobody waits in a circle. What is stored already keeps its
 * position; its new one stays unused.
 */
function insertCopies(writes: Writes, rows: readonly OwnedCopy[]): void {
  if (rows.length === 0) return
  writes.send({
    name: 'insert-copies',
    text: `with new as (
        select *, row_number() over (partition by organisation order by n) as nth, count(*) over (partition by organisation) as news
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[])
          with ordinality as r (organisation, recipient, source, event_id, occasion, type, disclosure, headers, data, n)
      ), ends as (
        insert into inbox_end as e (organisation, last_position)
        select organisation, count(*) from new group by organisation order by organisation
        on conflict (organisation) do update set last_position = e.last_position + excluded.last_position
        returning organisation, last_position
      )
      insert into copy (organisation, position, recipient, source, event_id, occasion, type, disclosure, headers, data)
      select organisation, last_position - news + nth, recipient, source, event_id, occasion, type, disclosure, headers::jsonb, data
      from new join ends using (organisation)
      order by n
      on conflict (recipient, source, event_id, occasion) do nothing`,
    values: [
      rows.map((row) => row.organisation),
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
