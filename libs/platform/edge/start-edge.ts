import type { Type } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { HubError } from '#core/kernel'
import { createHttpApp, listen, Readiness } from '#platform/http'
import { createPool, type Migration, migrate, type Pool } from '#platform/postgres'
import { faultPoints } from '#platform/processes'
import { createTokenVerifier, type Fetch, fetchAs } from '#platform/security'
import type { Logger } from '#platform/telemetry'
import { EdgeModule } from './edge-module.js'
import { type EdgeSettings, edgeTokens } from './edge-settings.js'
import { HubClient } from './hub-client.js'
import { NativeMessages, type Translate } from './native-messages.js'
import { type AlsoFor, ownCallers } from './own-callers.js'
import { Resumption } from './resumption.js'
import { SandboxRegister } from './sandbox/sandbox-register.js'
import { Sandboxes } from './sandbox/sandboxes.js'
import { NATIVE_BYTES_MAX } from './take-native.js'

/** What makes an agency's edge its own. All else is the same at every edge (decision 0027). */
export interface Agency {
  /** Also the name of the app, of its schema, and of its client at the hub. */
  organisation: string
  /** Organisations without an edge of their own: what their systems say at these addresses is published under their clients. */
  alsoFor?: AlsoFor
  migrations: readonly Migration[]
  /** The addresses that the agency's own systems speak to. */
  controllers: readonly Type<unknown>[]
  build(ground: EdgeGround): AgencyParts
}

/** What every edge stands on. */
export interface EdgeGround {
  settings: EdgeSettings
  logger: Logger
  pool: Pool
  hub: HubClient
  /** The hub as one of `alsoFor` sees it. */
  hubAs(organisation: string): HubClient
  /** Kept messages, which `translate` turns into facts and the hub is told of. */
  messages(translate: Translate): NativeMessages
}

export interface AgencyParts {
  messages: NativeMessages
  /** The agency's own parts; controllers are given each by its class. */
  parts: readonly object[]
  /** What a stop may have left unfinished besides native messages. @returns how many things it finished */
  resume?(): Promise<number>
}

/** Registers are streamed through, and the longest of them takes a while. */
const REQUEST_TIMEOUT_MS = 30 * 60_000

/**
 * An agency's edge: native messages in, kept as bytes, translated, published; the inbox consumed; registers passed on.
 * Brings its schema up to date, listens to its own organisation's systems, and finishes what a stop had left unfinished.
 */
export async function startEdge(
  agency: Agency,
  settings: EdgeSettings,
  logger: Logger,
): Promise<{ app: NestFastifyApplication; port: number }> {
  const { organisation, migrations, controllers, alsoFor } = agency
  await migrate(settings.databaseUrl, organisation, migrations)
  const pool = createPool(settings.databaseUrl, { application: organisation, schema: organisation })
  const closing = new AbortController()
  const resumption = new Resumption(() => finish(), logger, closing.signal)
  const fetch = callsOf(settings)
  const hubAs = (of: string): HubClient => {
    const tokens = edgeTokens(settings, of, fetch)
    return new HubClient(
      settings,
      () => tokens.token(),
      {
        onUntold: () => resumption.begin(),
        onRefused: (answer) =>
          logger.error({ code: 'HUB_EDGE_REFUSED', ...answer }, 'the hub refused a request'),
      },
      fetch,
    )
  }
  const hub = hubAs(organisation)
  const { messages, parts, resume } = agency.build({
    settings,
    logger,
    pool,
    hub,
    hubAs,
    messages: (translate) =>
      new NativeMessages(pool, translate, (events) => hub.publish(events), {
        refusedLater: ({ id, faults }) =>
          logger.error({ code: 'HUB_EDGE_FACT_REFUSED', message: id, refused: faults.length }),
        unfinished: () => resumption.begin(),
        passing: faultPoints(settings.faultFile),
      }),
  })
  const finish = async (): Promise<number> => {
    const [native, own] = await Promise.allSettled([messages.resume(), resume?.() ?? 0])
    if (native.status === 'rejected') throw native.reason
    if (own.status === 'rejected') throw own.reason
    return native.value + own.value
  }
  const close = async (): Promise<void> => {
    closing.abort()
    await pool.end()
  }
  const sandboxes = new Sandboxes(parts.filter((part) => part instanceof SandboxRegister))
  const app = await createHttpApp(EdgeModule.with(controllers, [hub, messages, sandboxes, ...parts], close), {
    logger,
    http: settings.http,
    bodies: 'raw',
    bodyBytesMax: NATIVE_BYTES_MAX,
    streamedTypes: ['text/csv'],
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    before: ownCallers(
      createTokenVerifier({ issuer: settings.oidcIssuer, ...settings.http }),
      organisation,
      alsoFor,
    ),
  })
  app.get(Readiness, { strict: false }).register('postgres', () => pool.query('select 1'))
  const port = await listen(app, settings.port)
  logger.info({ port }, `the edge of ${organisation} listens`)
  resumption.begin()
  return { app, port }
}

/** Where tokens must be bound, an edge without a certificate would be given none: better said at its start. */
function callsOf({ http }: EdgeSettings): Fetch {
  if (http?.tokens === 'bound' && http.caller?.certFile === undefined)
    throw new HubError(
      'HUB_CONFIG_INVALID',
      'TOKEN_BINDING is required, and without CLIENT_CERT_FILE and CLIENT_KEY_FILE the edge can show no certificate.',
      'after-repair',
    )
  return fetchAs(http?.caller)
}
