import 'reflect-metadata'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { DynamicModule, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { stopTracing } from '#platform/telemetry'
import { parseBodies } from './bodies.js'
import { CONCURRENCY, limitConcurrency } from './concurrency.js'
import type { HttpInstance, HttpRequest } from './fastify-types.js'
import { refuseUnparsed, refuseUnrouted } from './framework-refusals.js'
import { Readiness } from './health.js'
import type { HttpOptions } from './http-options.js'
import { nestLogger } from './nest-logger.js'
import { isProbe, observeRequests } from './observe.js'
import { Problem } from './problem.js'
import { ProblemFilter } from './problem-filter.js'
import { tlsOptions } from './tls.js'
import { traceRequests } from './trace-requests.js'
import { Validation } from './validation.js'

/** Of one caller, where an application says nothing else. */
const REQUESTS_PER_MINUTE_MAX = 60_000
/** How long a client may take for the head of a request, and may keep an idle connection. */
const HEADERS_MS_MAX = 15_000
const IDLE_MS_MAX = 72_000
const HEADER_BYTES_MAX = 16_384

const LOOPBACK = '127.0.0.1'
const hosts = new WeakMap<object, string>()

/** A Nest application on Fastify with the hub's bounds, headers, errors and health; not yet listening. */
export async function createHttpApp(
  module: Type<unknown> | DynamicModule,
  options: HttpOptions,
): Promise<NestFastifyApplication> {
  const adapter = adapterOf(options)
  const server: HttpInstance = adapter.getInstance()
  observeRequests(server, options.logger)
  traceRequests(server)
  const before = options.before
  if (before !== undefined)
    server.addHook('onRequest', async (request) => {
      if (!isProbe(request)) await before(request)
    })
  const rate = options.rate ?? { requestsMax: REQUESTS_PER_MINUTE_MAX, windowMs: 60_000, by: addressOf }
  limitConcurrency(server, options.concurrency ?? CONCURRENCY, rate.by)
  parseBodies(server, options)
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: nestLogger(options.logger),
    abortOnError: false,
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: options.contentPolicy === undefined,
      directives: { defaultSrc: ["'none'"], ...directivesOf(options.contentPolicy) },
    },
  })
  await limitRate(app, rate)
  app.useGlobalFilters(new ProblemFilter(options.logger))
  app.useGlobalPipes(new Validation())
  hosts.set(app, options.http?.host ?? LOOPBACK)
  return app
}

/** Sizes and times are bounded before anything else looks at a request. */
function adapterOf({ bodyBytesMax, requestTimeoutMs = 60_000, http }: HttpOptions): FastifyAdapter {
  const limits = {
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: IDLE_MS_MAX,
    forceCloseConnections: 'idle' as const,
    routerOptions: { maxParamLength: 512 },
    frameworkErrors: refuseUnrouted,
    clientErrorHandler: refuseUnparsed,
  }
  const server = { maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: HEADERS_MS_MAX }
  return http?.tls === undefined
    ? new FastifyAdapter({ ...limits, http: server })
    : (new FastifyAdapter({ ...limits, https: { ...server, ...tlsOptions(http.tls) } }) as FastifyAdapter)
}

function addressOf(request: HttpRequest): string {
  return request.ip
}

function directivesOf(policy: HttpOptions['contentPolicy']): Record<string, string[]> {
  return Object.fromEntries(Object.entries(policy ?? {}).map(([name, sources]) => [name, [...sources]]))
}

async function limitRate(app: NestFastifyApplication, rate: NonNullable<HttpOptions['rate']>): Promise<void> {
  await app.register(rateLimit, {
    max: rate.requestsMax,
    timeWindow: rate.windowMs,
    // asked even for what is on the list of those that are let through
    keyGenerator: (request) => (isProbe(request) ? 'probe' : rate.by(request)),
    allowList: isProbe,
    errorResponseBuilder: (_request, context) =>
      new Problem(
        429,
        'HUB_HTTP_RATE_LIMITED',
        `More than ${context.max} requests in ${rate.windowMs / 1000} s.`,
        'Wait for the time in Retry-After, or send batches.',
      ),
  })
}

/** @param host absent: as the application's settings say. @returns the port it listens on (`port` 0: any free one) */
export async function listen(
  app: NestFastifyApplication,
  port: number,
  host = hosts.get(app) ?? LOOPBACK,
): Promise<number> {
  await app.listen(port, host)
  const address = app.getHttpServer().address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/**
 * Closes in order on SIGTERM or SIGINT, and when whoever started the process vanishes: not ready, no new requests, requests
 * in progress finished, then every module's onApplicationShutdown; and ends the process, with all the apps that it hosts.
 */
export function closeOnSignals(...apps: NestFastifyApplication[]): void {
  let closing = false
  const close = (): void => {
    if (closing) return
    closing = true
    for (const app of apps) app.get(Readiness, { strict: false }).close()
    Promise.all(apps.map((app) => app.close()))
      .finally(stopTracing)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, close)
  process.once('disconnect', close)
}
