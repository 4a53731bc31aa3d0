import type { Instant } from '#core/kernel'
import type { RegisterView } from './register-view.js'
import { storeUnavailable } from './store-unavailable.js'

/**
 * The hub's time, as far as intake needs it: to refuse what claims to have happened later. In wall mode a tick lags behind
 * what agencies may rightly say happened just now, so there the machine's clock counts when it is ahead.
 */
export class StreamClock {
  constructor(
    private readonly register: RegisterView,
    private readonly mode: 'wall' | 'simulated',
  ) {}

  /** Null before the first tick of a simulation. @throws Problem 503 HUB_INTAKE_STORE_UNAVAILABLE */
  async now(): Promise<Instant | null> {
    const tick = await this.register.streamTime().catch((cause: unknown) => {
      throw storeUnavailable(cause)
    })
    return this.mode === 'wall' ? Math.max(tick ?? 0, Date.now()) : tick
  }
}
