import { HubError } from '#core/kernel'
import type { OutgoingRecord } from '#core/messages'
import { type Client, inTransaction, type Pool } from './pool.js'
import type { Place } from './parking.js'
import { decodeRecords, encodeRecords } from './record-frames.js'
import type { Writes } from './writes.js'

/** What one message gave: where it stood, and what is to be published because of it. */
export interface PlacedOutput extends Place {
  offset: number
  record: OutgoingRecord
}

export interface BatchPlace extends Place {
  /** One past the last offset of the batch. */
  nextOffset: number
  /** Everything below this has been published. */
  published: number
  /** This process has seen that everything below this was applied. */
  seenApplied: number
}

/** How a batch went in: the cursor from before, and what is to be published because of it. */
export interface AppliedBatch {
  appliedBefore: number
  outputs: OutgoingRecord[]
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

  /** Where each partition stands; those are absent where nothing was ever applied. */
  async cursors(topics: readonly string[]): Promise<(Place & { applied: number; published: number })[]> {
    const { rows } = await this.pool.query<Place & { applied: number; published: number }>(
      'select topic, partition, applied, published from stage_cursor where topic = any($1)',
      [topics],
    )
    return rows
  }

  /** Notes how far Kafka has taken the outputs, so that a lost consumer group cannot make us send them again. */
  async notePublished(places: readonly (Place & { published: number })[]): Promise<void> {
    await this.pool.query(
      `with p as (select * from unnest($1::text[], $2::int[], $3::bigint[]) as p (topic, partition, published)),
         locked as (
           select c.topic, c.partition, p.published from stage_cursor c join p using (topic, partition)
           for update of c skip locked
         )
       update stage_cursor c set published = greatest(c.published, l.published)
       from locked l where c.topic = l.topic and c.partition = l.partition`,
      [
        places.map(({ topic }) => topic),
        places.map(({ partition }) => partition),
        places.map(({ published }) => published),
      ],
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
   * Applies batches of several partitions: locks their cursors, lets `work` write the effects of the offsets not yet applied,
   * stores the outputs, advances. All in one transaction, so that a crash replays from the stored bytes. What `ahead` asks is
   * asked behind the lock, and without waiting for it.
   * @returns for each batch the cursor from before, and its outputs
   */
  async apply<Ahead = undefined>(
    batches: readonly BatchPlace[],
    work: (batch: Applying<Ahead>) => Promise<PlacedOutput[]>,
    ahead?: (client: Client) => Promise<Ahead>,
  ): Promise<AppliedBatch[]> {
    return inTransaction(this.pool, async (client, writes) => {
      const locking = lockCursors(client, batches)
      let asked = ahead?.(client)
      asked?.catch(() => undefined)
      const cursors = await locking
      const unknown = batches.filter((batch) => !cursors.has(nameOf(batch)))
      if (unknown.length > 0) {
        for (const [name, applied] of await makeCursors(client, unknown)) cursors.set(name, applied)
        // There was no row to be locked, so what was asked behind it may have moved meanwhile.
        asked = ahead?.(client)
      }
      const appliedOf = (place: Place): number => cursors.get(nameOf(place))!
      const behind = batches.find((batch) => appliedOf(batch) < batch.seenApplied)
      if (behind !== undefined)
        throw new HubError(
          'HUB_STAGE_DATABASE_BEHIND',
          `PostgreSQL holds ${nameOf(behind)} up to ${appliedOf(behind)}, and had it up to ${behind.seenApplied}: it was restored.`,
          'later',
        )
      const known = (await asked) as Ahead
      const news = batches.filter((batch) => appliedOf(batch) < batch.nextOffset)
      if (news.length === 0) return batches.map((batch) => ({ appliedBefore: appliedOf(batch), outputs: [] }))
      const outputs = await work({
        client,
        writes,
        isNew: (place, offset) => Number(offset) >= appliedOf(place),
        ahead: known,
      })
      const byPlace = Map.groupBy(outputs, nameOf)
      const moves = news.map((batch) => ({
        ...batch,
        appliedBefore: appliedOf(batch),
        outputs: byPlace.get(nameOf(batch)) ?? [],
      }))
      advance(writes, moves)
      return batches.map((batch) => ({
        appliedBefore: appliedOf(batch),
        outputs: (byPlace.get(nameOf(batch)) ?? []).map(({ record }) => record),
      }))
    })
  }
}

/** What the work on batches is given. */
export interface Applying<Ahead = undefined> {
  client: Client
  /** For what is written last and needs no answer. */
  writes: Writes
  /** Whether the message at this offset has yet to be applied. */
  isNew: (place: Place, offset: string | number) => boolean
  /** The answer to what was asked ahead. */
  ahead: Ahead
}

const nameOf = ({ topic, partition }: Place): string => `${topic}/${partition}`

/** In the order of their key, so that two processes cannot wait for each other in a circle. */
async function lockCursors(client: Client, batches: readonly Place[]): Promise<Map<string, number>> {
  const { rows } = await client.query<Place & { applied: number }>({
    name: 'lock-cursors',
    text: `select topic, partition, applied from stage_cursor
      where (topic, partition) in (select * from unnest($1::text[], $2::int[]))
      order by topic, partition for update`,
    values: [batches.map(({ topic }) => topic), batches.map(({ partition }) => partition)],
  })
  return new Map(rows.map((row) => [nameOf(row), row.applied]))
}

async function makeCursors(client: Client, places: readonly Place[]): Promise<Map<string, number>> {
  const { rows } = await client.query<Place & { applied: number }>(
    `insert into stage_cursor (topic, partition)
     select * from unnest($1::text[], $2::int[]) as p (topic, partition) order by topic, partition
     on conflict (topic, partition) do update set topic = excluded.topic returning topic, partition, applied`,
    [places.map(({ topic }) => topic), places.map(({ partition }) => partition)],
  )
  return new Map(rows.map((row) => [nameOf(row), row.applied]))
}

interface Move extends BatchPlace {
  appliedBefore: number
  outputs: readonly PlacedOutput[]
}

function advance(writes: Writes, moves: readonly Move[]): void {
  const fruitful = moves.filter(({ outputs }) => outputs.length > 0)
  const moved = `update stage_cursor c set applied = m.next_offset, published = greatest(c.published, m.published)
    from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) as m (topic, partition, next_offset, published)
    where c.topic = m.topic and c.partition = m.partition`
  const gone = `delete from stage_output o using unnest($1::text[], $2::int[], $4::bigint[]) as m (topic, partition, published)
    where o.topic = m.topic and o.partition = m.partition and o.next_offset <= m.published`
  const stored = `insert into stage_output (topic, partition, first_offset, next_offset, records)
    select * from unnest($5::text[], $6::int[], $7::bigint[], $8::bigint[], $9::bytea[])`
  const values = [
    moves.map(({ topic }) => topic),
    moves.map(({ partition }) => partition),
    moves.map(({ nextOffset }) => nextOffset),
    moves.map(({ published }) => published),
  ]
  if (fruitful.length > 0)
    writes.send({
      name: 'advance-and-store',
      text: `with gone as (${gone}), stored as (${stored}) ${moved}`,
      values: [
        ...values,
        fruitful.map(({ topic }) => topic),
        fruitful.map(({ partition }) => partition),
        fruitful.map(({ appliedBefore }) => appliedBefore),
        fruitful.map(({ nextOffset }) => nextOffset),
        fruitful.map(({ outputs }) => encodeRecords(outputs)),
      ],
    })
  else if (moves.some(({ published }) => published > 0))
    writes.send({ name: 'advance', text: `with gone as (${gone}) ${moved}`, values })
  else writes.send({ name: 'advance-only', text: moved, values })
}
