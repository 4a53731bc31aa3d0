import { setTimeout as pause } from 'node:timers/promises'

const ATTEMPTS = 8
const PAUSE_MS = 1_000

/** A server that was killed a moment ago refuses for a while; whoever waits asks again, each time a little later. */
export async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act()
    } catch (error) {
      if (attempt >= ATTEMPTS) throw error
      await pause(attempt * PAUSE_MS)
    }
  }
}
