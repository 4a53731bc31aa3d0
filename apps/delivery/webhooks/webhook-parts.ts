import type { Instant } from '#core/kernel'
import type { Pool } from '#platform/postgres'
import type { Logger } from '#platform/telemetry'
import { WebhookSender } from '#platform/webhooks'
import type { Acknowledge } from '../acknowledgements/acknowledge.js'
import { WEBHOOK_REQUESTS_MAX } from '../bounds.js'
import { Dispatcher } from './dispatcher.js'
import { LaneStore } from './lane-store.js'
import type { RunParts } from './receiver-run.js'
import { ResultStore } from './result-store.js'
import { Slots } from './slots.js'
import { WebhookStore } from './webhook-store.js'
import { Webhooks } from './webhooks.js'

export interface WebhookWish {
  pool: Pool
  acknowledge: Pick<Acknowledge, 'settle'>
  /** The hub's secret, from which receivers' follow. */
  secret: string
  localHosts: readonly string[]
  logger: Logger
  now: () => Promise<Instant>
  chance?: () => number
  passing?: RunParts['passing']
}

/** Webhooks, put together. */
export function webhookParts(wish: WebhookWish): {
  webhooks: Webhooks
  dispatcher: Dispatcher
  close(): Promise<void>
} {
  const { pool, acknowledge, logger, now, chance = Math.random, passing = () => undefined } = wish
  const localHosts = new Set(wish.localHosts)
  const sender = new WebhookSender(localHosts)
  const store = new WebhookStore(pool, wish.secret)
  const slots = new Slots(WEBHOOK_REQUESTS_MAX)
  const results = new ResultStore({ pool, acknowledge, chance })
  const dispatcher = new Dispatcher(
    pool,
    { webhooks: store, lanes: new LaneStore(pool), results, sender, slots, now, passing },
    logger,
  )
  return {
    webhooks: new Webhooks({ store, sender, dispatcher, localHosts, now }),
    dispatcher,
    async close() {
      await dispatcher.close()
      await sender.close()
    },
  }
}
