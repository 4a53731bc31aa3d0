import { londonDay } from '#core/calendar'
import type { Instant } from '#core/kernel'
import type { Client, Writes } from '#platform/postgres'

/** How one offer of one fact ended: exactly one row for each message of `hub.linked`, more for later occasions. */
export interface DecisionRow {
  partition: number
  offset: number
  ordinal?: number
  source?: string
  eventId?: string
  occasion: string
  outcome: 'decided' | 'parked'
  concerned: number
  shared: number
  withheld: number
  /** Roles or units that the fact names and nobody bears. */
  unfound?: readonly string[]
}

export function insertDecisions(writes: Writes, rows: readonly DecisionRow[]): void {
  if (rows.length === 0) return
  writes.send({
    name: 'insert-decisions',
    text: `insert into fact_decision (message_offset, ordinal, source, event_id, occasion, outcome, concerned, shared, withheld, unfound, partition)
      select * from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[], $9::int[],
        $10::text[], $11::int[])`,
    values: [
      rows.map((row) => row.offset),
      rows.map((row) => row.ordinal ?? 0),
      rows.map((row) => row.source ?? null),
      rows.map((row) => row.eventId ?? null),
      rows.map((row) => row.occasion),
      rows.map((row) => row.outcome),
      rows.map((row) => row.concerned),
      rows.map((row) => row.shared),
      rows.map((row) => row.withheld),
      rows.map((row) => (row.unfound?.length ? row.unfound.join(' ') : null)),
      rows.map((row) => row.partition),
    ],
  })
}

/** Units that had a copy of a fact, on whatever occasion. Ids are unique within a source, which a retraction may leave open. */
export async function unitsThatHad(
  client: Client,
  fact: { eventId: string; organisation: string; source?: string | undefined },
): Promise<string[]> {
  const { rows } = await client.query<{ unit: string }>(
    `select distinct unit from disclosure where event_id = $1 and outcome = 'shared'
     and split_part(source, '/', 2) = $2 and ($3::text is null or source = $3)`,
    [fact.eventId, fact.organisation, fact.source ?? null],
  )
  return rows.map((row) => row.unit)
}

/** Which of some facts a unit had a copy of, on whatever occasion. */
export async function hadBy(
  client: Client,
  unit: string,
  facts: readonly { source: string; id: string }[],
): Promise<(fact: { source: string; id: string }) => boolean> {
  if (facts.length === 0) return () => false
  const { rows } = await client.query<{ source: string; event_id: string }>({
    name: 'had-by',
    text: `select source, event_id from disclosure where event_id = any($1) and unit = $2 and outcome = 'shared'`,
    values: [facts.map(({ id }) => id), unit],
  })
  const had = new Set(rows.map((row) => `${row.source}\n${row.event_id}`))
  return ({ source, id }) => had.has(`${source}\n${id}`)
}

/** When a tick begins another London day, the day before is over for this partition: its head is kept for the seal. */
export function noteDay(writes: Writes, partition: number, tickAt: Instant): void {
  writes.send({
    name: 'note-day',
    text: `with before as (select day from partition_day where partition = $1),
      moved as (
        insert into partition_day values ($1, $2::date)
        on conflict (partition) do update set day = greatest(partition_day.day, excluded.day) returning 1
      )
      insert into ledger_day (day, partition, position, hash)
      select b.day, h.partition, h.position, h.hash from before b, ledger_head h, moved
      where h.partition = $1 and b.day < $2::date on conflict do nothing`,
    values: [partition, londonDay(tickAt)],
  })
}
