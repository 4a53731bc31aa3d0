import { Controller, Get, Inject, Injectable, Res } from '@nestjs/common'
import type { HttpReply } from './fastify-types.js'
import { OpenToAll } from './open-to-all.js'

/** Resolves when the part is usable, rejects when not. */
export type ReadinessCheck = () => Promise<unknown>

const CHECK_TIMEOUT_MS = 2_000

/** What must work before this process is given traffic; each app registers its own parts. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>()
  private closing = false

  register(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check)
  }

  /** From now on not ready: load balancers stop sending before the server stops listening. */
  close(): void {
    this.closing = true
  }

  async report(): Promise<{ ready: boolean; checks: Record<string, 'up' | 'down'> }> {
    const states = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await stateOf(check)] as const),
    )
    return {
      ready: !this.closing && states.every(([, state]) => state === 'up'),
      checks: Object.fromEntries(states),
    }
  }
}

async function stateOf(check: ReadinessCheck): Promise<'up' | 'down'> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), CHECK_TIMEOUT_MS)
  })
  try {
    await Promise.race([check(), timeout])
    return 'up'
  } catch {
    return 'down'
  } finally {
    clearTimeout(timer)
  }
}

/** `live`: the process turns. `ready`: its parts answer; 503 names those that do not. */
@OpenToAll()
@Controller('health')
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Get('live')
  live(): { live: true } {
    return { live: true }
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: HttpReply): Promise<object> {
    const report = await this.readiness.report()
    if (!report.ready) void reply.code(503)
    return report
  }
}
