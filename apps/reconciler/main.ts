import { HubError } from '#core/kernel'
import { topicsOf } from '#core/messages'
import { compileRules } from '#core/obligations'
import { readSettings } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals, createHttpApp, listen, Readiness } from '#platform/http'
import { BatchTransport, createKafka, FreshProducer } from '#platform/kafka'
import { createPool, gaugeParked, migrate, StageJournal } from '#platform/postgres'
import { faultPoints } from '#platform/processes'
import { createLogger, startTracing } from '#platform/telemetry'
import { judgeAgain } from './case-store.js'
import { compareAll } from './compare.js'
import { Decider } from './decider.js'
import { gaugeGaps } from './gap-gauges.js'
import { rulesReadingProfiles } from './judging.js'
import { migrations } from './migrations/index.js'
import { Outbox } from './outbox.js'
import { ReconcilerModule } from './reconciler.module.js'
import { ReconcilerStage } from './reconciler-stage.js'

const settings = readSettings('reconciler', process.env)
await startTracing('reconciler', settings.tracesUrl)
const logger = createLogger('reconciler', settings.logLevel)
const catalogue = loadContracts(settings.contracts)
const { prefix } = settings.kafka
const topics = topicsOf(prefix)
const calendar = catalogue.calendars.get(catalogue.organisations.get('hub')?.calendar ?? '')
if (calendar === undefined)
  throw new HubError('HUB_CATALOGUE_REFUSED', 'The hub has no working calendar.', 'after-repair')
const context = {
  catalogue,
  calendar,
  rules: compileRules(catalogue),
  rulesReadingProfiles: rulesReadingProfiles(catalogue),
}

await migrate(settings.databaseUrl, 'reconciler', migrations)
const pool = createPool(settings.databaseUrl, {
  application: 'reconciler',
  schema: 'reconciler',
  connectionsMax: 12,
})
await judgeAgain(pool)
gaugeParked(pool, 'reconciler')
gaugeGaps(pool)
const kafka = createKafka(settings.kafka, 'reconciler', logger)
const producer = new FreshProducer(kafka.producing)

const retried = (error: Error): void => logger.warn({ code: 'HUB_RECONCILER_RETRIES', error: error.message })
const outbox = new Outbox(pool, producer, topics.facts('hub'), retried)
const decider = new Decider(
  pool,
  context,
  (client, tick) => compareAll(client, context, tick),
  () => void outbox.drain(),
)
const stage = new ReconcilerStage(pool, context, topics.linked, decider, outbox, retried)
const app = await createHttpApp(ReconcilerModule.around(stage), {
  logger,
  bodyBytesMax: 1_024,
  bodies: 'raw',
})
app.get(Readiness, { strict: false }).register('postgres', () => pool.query('select 1'))
app.connectMicroservice(
  {
    strategy: new BatchTransport(
      kafka,
      {
        name: `${prefix}reconciler`,
        topics: [topics.linked, ...[...catalogue.organisations.keys()].map(topics.extracts)],
        publishes: 'none',
        keeping: new StageJournal(pool),
        onIdle: () => stage.follow(),
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
logger.info({ port: settings.port, catalogue: catalogue.hash }, 'the reconciler is ready')
