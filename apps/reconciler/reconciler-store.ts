import type { Instant } from '#core/kernel'
import type { Tick } from '#core/messages'
import type { Client, Pool, Writes } from '#platform/postgres'

export interface OutcomeRow {
  partition: number
  offset: number
  source?: string
  eventId?: string
  outcome: 'judged' | 'not-concerned' | 'parked'
}

export function insertOutcomes(writes: Writes, rows: readonly OutcomeRow[]): void {
  if (rows.length === 0) return
  writes.send({
    name: 'insert-outcomes',
    text: `insert into fact_outcome (message_offset, source, event_id, outcome, partition)
      select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::int[])
      on conflict (partition, message_offset) do update set outcome = excluded.outcome`,
    values: [
      rows.map((row) => row.offset),
      rows.map((row) => row.source ?? null),
      rows.map((row) => row.eventId ?? null),
      rows.map((row) => row.outcome),
      rows.map((row) => row.partition),
    ],
  })
}

/**
 * Counts the facts that were put into the outbox, for the next decision to tell. Only their sum is asked for: they stand under
 * one partition of those that brought them.
 */
export function noteEmitted(writes: Writes, partition: number | undefined, facts: number): void {
  if (facts === 0 || partition === undefined) return
  writes.send({
    name: 'note-emitted',
    text: `insert into partition_tick (partition, emitted) values ($1, $2)
      on conflict (partition) do update set emitted = partition_tick.emitted + excluded.emitted`,
    values: [partition, facts],
  })
}

/** The last tick that each partition has passed; an earlier one is ignored. */
export function noteTicks(writes: Writes, ticks: ReadonlyMap<number, Tick>): void {
  if (ticks.size === 0) return
  const sorted = [...ticks].sort(([one], [other]) => one - other)
  writes.send({
    name: 'note-ticks',
    text: `insert into partition_tick (partition, tick_at, round)
      select * from unnest($1::int[], $2::timestamptz[], $3::int[])
      on conflict (partition) do update set tick_at = excluded.tick_at, round = excluded.round
      where partition_tick.tick_at is null or (partition_tick.tick_at, partition_tick.round) < (excluded.tick_at, excluded.round)`,
    values: [
      sorted.map(([partition]) => partition),
      sorted.map(([, tick]) => new Date(tick.at).toISOString()),
      sorted.map(([, tick]) => tick.round),
    ],
  })
}

export interface Ticks {
  /** The least tick that every partition has passed; null while one has passed none. */
  passed: Tick | null
  decided: Tick | null
  /** Facts put into the outbox since the last decision. */
  emittedSince: number
  emitted: number
}

export async function readTicks(db: Pool | Client, partitions: number): Promise<Ticks> {
  const { rows } = await db.query<{
    partitions: number
    passed_at: number | null
    passed_round: number | null
    decided_at: number | null
    decided_round: number
    emitted: number
    emitted_before: number
  }>(
    `select (select count(*) from partition_tick where tick_at is not null) as partitions,
       p.tick_at as passed_at, p.round as passed_round, d.tick_at as decided_at, d.round as decided_round,
       (select coalesce(sum(emitted), 0) from partition_tick)::bigint as emitted, d.emitted as emitted_before
     from decided_tick d
     left join lateral (select tick_at, round from partition_tick where tick_at is not null order by tick_at, round limit 1) p on true`,
  )
  const row = rows[0]!
  const isComplete = row.partitions === partitions && row.passed_at !== null
  return {
    passed: isComplete ? { at: row.passed_at!, round: row.passed_round! } : null,
    decided: row.decided_at === null ? null : { at: row.decided_at, round: row.decided_round },
    emittedSince: row.emitted - row.emitted_before,
    emitted: row.emitted,
  }
}

export async function decidedAt(client: Client): Promise<Instant> {
  const { rows } = await client.query<{ tick_at: number | null }>('select tick_at from decided_tick')
  return rows[0]?.tick_at ?? 0
}
