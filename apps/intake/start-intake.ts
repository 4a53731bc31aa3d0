import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { Catalogue } from '#core/catalogue'
import { topicsOf } from '#core/messages'
import type { Settings } from '#platform/config'
import { createHttpApp, listen, Readiness } from '#platform/http'
import { createKafka } from '#platform/kafka'
import { createPool, migrate } from '#platform/postgres'
import { faultPoints } from '#platform/processes'
import { authentication, createTokenVerifier, principalOf } from '#platform/security'
import type { Logger } from '#platform/telemetry'
import { BODY_BYTES_MAX, REQUEST_TIMEOUT_MS, REQUESTS_PER_MINUTE_MAX } from './bounds.js'
import { FactPublisher } from './events/fact-publisher.js'
import { TakeEvents } from './events/take-events.js'
import { CSV_TYPES, JSON_LINES_TYPES } from './extracts/extract-rows.js'
import { ReceiveExtract } from './extracts/receive-extract.js'
import { IntakeModule } from './intake-module.js'
import { INTAKE_MIGRATIONS } from './store/migrations.js'
import { RegisterView } from './store/register-view.js'
import { StreamClock } from './store/stream-clock.js'
import { SubmissionStore } from './store/submission-store.js'
import { UploadStore } from './store/upload-store.js'

export type IntakeSettings = Pick<Settings, 'port' | 'kafka' | 'databaseUrl' | 'oidcIssuer' | 'clock'> &
  Partial<Pick<Settings, 'http' | 'faultFile'>> & {
    /** Per organisation; absent: the bound of bounds.ts. */
    requestsPerMinuteMax?: number
  }

/** Brings the schema up to date, connects, and listens. @returns the application and its port */
export async function startIntake(
  settings: IntakeSettings,
  catalogue: Catalogue,
  logger: Logger,
): Promise<{ app: NestFastifyApplication; port: number }> {
  await migrate(settings.databaseUrl, 'intake', INTAKE_MIGRATIONS)
  const pool = createPool(settings.databaseUrl, { application: 'intake', schema: 'intake' })
  const kafka = createKafka(settings.kafka, 'intake', logger)
  const topics = topicsOf(settings.kafka.prefix)
  const publisher = new FactPublisher(kafka)
  const admin = kafka.producing.admin()
  const submissions = new SubmissionStore(pool)
  const register = new RegisterView(pool)
  const clock = new StreamClock(register, settings.clock)
  const module = IntakeModule.with({
    takeEvents: new TakeEvents({
      catalogue,
      topics,
      submissions,
      register,
      clock,
      publisher,
      logger,
      passing: faultPoints(settings.faultFile),
    }),
    receiveExtract: new ReceiveExtract({
      catalogue,
      topics,
      clock,
      publisher,
      uploads: new UploadStore(pool),
    }),
    register,
    submissions,
    close: async () => {
      await publisher.close()
      await admin.disconnect().catch(() => undefined)
      await pool.end()
    },
  })
  const app = await createHttpApp(module, {
    logger,
    http: settings.http,
    bodies: 'raw',
    bodyBytesMax: BODY_BYTES_MAX,
    streamedTypes: [...CSV_TYPES, ...JSON_LINES_TYPES],
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    before: authentication(createTokenVerifier({ issuer: settings.oidcIssuer, ...settings.http })),
    rate: {
      requestsMax: settings.requestsPerMinuteMax ?? REQUESTS_PER_MINUTE_MAX,
      windowMs: 60_000,
      by: (request) => principalOf(request).organisation,
    },
  })
  const readiness = app.get(Readiness, { strict: false })
  readiness.register('postgres', () => pool.query('select 1'))
  readiness.register('kafka', async () => {
    await admin.connect()
    await admin.fetchTopicMetadata({ topics: [topics.facts('hub')] })
  })
  const port = await listen(app, settings.port)
  logger.info({ port, catalogue: catalogue.hash }, 'intake listens')
  return { app, port }
}
