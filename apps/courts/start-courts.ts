import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import {
  edgeTokens,
  type EdgeSettings,
  HubClient,
  NativeMessages,
  ownCallers,
  resumeUntilDone,
} from '#platform/edge'
import { createHttpApp, listen, Readiness } from '#platform/http'
import { createPool, migrate } from '#platform/postgres'
import { createTokenVerifier } from '#platform/security'
import type { Logger } from '#platform/telemetry'
import { CourtOffice } from './court-office.js'
import { NATIVE_BYTES_MAX } from './courts.controller.js'
import { CourtsModule } from './courts-module.js'
import { parseResultCodes } from './events/result-codes.js'
import { COURTS_MIGRATIONS } from './migrations.js'
import { RegisterExtracts } from './register-extracts.js'
import { translateCourtMessage } from './translate.js'

export const ORGANISATION = 'courts'

/**
 * The courts' edge: brings its schema up to date, listens, and finishes what a stop had left unfinished.
 */
export async function startCourts(
  settings: EdgeSettings,
  logger: Logger,
): Promise<{ app: NestFastifyApplication; port: number }> {
  await migrate(settings.databaseUrl, ORGANISATION, COURTS_MIGRATIONS)
  const pool = createPool(settings.databaseUrl, { application: ORGANISATION, schema: ORGANISATION })
  const codes = parseResultCodes(
    readFileSync(join(settings.contracts, 'reference', 'result-codes.yaml'), 'utf8'),
  )
  const tokens = edgeTokens(settings, ORGANISATION)
  const hub = new HubClient(settings, () => tokens.token())
  const messages = new NativeMessages(
    pool,
    (format, bytes) => translateCourtMessage(format, bytes, codes),
    (events) => hub.publish(events),
  )
  const closing = new AbortController()
  const module = CourtsModule.with({
    messages,
    extracts: new RegisterExtracts(hub, codes),
    office: new CourtOffice(pool, hub),
    close: async () => {
      closing.abort()
      await pool.end()
    },
  })
  const app = await createHttpApp(module, {
    logger,
    bodies: 'raw',
    bodyBytesMax: NATIVE_BYTES_MAX,
    streamedTypes: ['text/csv'],
    requestTimeoutMs: 30 * 60_000,
    before: ownCallers(createTokenVerifier({ issuer: settings.oidcIssuer }), ORGANISATION),
  })
  app.get(Readiness, { strict: false }).register('postgres', () => pool.query('select 1'))
  const port = await listen(app, settings.port)
  logger.info({ port }, 'the courts’ edge listens')
  void resumeUntilDone(() => messages.resume(), logger, closing.signal)
  return { app, port }
}
