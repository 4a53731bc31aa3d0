import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '#platform/telemetry'

const TRIES_MAX = 120
const PAUSE_MS = 1_000

/** Tries to finish what a crash left, until it is done or the edge closes; the hub may start after its edges. */
export async function resumeUntilDone(
  resume: () => Promise<number>,
  logger: Logger,
  closing: AbortSignal,
): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX && !closing.aborted; tries++) {
    try {
      const resumed = await resume()
      if (resumed > 0) logger.info({ resumed }, 'messages that a stop had left unfinished are finished')
      return
    } catch (error) {
      logger.warn({ code: (error as { code?: string }).code, tries }, 'unfinished messages wait for the hub')
      await pause(PAUSE_MS, undefined, { signal: closing }).catch(() => undefined)
    }
  }
}
