import type { OutgoingRecord } from '#core/messages'
import { type Client, inTransaction, type Pool } from './pool.js'
import { decodeRecords, encodeRecords } from './record-frames.js'
import type { Writes } from './writes.js'

/** What one message of a batch gave: its offset, and what is to be published because of it. */
export interface OffsetOutput {
  offset: number
  record: OutgoingRecord
}

export interface BatchPlace {
  topic: string
  partition: number
  /** One past the last offset of the batch. */
  nextOffset: number
  /** Everything below this has been published. */
  published: number
}

/**
 * A stage's place in its input and what it has yet to publish (EXACTLY-ONCE.md step 2). Lives in the app's own schema,
 * so that it moves in the transaction that writes the effects. One row a batch holds the outputs, framed as bytes.
 */
export const STAGE_JOURNAL_TABLES = `
  create table stage_cursor (
    topic text not null, partition int not null,
    applied bigint not null default 0, published bigint not null default 0,
    primary key (topic, partition)
  );
  create table stage_output (
    topic text not null, partition int not null,
    first_offset bigint not null, next_offset bigint not null, records bytea not null,
    primary key (topic, partition, first_offset)
  );`

export class StageJournal {
  constructor(private readonly pool: Pool) {}

  /** Where each partition stands; undefined where nothing was ever applied. */
  async cursor(
    topic: string,
    partition: number,
  ): Promise<{ applied: number; published: number } | undefined> {
    const { rows } = await this.pool.query<{ applied: number; published: number }>(
      'select applied, published from stage_cursor where topic = $1 and partition = $2',
      [topic, partition],
    )
    return rows[0]
  }

  /** Notes how far Kafka has taken the outputs, so that a lost consumer group cannot make us send them again. */
  async notePublished(topic: string, partition: number, published: number): Promise<void> {
    await this.pool.query(
      'update stage_cursor set published = greatest(published, $3) where topic = $1 and partition = $2',
      [topic, partition, published],
    )
  }

  /** Stored outputs of offsets in [from, to), in order. */
  async outputsBetween(
    topic: string,
    partition: number,
    from: number,
    to: number,
  ): Promise<OutgoingRecord[]> {
    const { rows } = await this.pool.query<{ records: Buffer }>(
      `select records from stage_output where topic = $1 and partition = $2 and next_offset > $3 and first_offset < $4
       order by first_offset`,
      [topic, partition, from, to],
    )
    return rows
      .flatMap((row) => decodeRecords(row.records))
      .filter((output) => output.offset >= from && output.offset < to)
      .map((output) => output.record)
  }

  /**
   * Applies one batch: locks the partition's cursor, lets `work` write the effects of the offsets not yet applied, stores
   * the outputs, advances. All in one transaction, so that a crash replays from the stored bytes. What `ahead` asks is asked
   * behind the lock, and without waiting for it.
   * @returns the cursor from before, and the outputs of this batch
   */
  async apply<Ahead = undefined>(
    place: BatchPlace,
    work: (batch: Applying<Ahead>) => Promise<OffsetOutput[]>,
    ahead?: (client: Client) => Promise<Ahead>,
  ): Promise<{ appliedBefore: number; outputs: OutgoingRecord[] }> {
    return inTransaction(this.pool, async (client, writes) => {
      const locked = lockCursor(client, place)
      let asked = ahead?.(client)
      asked?.catch(() => undefined)
      let applied = await locked
      if (applied === undefined) {
        applied = await makeCursor(client, place)
        // There was no row to be locked, so what was asked behind it may have moved meanwhile.
        asked = ahead?.(client)
      }
      if (applied >= place.nextOffset) {
        await asked
        return { appliedBefore: applied, outputs: [] }
      }
      const outputs = await work({ client, writes, applied, ahead: (await asked) as Ahead })
      advance(writes, place, applied, outputs)
      return { appliedBefore: applied, outputs: outputs.map((output) => output.record) }
    })
  }
}

/** What a batch's work is given. */
export interface Applying<Ahead = undefined> {
  client: Client
  /** For what is written last and needs no answer. */
  writes: Writes
  /** Everything below this offset has been applied. */
  applied: number
  /** The answer to what was asked ahead. */
  ahead: Ahead
}

async function lockCursor(client: Client, { topic, partition }: BatchPlace): Promise<number | undefined> {
  const { rows } = await client.query<{ applied: number }>({
    name: 'lock-cursor',
    text: 'select applied from stage_cursor where topic = $1 and partition = $2 for update',
    values: [topic, partition],
  })
  return rows[0]?.applied
}

async function makeCursor(client: Client, { topic, partition }: BatchPlace): Promise<number> {
  const { rows } = await client.query<{ applied: number }>(
    `insert into stage_cursor (topic, partition) values ($1, $2)
     on conflict (topic, partition) do update set topic = excluded.topic returning applied`,
    [topic, partition],
  )
  return rows[0]!.applied
}

function advance(
  writes: Writes,
  { topic, partition, nextOffset, published }: BatchPlace,
  appliedBefore: number,
  outputs: OffsetOutput[],
): void {
  const moved =
    'update stage_cursor set applied = $3, published = greatest(published, $4) where topic = $1 and partition = $2'
  const gone = 'delete from stage_output where topic = $1 and partition = $2 and next_offset <= $4'
  const stored = 'insert into stage_output values ($1, $2, $5, $3, $6)'
  const values = [topic, partition, nextOffset, published]
  if (outputs.length > 0)
    writes.send({
      name: 'advance-and-store',
      text: `with gone as (${gone}), stored as (${stored}) ${moved}`,
      values: [...values, appliedBefore, encodeRecords(outputs)],
    })
  else if (published > 0) writes.send({ name: 'advance', text: `with gone as (${gone}) ${moved}`, values })
  else writes.send({ name: 'advance-only', text: moved, values })
}
