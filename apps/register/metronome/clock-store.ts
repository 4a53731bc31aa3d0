import { HubError } from '#core/kernel'
import type { Tick } from '#core/messages'
import type { Client, Pool } from '#platform/postgres'
import type { ClockState } from './next-tick.js'

interface ClockRow {
  mode: 'wall' | 'simulated'
  tick_at: number | null
  round: number
  decided_at: number | null
  decided_round: number
  decided_facts: number
  target_at: number | null
  stopped_code: string | null
}

export async function readClock(client: Pool | Client): Promise<ClockState> {
  const { rows } = await client.query<ClockRow>('select * from clock')
  const row = rows[0]!
  return {
    mode: row.mode,
    tickAt: row.tick_at,
    round: row.round,
    decidedAt: row.decided_at,
    decidedRound: row.decided_round,
    decidedFacts: row.decided_facts,
    targetAt: row.target_at,
    stoppedCode: row.stopped_code,
  }
}

/** Makes the clock's row, or checks that what is fixed at birth has stayed. */
export async function establishClock(
  pool: Pool,
  mode: 'wall' | 'simulated',
  linkedPartitions: number,
): Promise<number> {
  const { rows } = await pool.query<{ linked_partitions: number }>(
    `insert into clock (mode, linked_partitions) values ($1, $2)
     on conflict (singleton) do update set mode = excluded.mode returning linked_partitions`,
    [mode, linkedPartitions],
  )
  return rows[0]!.linked_partitions
}

/**
 * Written before the tick is published: a crash in between leaves it outstanding, and it is published again. On the session
 * that holds the lock, so that a metronome that stood still cannot write.
 * @throws HubError HUB_METRONOME_DEPOSED
 */
export async function noteTick(session: Client, tick: Tick): Promise<void> {
  const { rowCount } = await session.query(
    `update clock set tick_at = $1, round = $2, tick_offsets = '{}'
     where tick_at is null or (tick_at, round) < ($1, $2)`,
    [new Date(tick.at), tick.round],
  )
  if (rowCount === 0)
    throw new HubError(
      'HUB_METRONOME_DEPOSED',
      'Another metronome has ticked on while this one stood still.',
      'later',
    )
  await session.query('select ensure_fact_month($1)', [new Date(tick.at)])
}

export async function noteTickOffsets(
  pool: Pool,
  tick: Tick,
  offsets: Record<number, number>,
): Promise<void> {
  await pool.query('update clock set tick_offsets = $1 where tick_at = $2 and round = $3', [
    JSON.stringify(offsets),
    new Date(tick.at),
    tick.round,
  ])
}

export async function noteStopped(pool: Pool, code: string | null): Promise<void> {
  await pool.query('update clock set stopped_code = $1', [code])
}

/** The reconciler has decided everything due at a tick: a fact of the hub, so it moves the clock where it is linked. */
export async function noteDecided(client: Client, tick: Tick, facts: number): Promise<void> {
  await client.query(
    `update clock set decided_at = $1, decided_round = $2, decided_facts = $3
     where decided_at is null or ($1, $2) > (decided_at, decided_round)`,
    [new Date(tick.at), tick.round, facts],
  )
}
