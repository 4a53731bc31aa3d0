import { topicsOf } from '#core/messages'
import { compileSharing } from '#core/sharing'
import { readSettings } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals, createHttpApp, listen, Readiness } from '#platform/http'
import { BatchTransport, createKafka, FreshProducer } from '#platform/kafka'
import { createPool, gaugeParked, migrate, StageJournal } from '#platform/postgres'
import { faultPoints } from '#platform/processes'
import { createLogger, startTracing } from '#platform/telemetry'
import { ExchangeModule } from './exchange.module.js'
import { ExchangeStage } from './exchange-stage.js'
import { migrations } from './migrations/index.js'
import { sealDays, verifyLedger } from './seals.js'

const settings = readSettings('exchange', process.env)
await startTracing('exchange', settings.tracesUrl)
const logger = createLogger('exchange', settings.logLevel)
const catalogue = loadContracts(settings.contracts)
const topics = topicsOf(settings.kafka.prefix)

await migrate(settings.databaseUrl, 'exchange', migrations)
const pool = createPool(settings.databaseUrl, { application: 'exchange', schema: 'exchange' })
await verifyLedger(pool)
gaugeParked(pool, 'exchange')

const kafka = createKafka(settings.kafka, 'exchange', logger)
const producer = new FreshProducer(kafka.producing)
const stage = new ExchangeStage(pool, {
  catalogue,
  policy: compileSharing(catalogue),
  topics,
  secret: Buffer.from(settings.ledgerSecret),
})
const app = await createHttpApp(ExchangeModule.around(stage), { logger, bodyBytesMax: 1_024, bodies: 'raw' })
app.get(Readiness, { strict: false }).register('postgres', () => pool.query('select 1'))
app.connectMicroservice(
  {
    strategy: new BatchTransport(
      kafka,
      {
        name: `${settings.kafka.prefix}exchange`,
        topics: [topics.linked],
        publishes: 'transactional',
        keeping: new StageJournal(pool),
        onIdle: () => sealDays(pool, producer, topics.facts('hub')),
        passing: faultPoints(settings.faultFile),
        onCrash: (error) => {
          logger.fatal({ code: 'HUB_STAGE_LOST', error: error.message })
          process.exit(1)
        },
      },
      logger,
    ),
  },
  { inheritAppConfig: false },
)
await app.startAllMicroservices()
await listen(app, settings.port)
closeOnSignals(app)
logger.info({ port: settings.port, catalogue: catalogue.hash }, 'the exchange is ready')
