import { setTimeout as pause } from 'node:timers/promises'
import { HubError, type Instant } from '#core/kernel'
import type { Queryable } from './queryable.js'

export interface Clock {
  mode: 'wall' | 'simulated'
  tickAt: Instant | null
  round: number
  isQuiet: boolean
  stoppedCode: string | null
}

export async function readStreamTime(db: Queryable): Promise<Clock> {
  const { rows } = await db.query<{
    mode: 'wall' | 'simulated'
    tick_at: number | null
    round: number
    is_quiet: boolean
    stopped_code: string | null
  }>(
    `select mode, tick_at, round, stopped_code,
       coalesce(decided_at = tick_at and decided_round >= round and decided_facts = 0, tick_at is null) as is_quiet
     from published.register_clock`,
  )
  const row = rows[0]!
  return {
    mode: row.mode,
    tickAt: row.tick_at,
    round: row.round,
    isQuiet: row.is_quiet,
    stoppedCode: row.stopped_code,
  }
}

/**
 * Asks the metronome to move a simulated clock.
 * @throws HubError HUB_CLOCK_NOT_SIMULATED, HUB_CLOCK_BACKWARDS
 */
export async function moveClock(db: Queryable, to: Instant): Promise<void> {
  const { rows } = await db.query<{ mode: string; tick_at: number | null }>(
    `update published.register_clock set target_at = case when mode = 'simulated' and (tick_at is null or tick_at <= $1) then $1 else target_at end
     returning mode, tick_at`,
    [new Date(to)],
  )
  const { mode, tick_at } = rows[0]!
  if (mode !== 'simulated')
    throw new HubError(
      'HUB_CLOCK_NOT_SIMULATED',
      'This hub follows the wall clock. Start it with a simulated clock to move time.',
    )
  if (tick_at !== null && tick_at > to)
    throw new HubError(
      'HUB_CLOCK_BACKWARDS',
      `Stream time is ${new Date(tick_at).toISOString()} and never runs backwards.`,
    )
}

const POLL_MS = 10

/**
 * Returns when stream time stands at its target, the last round of decisions was quiet, the exchange has passed the tick,
 * and every shared copy is in its inbox.
 * @throws HubError HUB_CLOCK_NEVER_QUIET, or HUB_CLOCK_NOT_SETTLED after `withinMs`
 */
export async function settled(
  db: Queryable,
  options: { delivers: boolean; withinMs: number },
): Promise<void> {
  const deadline = performance.now() + options.withinMs
  for (;;) {
    const waiting = await whatIsWaiting(db, options.delivers)
    if (waiting === undefined) return
    if (waiting === 'HUB_CLOCK_NEVER_QUIET')
      throw new HubError(
        waiting,
        'Sixteen rounds of decisions at one instant each caused another: rules go round in a circle.',
      )
    if (performance.now() > deadline)
      throw new HubError(
        'HUB_CLOCK_NOT_SETTLED',
        `After ${options.withinMs} ms still waiting for ${waiting}.`,
        'later',
      )
    await pause(POLL_MS)
  }
}

async function whatIsWaiting(db: Queryable, delivers: boolean): Promise<string | undefined> {
  const { rows } = await db.query<{
    stopped_code: string | null
    is_there: boolean
    is_quiet: boolean
    exchange_behind: boolean
  }>(
    `select stopped_code,
       target_at is null or tick_at >= target_at as is_there,
       coalesce(decided_at = tick_at and decided_round >= round and decided_facts = 0, target_at is null) as is_quiet,
       exists (
         select from jsonb_each_text(tick_offsets) t(partition, tick_offset)
         left join published.exchange_stage_cursor c on c.partition = t.partition::int
         where coalesce(c.applied, 0) <= t.tick_offset::bigint
       ) or (tick_at is not null and tick_offsets = '{}') as exchange_behind
     from published.register_clock`,
  )
  const row = rows[0]!
  if (row.stopped_code !== null) return row.stopped_code
  if (!row.is_there) return 'the metronome'
  if (!row.is_quiet) return 'the reconciler'
  if (row.exchange_behind) return 'the exchange'
  if (!delivers) return undefined
  const copies = await db.query<{ shared: number; stored: number }>(
    `select (select coalesce(sum(shared), 0) from published.exchange_ledger_head)::bigint as shared,
            (select coalesce(sum(last_position), 0) from published.delivery_inbox_end)::bigint
              + (select count(*) from published.delivery_parked_message where state <> 'replayed') as stored`,
  )
  return copies.rows[0]!.shared === copies.rows[0]!.stored ? undefined : 'delivery'
}
