import type { Instant } from '#core/kernel'
import type { Tick } from '#core/messages'

/** The row `register.clock`. */
export interface ClockState {
  mode: 'wall' | 'simulated'
  tickAt: Instant | null
  round: number
  decidedAt: Instant | null
  decidedRound: number
  decidedFacts: number
  /** Where a simulation wants the clock. */
  targetAt: Instant | null
  stoppedCode: string | null
}

/** In wall mode a tick names a moment this far behind the machine's clock, so that what arrived then has been appended. */
export const WALL_LAG_MS = 2_000
export const WALL_INTERVAL_MS = 1_000
/** Decisions that keep causing decisions are a cycle of rules; the catalogue checker refuses those it can see. */
export const ROUNDS_MAX = 16

export type NextTick =
  { kind: 'tick'; tick: Tick } | { kind: 'outstanding' } | { kind: 'nothing' } | { kind: 'never-quiet' }

/** What the metronome does next: one tick is outstanding at a time, and an instant repeats until a round is quiet. */
export function nextTick(clock: ClockState, nowAt: Instant): NextTick {
  if (clock.tickAt !== null) {
    if (clock.decidedAt !== clock.tickAt || clock.decidedRound < clock.round) return { kind: 'outstanding' }
    if (clock.decidedFacts > 0)
      return clock.round >= ROUNDS_MAX
        ? { kind: 'never-quiet' }
        : { kind: 'tick', tick: { at: clock.tickAt, round: clock.round + 1 } }
  }
  const at = clock.mode === 'wall' ? nowAt - WALL_LAG_MS : clock.targetAt
  const earliest = (clock.tickAt ?? Number.NEGATIVE_INFINITY) + (clock.mode === 'wall' ? WALL_INTERVAL_MS : 1)
  return at === null || at < earliest ? { kind: 'nothing' } : { kind: 'tick', tick: { at, round: 1 } }
}
