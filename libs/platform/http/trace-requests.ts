import { type TracedSpan, traceParentFrom, tracing } from '#platform/telemetry'
import type { HttpInstance } from './fastify-types.js'
import { isProbe } from './observe.js'

/**
 * A span for each request, where tracing is on, as a part of what the caller's `traceparent` names. Handlers run inside it;
 * it is entered after the body was read, because Node's streams forget the context in between.
 */
export function traceRequests(server: HttpInstance): void {
  if (tracing() === undefined) return
  const spans = new WeakMap<object, TracedSpan>()
  server.addHook('onRequest', (request, _reply, done) => {
    const span = isProbe(request)
      ? undefined
      : tracing()?.start({
          name: `${request.method} ${request.routeOptions.url ?? 'none'}`,
          kind: 'server',
          parent: traceParentFrom(request.headers['traceparent']),
          attributes: {
            'http.request.method': request.method,
            'http.route': request.routeOptions.url ?? 'none',
          },
        })
    if (span !== undefined) spans.set(request, span)
    done()
  })
  server.addHook('preHandler', (request, _reply, done) => {
    const span = spans.get(request)
    if (span === undefined) done()
    else tracing()?.within(span, done)
  })
  server.addHook('onResponse', (request, reply, done) => {
    const status = reply.statusCode
    spans.get(request)?.end({
      failed: status >= 500,
      attributes: { 'http.response.status_code': status },
    })
    done()
  })
}
