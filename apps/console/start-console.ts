import { createHmac } from 'node:crypto'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { Catalogue } from '#core/catalogue'
import { HubError } from '#core/kernel'
import type { ConsoleSettings } from '#platform/config'
import { createHttpApp, listen, Problem, ProblemFilter, Readiness } from '#platform/http'
import { templatesBeside, usePages, useSessions } from '#platform/pages'
import { createPool, migrate } from '#platform/postgres'
import { CLOSING_WORDS, EVIDENCE_WORDS } from '#platform/published'
import { createTokenVerifier, readApplications, SignIn } from '#platform/security'
import type { Logger } from '#platform/telemetry'
import { Views } from './audit/views.js'
import { BODY_BYTES_MAX, CONNECTIONS_MAX, REQUESTS_PER_MINUTE_MAX, SESSION_MS_MAX } from './bounds.js'
import { ConsoleModule } from './console-module.js'
import { filtersFor } from './layout/filters.js'
import { PageFilter } from './layout/page-filter.js'
import { Pages } from './layout/pages.js'
import { Sights } from './layout/sight.js'
import { CONSOLE_MIGRATIONS } from './migrations.js'
import { bearerOf } from './sign-in/console-request.js'
import { SessionStore } from './sign-in/session-store.js'

/** Brings the console's own schema up to date, and listens. */
export async function startConsole(
  settings: ConsoleSettings,
  catalogue: Catalogue,
  logger: Logger,
): Promise<NestFastifyApplication> {
  const clientSecret = secretOf(settings)
  await migrate(settings.databaseUrl, 'console', CONSOLE_MIGRATIONS)
  const pool = createPool(settings.databaseUrl, {
    application: 'console',
    schema: 'console',
    connectionsMax: CONNECTIONS_MAX,
  })
  const verifier = createTokenVerifier({ issuer: settings.oidcIssuer, ...settings.http })
  const pages = new Pages(catalogue)
  const module = ConsoleModule.with({
    ...{ catalogue, pages, verifier },
    sights: new Sights(pool, catalogue),
    views: new Views(pool),
    signIn: new SignIn({
      issuer: settings.oidcIssuer,
      ...(settings.http.caller === undefined ? {} : { caller: settings.http.caller }),
      clientId: settings.clientId,
      clientSecret,
      callbackUrl: new URL('/sign-in/callback', settings.consoleUrl).href,
      signedOutUrl: new URL('/signed-out', settings.consoleUrl).href,
    }),
    close: () => pool.end(),
  })
  const app = await createHttpApp(module, {
    logger,
    http: settings.http,
    bodies: 'parsed',
    bodyBytesMax: BODY_BYTES_MAX,
    contentPolicy: contentPolicy(settings.oidcIssuer),
    rate: { requestsMax: REQUESTS_PER_MINUTE_MAX, windowMs: 60_000, by: (request) => request.ip },
  })
  await useSessions(app, {
    cookieName: 'interlock_console',
    // one secret for two purposes, neither of which gives the other away
    secret: createHmac('sha256', clientSecret).update('cookies of the console').digest('base64url'),
    isSecure: new URL(settings.consoleUrl).protocol === 'https:',
    ageMsMax: SESSION_MS_MAX,
    keeper: new SessionStore(pool),
    isWithoutForm: (request) => bearerOf(request) !== undefined,
    refusal: formExpired,
  })
  await usePages(app, {
    templates: templatesBeside(import.meta.url),
    globals: { closingWords: CLOSING_WORDS, evidenceWords: EVIDENCE_WORDS },
    filters: filtersFor(catalogue),
  })
  const problems = new ProblemFilter(logger)
  const tellProgram = problems.catch.bind(problems)
  app.useGlobalFilters(new PageFilter(pages, logger, tellProgram))
  app.get(Readiness, { strict: false }).register('postgres', () => pool.query('select 1'))
  const port = await listen(app, settings.port)
  logger.info({ port, catalogue: catalogue.hash }, 'console listens')
  return app
}

/** Nothing runs in the browser and nothing comes from elsewhere; signing out leads to the identity provider. */
function contentPolicy(issuer: string): Record<string, string[]> {
  return {
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    formAction: ["'self'", new URL(issuer).origin],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  }
}

function secretOf({ clientSecret, clientId, home }: ConsoleSettings): string {
  const secret =
    clientSecret ?? readApplications(home).find(({ applicationId }) => applicationId === clientId)?.secret
  if (secret !== undefined) return secret
  throw new HubError(
    'HUB_CONSOLE_NO_CLIENT',
    'The console has no secret to prove itself with to the identity provider: set OIDC_CLIENT_SECRET.',
    'after-repair',
  )
}

function formExpired(): Problem {
  return new Problem(
    403,
    'HUB_CONSOLE_FORM_EXPIRED',
    'The form is no longer good: it was opened before you signed in, or in another browser.',
    'Go back, load the page again, and send the form once more.',
  )
}
