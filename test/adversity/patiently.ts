import { setTimeout as pause } from 'node:timers/promises'

/** A busy machine needs most of a minute to start a server again. */
export const PATIENCE_MS = 180_000
const AGAIN_AFTER_MS = 500

/** A server that was killed a moment ago refuses for a while; whoever waits asks again. */
export async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return await act()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await pause(AGAIN_AFTER_MS)
    }
  }
}
