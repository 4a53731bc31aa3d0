import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { Catalogue } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import { topicsOf } from '#core/messages'
import type { Settings } from '#platform/config'
import { createHttpApp, listen, Readiness } from '#platform/http'
import { BatchTransport, createKafka } from '#platform/kafka'
import { createPool, gaugeParked, migrate, type Pool, StageJournal } from '#platform/postgres'
import { faultPoints } from '#platform/processes'
import { readStreamTime } from '#platform/published'
import { authentication, createTokenVerifier, principalOf } from '#platform/security'
import type { Logger } from '#platform/telemetry'
import { Acknowledge } from './acknowledgements/acknowledge.js'
import { Outbox } from './acknowledgements/outbox.js'
import { BODY_BYTES_MAX, REQUESTS_PER_MINUTE_MAX } from './bounds.js'
import { gaugeWebhooks } from './delivery-metrics.js'
import { DeliveryModule } from './delivery-module.js'
import { InboxStore } from './inbox/inbox-store.js'
import { DELIVERY_MIGRATIONS } from './store/migrations.js'
import { StoreBatch } from './store/store-batch.js'
import { InboxWatch } from './stream/inbox-watch.js'
import { OpenStreams } from './stream/open-streams.js'
import { webhookParts } from './webhooks/webhook-parts.js'

export type DeliverySettings = Pick<
  Settings,
  'port' | 'kafka' | 'databaseUrl' | 'oidcIssuer' | 'clock' | 'webhookSecret' | 'webhookLocalHosts'
> &
  Partial<Pick<Settings, 'http' | 'faultFile'>>

/** Brings the schema up to date, joins the inboxes' consumer group, and listens. @returns the application and its port */
export async function startDelivery(
  settings: DeliverySettings,
  catalogue: Catalogue,
  logger: Logger,
  onCrash: (error: Error) => void,
): Promise<{ app: NestFastifyApplication; port: number }> {
  await migrate(settings.databaseUrl, 'delivery', DELIVERY_MIGRATIONS)
  const pool = createPool(settings.databaseUrl, {
    application: 'delivery',
    schema: 'delivery',
    connectionsMax: 12,
  })
  gaugeParked(pool, 'delivery')
  gaugeWebhooks(pool)
  const kafka = createKafka(settings.kafka, 'delivery', logger)
  const topics = topicsOf(settings.kafka.prefix)
  const inboxes = new Map([...catalogue.organisations.keys()].map((name) => [topics.inbox(name), name]))
  const outbox = new Outbox(pool, kafka, logger)
  const watch = new InboxWatch(pool)
  const passing = faultPoints(settings.faultFile)
  const now = (): Promise<Instant> => nowOf(pool, settings.clock)
  const acknowledge = new Acknowledge({ pool, outbox, catalogue, topic: topics.facts('hub'), now })
  const { webhookSecret: secret, webhookLocalHosts: localHosts } = settings
  const { webhooks, dispatcher, ...calling } = webhookParts({
    pool,
    acknowledge,
    secret,
    localHosts,
    logger,
    now,
    passing,
  })
  const onStored = (organisation: string): void => {
    watch.arrived(organisation)
    dispatcher.stored()
  }
  const module = DeliveryModule.with({
    storeBatch: new StoreBatch(pool, inboxes, onStored),
    watch,
    streams: new OpenStreams(),
    inbox: new InboxStore(pool),
    acknowledge,
    webhooks,
    close: async () => {
      watch.stop()
      await calling.close()
      await outbox.close()
      await pool.end()
    },
  })
  const app = await createHttpApp(module, {
    logger,
    http: settings.http,
    bodies: 'parsed',
    bodyBytesMax: BODY_BYTES_MAX,
    before: authentication(createTokenVerifier({ issuer: settings.oidcIssuer, ...settings.http })),
    rate: {
      requestsMax: REQUESTS_PER_MINUTE_MAX,
      windowMs: 60_000,
      by: (request) => principalOf(request).organisation,
    },
  })
  app.get(Readiness, { strict: false }).register('postgres', () => pool.query('select 1'))
  const stage = {
    name: `${settings.kafka.prefix}delivery`,
    topics: [...inboxes.keys()],
    publishes: 'none' as const,
    keeping: new StageJournal(pool),
    passing,
    onCrash,
  }
  app.connectMicroservice({ strategy: new BatchTransport(kafka, stage, logger) }, { inheritAppConfig: false })
  await app.startAllMicroservices()
  outbox.start()
  watch.start()
  dispatcher.start()
  const port = await listen(app, settings.port)
  logger.info({ port, catalogue: catalogue.hash }, 'delivery listens')
  return { app, port }
}

/** In a simulation the acknowledgement happens when the last tick says; else when the machine says. */
async function nowOf(pool: Pool, clock: 'wall' | 'simulated'): Promise<Instant> {
  if (clock === 'wall') return Date.now()
  const { tickAt } = await readStreamTime(pool)
  return tickAt ?? 0
}
