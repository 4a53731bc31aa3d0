import { setTimeout as timer } from 'node:timers/promises'
import type { Logger } from '#platform/telemetry'

/** Between two tries, milliseconds: at first, and at most. */
const PAUSE_MS = 1_000
const PAUSE_MS_MAX = 10_000

/**
 * Finishes what a stop, or a hub that was away, has left unfinished. Begun at start and whenever the hub could not be told;
 * one at a time, and until all is done or the edge closes: nobody else remembers these messages, and the hub may be away
 * for as long as it likes.
 */
export class Resumption {
  private isRunning = false
  private isWanted = false

  /** @param finish tries everything once; gives how many things it finished */
  constructor(
    private readonly finish: () => Promise<number>,
    private readonly logger: Logger,
    private readonly closing: AbortSignal,
    private readonly pause: (ms: number) => Promise<unknown> = (ms) =>
      timer(ms, undefined, { signal: closing }),
  ) {}

  /** What fails while a round is under way may have failed behind it: then there is another. */
  begin(): void {
    this.isWanted = true
    if (!this.isRunning) void this.run()
  }

  private async run(): Promise<void> {
    this.isRunning = true
    for (let tries = 0; this.isWanted && !this.closing.aborted; tries++) {
      this.isWanted = false
      try {
        const finished = await this.finish()
        if (finished > 0) this.logger.info({ finished }, 'messages that were left unfinished are finished')
      } catch (error) {
        this.isWanted = true
        this.logger.warn(
          { code: (error as { code?: string }).code, tries },
          'unfinished messages wait for the hub',
        )
        await this.pause(Math.min(PAUSE_MS * 2 ** tries, PAUSE_MS_MAX)).catch(() => undefined)
      }
    }
    this.isRunning = false
  }
}
