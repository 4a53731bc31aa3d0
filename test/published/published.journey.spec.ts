import { afterAll, beforeAll, describe } from '@jest/globals'
import { clientChapter } from './client.chapter.js'
import { cloudEventsChapter } from './cloudevents.chapter.js'
import { guidesChapter } from './guides.chapter.js'
import { hostileChapter } from './hostile.chapter.js'
import { metricsChapter } from './metrics.chapter.js'
import { PublishedHub } from './published-hub.js'
import { tracesChapter } from './traces.chapter.js'

/** What the hub promises to those outside it, proved from outside: one hub for all the chapters. */
describe('as it is published', () => {
  let world: PublishedHub
  beforeAll(async () => {
    world = await PublishedHub.start()
  }, 240_000)
  afterAll(async () => world?.stop(), 60_000)

  cloudEventsChapter(() => world)
  clientChapter(() => world)
  metricsChapter(() => world)
  guidesChapter(() => world)
  tracesChapter(() => world)
  hostileChapter(() => world)
})
