import type { Catalogue } from '#core/catalogue'
import { topicsOf } from '#core/messages'
import type { Settings } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals, createHttpApp, listen, Readiness } from '#platform/http'
import { BatchTransport, createKafka, type KafkaClients, type StageOptions } from '#platform/kafka'
import { createPool, gaugeParked, migrate, type Migration, type Pool, StageJournal } from '#platform/postgres'
import { faultPoints } from '#platform/processes'
import { createLogger, type Logger, startTracing, sayable } from '#platform/telemetry'
import { StageModule } from './stage-module.js'

/** What every stage stands on, and what it is composed of. */
export interface StageGround {
  settings: Settings
  logger: Logger
  catalogue: Catalogue
  /** Names of this hub's topics. */
  topics: ReturnType<typeof topicsOf>
  /** Of the stage's own schema, brought up to date. */
  pool: Pool
  kafka: KafkaClients
}

export interface StageParts extends Pick<StageOptions, 'apply' | 'topics' | 'publishes' | 'onIdle'> {
  /** Called once, when batches are being taken. */
  onStarted?: () => void
}

export interface StageSchema {
  migrations: Migration[]
  /** Bound of the pool; 10 unless told. */
  connectionsMax?: number
}

const HEALTH_BYTES_MAX = 1_024

/**
 * Starts the process of a stage: contracts, schema, pool, Kafka, then the stage that `compose` makes of them,
 * in the exactly-once protocol. The stage's name is its schema, its consumer group and the prefix of its transactions.
 * A stage whose consumer is lost for good ends the process, which is to be started again.
 * @throws HubError HUB_CATALOGUE_REFUSED, and what `compose` finds wrong
 */
export async function startStage(
  settings: Settings,
  schema: StageSchema,
  compose: (ground: StageGround) => Promise<StageParts>,
): Promise<void> {
  const { app: name } = settings
  await startTracing(name, settings.tracesUrl)
  const logger = createLogger(name, settings.logLevel)
  const ground = await groundOf(settings, schema, logger)
  const { onStarted, apply, ...reading } = await compose(ground)
  const app = await createHttpApp(StageModule.around(apply), {
    logger,
    http: settings.http,
    bodyBytesMax: HEALTH_BYTES_MAX,
    bodies: 'raw',
  })
  app.get(Readiness, { strict: false }).register('postgres', () => ground.pool.query('select 1'))
  const options = {
    ...reading,
    name: `${settings.kafka.prefix}${name}`,
    keeping: new StageJournal(ground.pool),
    passing: faultPoints(settings.faultFile),
    onCrash: (error: Error) => {
      logger.fatal({ code: 'HUB_STAGE_LOST', error: sayable(error) })
      process.exit(1)
    },
  }
  app.connectMicroservice(
    { strategy: new BatchTransport(ground.kafka, options, logger) },
    { inheritAppConfig: false },
  )
  await app.startAllMicroservices()
  onStarted?.()
  const port = await listen(app, settings.port)
  closeOnSignals(app)
  logger.info({ port, clock: settings.clock, catalogue: ground.catalogue.hash }, `the ${name} is ready`)
}

async function groundOf(settings: Settings, schema: StageSchema, logger: Logger): Promise<StageGround> {
  const { app: name } = settings
  const catalogue = loadContracts(settings.contracts, settings.home)
  await migrate(settings.databaseUrl, name, schema.migrations)
  const pool = createPool(settings.databaseUrl, {
    application: name,
    schema: name,
    ...(schema.connectionsMax === undefined ? {} : { connectionsMax: schema.connectionsMax }),
  })
  gaugeParked(pool, name)
  const kafka = createKafka(settings.kafka, name, logger)
  return { settings, logger, catalogue, topics: topicsOf(settings.kafka.prefix), pool, kafka }
}
