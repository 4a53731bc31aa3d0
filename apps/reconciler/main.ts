import { sayable } from '#platform/telemetry'
import { HubError } from '#core/kernel'
import { compileRules } from '#core/obligations'
import { readSettings } from '#platform/config'
import { FreshProducer } from '#platform/kafka'
import { type StageGround, startStage } from '#platform/stage'
import { judgeAgain } from './case-store.js'
import { sayCalendar } from './calendar-facts.js'
import { compareAll } from './compare.js'
import { Decider } from './decider.js'
import { gaugeGaps } from './gap-gauges.js'
import { type JudgingContext, rulesReadingProfiles } from './judging.js'
import { migrations } from './migrations/index.js'
import { Outbox } from './outbox.js'
import { ReconcilerStage } from './reconciler-stage.js'

await startStage(
  readSettings('reconciler', process.env),
  { migrations, connectionsMax: 12 },
  async (ground) => {
    const { catalogue, topics, pool, kafka, logger } = ground
    const context = judgingContext(ground)
    await judgeAgain(pool)
    gaugeGaps(pool)
    const retried = (error: Error): void =>
      logger.warn({ code: 'HUB_RECONCILER_RETRIES', error: sayable(error) })
    const outbox = new Outbox(pool, new FreshProducer(kafka.producing), topics.facts('hub'), retried)
    const decider = new Decider(
      pool,
      context,
      async (client, tick) =>
        (await sayCalendar(client, catalogue, tick)) + (await compareAll(client, context, tick)),
      () => void outbox.drain(),
    )
    const stage = new ReconcilerStage(pool, context, topics.linked, decider, outbox, retried)
    return {
      topics: [topics.linked, ...[...catalogue.organisations.keys()].map(topics.extracts)],
      publishes: 'none',
      apply: (batches) => stage.apply(batches),
      onIdle: () => stage.follow(),
    }
  },
)

function judgingContext({ catalogue }: StageGround): JudgingContext {
  const calendar = catalogue.calendars.get(catalogue.organisations.get('hub')?.calendar ?? '')
  if (calendar === undefined)
    throw new HubError('HUB_CATALOGUE_REFUSED', 'The hub has no working calendar.', 'after-repair')
  return {
    catalogue,
    calendar,
    rules: compileRules(catalogue),
    rulesReadingProfiles: rulesReadingProfiles(catalogue),
  }
}
