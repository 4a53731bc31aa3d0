import type { HttpInstance } from './fastify-types.js'
import type { HttpOptions } from './http-options.js'
import { parseJson } from './json-body.js'
import { Problem } from './problem.js'

/** Of a body that class-validator looks at: it takes seconds for fifty thousand members. Five hundred acknowledgements have two thousand. */
const PARSED_VALUES_MAX = 5_000

/** Says who reads a body: nobody, the JSON parser with its bounds, or the handler from bytes or a stream. */
export function parseBodies(
  server: HttpInstance,
  options: Pick<HttpOptions, 'bodies' | 'streamedTypes'>,
): void {
  server.removeAllContentTypeParsers()
  for (const type of options.streamedTypes ?? [])
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload))
  if (options.bodies === 'untouched') {
    server.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    return
  }
  if (options.bodies === 'raw') {
    server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    return
  }
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    const parsed = parseJson(body as Buffer, { valuesMax: PARSED_VALUES_MAX })
    if (parsed.ok) done(null, parsed.value)
    else
      done(
        new Problem(400, 'HUB_HTTP_UNREADABLE', 'The body could not be read.', 'Send UTF-8 JSON.', {
          faults: [parsed.fault],
        }),
      )
  })
}
