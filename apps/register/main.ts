import { HubError } from '#core/kernel'
import { LINKED_PARTITIONS, topicsOf } from '#core/messages'
import { readSettings } from '#platform/config'
import { loadContracts } from '#platform/contracts'
import { closeOnSignals, createHttpApp, listen, Readiness } from '#platform/http'
import { BatchTransport, createKafka } from '#platform/kafka'
import { createPool, gaugeParked, migrate, StageJournal } from '#platform/postgres'
import { faultPoints } from '#platform/processes'
import { createLogger, startTracing } from '#platform/telemetry'
import { gaugeClock } from './metronome/clock-gauges.js'
import { establishClock } from './metronome/clock-store.js'
import { Metronome } from './metronome/metronome.js'
import { migrations } from './migrations/index.js'
import { RegisterModule } from './register.module.js'
import { RegisterStage } from './register-stage.js'

const settings = readSettings('register', process.env)
await startTracing('register', settings.tracesUrl)
const logger = createLogger('register', settings.logLevel)
const catalogue = loadContracts(settings.contracts)
const { prefix } = settings.kafka
const topics = topicsOf(prefix)
const factsTopics = [...catalogue.organisations.keys()].map(topics.facts)

await migrate(settings.databaseUrl, 'register', migrations)
const pool = createPool(settings.databaseUrl, { application: 'register', schema: 'register' })
const partitions = await establishClock(pool, settings.clock, LINKED_PARTITIONS)
if (partitions !== LINKED_PARTITIONS)
  throw new HubError(
    'HUB_TOPIC_PARTITIONS_CHANGED',
    `hub.linked was born with ${partitions} partitions.`,
    'after-repair',
  )

gaugeParked(pool, 'register')
gaugeClock(pool, Date.now)
const kafka = createKafka(settings.kafka, 'register', logger)
const metronome = new Metronome(
  pool,
  kafka,
  {
    mustHaveRead: [
      { group: `${prefix}register`, topics: factsTopics },
      { group: `${prefix}reconciler`, topics: [...catalogue.organisations.keys()].map(topics.extracts) },
    ],
    transactionalId: `${prefix}metronome`,
    linkedTopic: topics.linked,
    now: Date.now,
  },
  logger,
)
const stage = new RegisterStage(pool, catalogue, topics.linked, () => metronome.nudge())
const app = await createHttpApp(RegisterModule.around(stage), { logger, bodyBytesMax: 1_024, bodies: 'raw' })
app.get(Readiness, { strict: false }).register('postgres', () => pool.query('select 1'))
app.connectMicroservice(
  {
    strategy: new BatchTransport(
      kafka,
      {
        name: `${prefix}register`,
        topics: factsTopics,
        publishes: 'transactional',
        keeping: new StageJournal(pool),
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
metronome.start()
await listen(app, settings.port)
closeOnSignals(app)
logger.info(
  { port: settings.port, clock: settings.clock, catalogue: catalogue.hash },
  'the register is ready',
)
