import type { KafkaMessage } from 'kafkajs'
import { HubError } from '#core/kernel'
import { copyMessageFrom, headerText } from '#core/messages'
import type { StageBatch } from '#platform/kafka'
import { type Client, type Pool, StageJournal, type Writes } from '#platform/postgres'

interface CopyRow {
  recipient: string
  source: string
  eventId: string
  occasion: string
  type: string
  disclosure: string
  headers: string
  data: Buffer
}

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
        const read = rowOf(message)
        if (read instanceof HubError) await park(client, batch, message, read)
        else rows.push(read)
      }
      if (rows.length > 0) insertCopies(writes, organisation, rows)
      return []
    })
    this.onStored(organisation)
    return result
  }
}

/** Nothing that stands in the message may stop its neighbours, whatever kind of error says so. */
function rowOf(message: KafkaMessage): CopyRow | HubError {
  try {
    const { envelope, recipient, disclosure, occasion, bytes } = copyMessageFrom(
      message.headers,
      message.value,
    )
    const { source, id, type } = envelope
    const headers = JSON.stringify(textsOf(message))
    if (UNSTORABLE.test(headers)) return unreadable('A header holds characters that no text may hold.')
    return { recipient, source, eventId: id, occasion, type, disclosure, headers, data: bytes }
  } catch (error) {
    return error instanceof HubError ? error : unreadable('The message could not be read.')
  }
}

/** NUL and lone surrogates, as JSON writes them: PostgreSQL has no place for either. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/

function unreadable(says: string): HubError {
  return new HubError('HUB_MESSAGE_UNREADABLE', says, 'after-repair')
}

function textsOf(message: KafkaMessage): Record<string, string> {
  const names = Object.keys(message.headers ?? {})
  return Object.fromEntries(names.map((name) => [name, headerText(message.headers, name) ?? '']))
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
async function park(client: Client, batch: StageBatch, message: KafkaMessage, why: HubError): Promise<void> {
  await client.query(
    `insert into parked_message (topic, partition, message_offset, code, says, message_key, headers, value, parked_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'parked') on conflict do nothing`,
    [
      batch.topic,
      batch.partition,
      message.offset,
      why.code,
      why.message,
      message.key,
      JSON.stringify(encoded(textsOf(message))),
      message.value,
      new Date(Number(message.timestamp)),
    ],
  )
}

/** As the other stages park headers: base64, since a poisonous one may hold anything. */
function encoded(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
  )
}
