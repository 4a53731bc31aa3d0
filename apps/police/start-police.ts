import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { parse } from 'yaml'
import { parseCalendars, type WorkingCalendar } from '#core/calendar'
import { HubError } from '#core/kernel'
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
import { Desk } from './desk/desk.js'
import { Outgoing } from './desk/outgoing.js'
import { POLICE_MIGRATIONS } from './migrations.js'
import { PncSandbox } from './pnc/pnc-sandbox.js'
import { NATIVE_BYTES_MAX } from './police.controller.js'
import { PoliceModule } from './police-module.js'
import { VisorSandbox } from './registers/visor-sandbox.js'
import { translatePoliceMessage } from './translate.js'

const ORGANISATION = 'police'

/**
 * The police's edge: PNC and ViSOR sandboxes and the desk of the Sex Offenders Registration Unit. Listens, and finishes
 * what a stop had left unfinished.
 */
export async function startPolice(
  settings: EdgeSettings,
  logger: Logger,
): Promise<{ app: NestFastifyApplication; port: number }> {
  await migrate(settings.databaseUrl, ORGANISATION, POLICE_MIGRATIONS)
  const pool = createPool(settings.databaseUrl, { application: ORGANISATION, schema: ORGANISATION })
  const tokens = edgeTokens(settings, ORGANISATION)
  const hub = new HubClient(settings, () => tokens.token())
  const pnc = new PncSandbox(pool)
  const visor = new VisorSandbox(pool)
  const messages = new NativeMessages(
    pool,
    (format, bytes, client) => translatePoliceMessage(format, bytes, client, { pnc, visor }),
    (events) => hub.publish(events),
  )
  const outgoing = new Outgoing(pool, hub, logger)
  const calendar = calendarIn(settings.contracts)
  const closing = new AbortController()
  const module = PoliceModule.with({
    messages,
    hub,
    pnc,
    visor,
    desk: new Desk({ pool, hub, sandbox: pnc, messages, outgoing, calendar }),
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
  logger.info({ port }, 'the police’s edge listens')
  const resume = async () => (await outgoing.publish()).published + (await messages.resume())
  void resumeUntilDone(resume, logger, closing.signal)
  return { app, port }
}

/** The police's working days, from the same reference that the hub counts by. */
function calendarIn(contracts: string): WorkingCalendar {
  const parsed = parseCalendars(parse(readFileSync(join(contracts, 'reference', 'calendars.yaml'), 'utf8')))
  const calendar = parsed.ok ? parsed.calendars.get('england-and-wales') : undefined
  if (calendar === undefined)
    throw new HubError(
      'HUB_POLICE_NO_CALENDAR',
      'reference/calendars.yaml has no england-and-wales.',
      'after-repair',
    )
  return calendar
}
