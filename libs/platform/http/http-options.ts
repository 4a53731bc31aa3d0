import type { HttpSettings } from '#platform/config'
import type { Logger } from '#platform/telemetry'
import type { Concurrency } from './concurrency.js'
import type { HttpRequest } from './fastify-types.js'

export interface HttpOptions {
  logger: Logger
  /** Where it listens and whether with TLS; absent: plain, on the loopback address. */
  http?: Pick<HttpSettings, 'host' | 'tls'> | undefined
  /** Largest body that is read into memory; larger is 413. */
  bodyBytesMax: number
  /** `parsed`: handlers get the JSON value. `raw`: they get the bytes. `untouched`: nobody reads it for them. */
  bodies: 'parsed' | 'raw' | 'untouched'
  /** Content types handed over as streams; their handlers bound them. */
  streamedTypes?: readonly string[]
  /** Runs before the body is read, on everything but health; throws a Problem to refuse. */
  before?: (request: HttpRequest) => Promise<void>
  /** Content-Security-Policy of an application with pages; absent: nothing may be loaded at all. */
  contentPolicy?: Readonly<Record<string, readonly string[]>>
  /** Absent: REQUESTS_PER_MINUTE_MAX of each address. */
  rate?: { requestsMax: number; windowMs: number; by: (request: HttpRequest) => string }
  /** Absent: CONCURRENCY, counted as the rate is. */
  concurrency?: Concurrency
  /** Requests that arrive more slowly than this are cut off. */
  requestTimeoutMs?: number
}
