import type { HttpInstance, HttpRequest } from './fastify-types.js'
import { isProbe } from './observe.js'
import { Problem } from './problem.js'

/** Requests under way at once, in one process. */
export interface Concurrency {
  callerMax: number
  allMax: number
}

export const CONCURRENCY: Concurrency = { callerMax: 256, allMax: 1_024 }

/**
 * Bounds how many requests of one caller, and of all, are under way at once; beyond it the answer is to come back. A request
 * counts until its connection is done with it, however it ends. Probes count for nothing.
 */
export function limitConcurrency(
  server: HttpInstance,
  { callerMax, allMax }: Concurrency,
  by: (request: HttpRequest) => string,
): void {
  const underWay = new Map<string, number>()
  let all = 0
  server.addHook('onRequest', async (request, reply) => {
    if (isProbe(request)) return
    const caller = by(request)
    const own = underWay.get(caller) ?? 0
    if (own >= callerMax) throw tooMany(callerMax)
    if (all >= allMax) throw busy()
    underWay.set(caller, own + 1)
    all += 1
    reply.raw.once('close', () => {
      all -= 1
      const left = (underWay.get(caller) ?? 1) - 1
      if (left === 0) underWay.delete(caller)
      else underWay.set(caller, left)
    })
  })
}

function tooMany(callerMax: number): Problem {
  return new Problem(
    429,
    'HUB_HTTP_TOO_MANY_AT_ONCE',
    `More than ${callerMax} requests of one caller are under way.`,
    'Wait for answers before sending more, or send batches.',
    { retryAfterS: 1 },
  )
}

function busy(): Problem {
  return new Problem(
    503,
    'HUB_HTTP_BUSY',
    'As many requests are under way as this application takes at once.',
    'Try again after the time in Retry-After.',
    { retryAfterS: 2 },
  )
}
