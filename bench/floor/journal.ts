import type { Pool } from '#platform/postgres'
import type { BenchRecord } from '../workload.js'

export interface Statement {
  name: string
  text: string
  values: unknown[]
}

/**
 * One transaction with a set of statements, and the outputs stored as bytes beside them, as the stages store theirs.
 */
export async function writeBatch(
  pool: Pool,
  place: { topic: string; partition: number; firstOffset: number; nextOffset: number },
  statements: readonly Statement[],
  outputs: readonly BenchRecord[],
): Promise<void> {
  const client = await pool.connect()
  let isDone = false
  try {
    await client.query('begin')
    for (const statement of statements) await client.query(statement)
    await client.query(journalled(place, outputs))
    await client.query('commit')
    isDone = true
  } finally {
    // A connection in a transaction that failed would fail every later batch too, and the floor never come to its end.
    client.release(!isDone)
  }
}

function journalled(
  place: { topic: string; partition: number; firstOffset: number; nextOffset: number },
  outputs: readonly BenchRecord[],
): Statement {
  return {
    name: 'journal',
    text: `with gone as (delete from stage_output where topic = $1 and partition = $2 and next_offset <= $3),
        stored as (insert into stage_output values ($1, $2, $3, $4, $5))
      insert into stage_cursor values ($1, $2, $4, $3) on conflict (topic, partition) do update
        set applied = excluded.applied, published = excluded.published`,
    values: [
      place.topic,
      place.partition,
      place.firstOffset,
      place.nextOffset,
      Buffer.concat(outputs.flatMap(({ value, ...head }) => [Buffer.from(JSON.stringify(head)), value])),
    ],
  }
}
