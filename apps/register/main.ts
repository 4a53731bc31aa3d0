import { HubError } from '#core/kernel'
import { LINKED_PARTITIONS } from '#core/messages'
import { readSettings } from '#platform/config'
import { startStage } from '#platform/stage'
import { gaugeClock } from './metronome/clock-gauges.js'
import { establishClock } from './metronome/clock-store.js'
import { Metronome } from './metronome/metronome.js'
import { migrations } from './migrations/index.js'
import { RegisterStage } from './register-stage.js'

await startStage(
  readSettings('register', process.env),
  { migrations },
  async ({ settings, catalogue, topics, pool, kafka, logger }) => {
    const partitions = await establishClock(pool, settings.clock, LINKED_PARTITIONS)
    if (partitions !== LINKED_PARTITIONS)
      throw new HubError(
        'HUB_TOPIC_PARTITIONS_CHANGED',
        `hub.linked was born with ${partitions} partitions.`,
        'after-repair',
      )
    gaugeClock(pool, Date.now)
    const { prefix } = settings.kafka
    const organisations = [...catalogue.organisations.keys()]
    const factsTopics = organisations.map(topics.facts)
    const metronome = new Metronome(
      pool,
      kafka,
      {
        mustHaveRead: [
          { group: `${prefix}register`, topics: factsTopics },
          { group: `${prefix}reconciler`, topics: organisations.map(topics.extracts) },
        ],
        transactionalId: `${prefix}metronome`,
        linkedTopic: topics.linked,
        now: Date.now,
      },
      logger,
    )
    const stage = new RegisterStage(pool, catalogue, topics.linked, () => metronome.nudge())
    return {
      topics: factsTopics,
      publishes: 'transactional',
      apply: (batches) => stage.apply(batches),
      onStarted: () => metronome.start(),
    }
  },
)
