import { type Logger, timing } from '#platform/telemetry'
import type { HttpInstance, HttpRequest } from './fastify-types.js'

/** What Kubernetes and Prometheus ask: no token, no rate, and nothing in the answer about anybody. */
export function isProbe({ url }: { url?: string | undefined }): boolean {
  return /^\/(health\/(live|ready)|metrics)(\?|$)/.test(url ?? '')
}

const duration = timing(
  'interlock_http_request_duration_seconds',
  'From the first byte to the last, by route.',
  ['app', 'method', 'route', 'status'],
)

/** Times every request under its route's pattern, so that no id and no address from outside becomes a label. */
export function observeRequests(server: HttpInstance, logger: Logger): void {
  const app = String(logger.bindings()['app'] ?? '')
  server.addHook('onResponse', (request, reply, done) => {
    duration.observe(
      { app, method: request.method, route: routeOf(request), status: String(reply.statusCode) },
      reply.elapsedTime / 1_000,
    )
    done()
  })
}

function routeOf(request: HttpRequest): string {
  return request.routeOptions.url ?? 'none'
}
