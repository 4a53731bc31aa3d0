import type { Instant } from '#core/kernel'

/** The schedule begins here and triples: 5 s, 15 s, 45 s, 2 min, 7 min, 20 min, 1 h, 3 h, then every 8 h. */
const FIRST_MS = 5_000
const FACTOR = 3
export const RETRY_MS_MAX = 8 * 3_600_000
/** How long a copy is tried before it is parked: a weekend. */
export const RETRY_BUDGET_MS = 3 * 86_400_000
/** So many people's copies failing in a row, and none taken: it is the receiver, not a copy. */
export const FAILING_LANES_MAX = 20

/**
 * How long to wait after so many failures in a row, at least half of the schedule's step so that receivers are not called by
 * all at once.
 * @param attempts failures so far, from 1
 * @param chance in [0, 1)
 * @param askedMs what the receiver asked for in Retry-After; waited for in full, up to the longest step
 */
export function retryDelayMs(attempts: number, chance: number, askedMs = 0): number {
  const step = Math.min(FIRST_MS * FACTOR ** Math.min(attempts - 1, 20), RETRY_MS_MAX)
  return Math.round(Math.max(step * (0.5 + chance / 2), Math.min(askedMs, RETRY_MS_MAX)))
}

/** Whether the budget of what began to fail then is spent. */
export function isSpent(failingSince: Instant, at: Instant): boolean {
  return at - failingSince >= RETRY_BUDGET_MS
}
