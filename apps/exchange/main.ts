import { compileSharing } from '#core/sharing'
import { readSettings } from '#platform/config'
import { FreshProducer } from '#platform/kafka'
import { startStage } from '#platform/stage'
import { ExchangeStage } from './exchange-stage.js'
import { tellLacks } from './lacks.js'
import { migrations } from './migrations/index.js'
import { sealDays, verifyLedger } from './seals.js'

await startStage(
  readSettings('exchange', process.env),
  { migrations },
  async ({ settings, catalogue, topics, pool, kafka }) => {
    await verifyLedger(pool)
    const producer = new FreshProducer(kafka.producing)
    const policy = compileSharing(catalogue)
    const secret = Buffer.from(settings.ledgerSecret)
    const stage = new ExchangeStage(pool, { catalogue, policy, topics, secret })
    return {
      topics: [topics.linked],
      publishes: 'transactional',
      apply: (batches) => stage.apply(batches),
      onIdle: async () => {
        await sealDays(pool, producer, topics.facts('hub'))
        await tellLacks({ pool, producer, factsTopic: topics.facts('hub'), policy })
      },
    }
  },
)
