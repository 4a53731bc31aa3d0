import { describe, expect, it } from '@jest/globals'
import { isSpent, RETRY_BUDGET_MS, RETRY_MS_MAX, retryDelayMs } from './retry-plan.js'

describe('the retry schedule of a webhook', () => {
  it('triples from five seconds to eight hours, and spreads over half of each step', () => {
    const longest = Array.from({ length: 12 }, (_, n) => retryDelayMs(n + 1, 1))
    expect(longest.slice(0, 4)).toEqual([5_000, 15_000, 45_000, 135_000])
    expect(longest.at(-1)).toBe(RETRY_MS_MAX)
    expect(retryDelayMs(1, 0)).toBe(2_500)
    expect(retryDelayMs(10_000, 0)).toBe(RETRY_MS_MAX / 2)
  })

  it('waits as long as the receiver asks, and no longer than its longest step', () => {
    expect(retryDelayMs(1, 0, 60_000)).toBe(60_000)
    expect(retryDelayMs(1, 0, 10 * RETRY_MS_MAX)).toBe(RETRY_MS_MAX)
  })

  it('gives a copy some twenty attempts in its budget of days', () => {
    let at = 0
    let attempts = 0
    while (!isSpent(0, at)) at += retryDelayMs(++attempts, 1)
    expect(attempts).toBeGreaterThan(12)
    expect(attempts).toBeLessThan(25)
    expect(isSpent(0, RETRY_BUDGET_MS - 1)).toBe(false)
  })
})
