import { describe, expect, it } from '@jest/globals'
import { createKafka } from '#platform/kafka'
import { createPool } from '#platform/postgres'
import { FactPublisher } from './events/fact-publisher.js'
import { courtsPrincipal } from './events/order-made.fixture.js'
import { SubmissionStore } from './store/submission-store.js'

/** The discard port: nothing listens. */
const NOBODY = '127.0.0.1:9'

describe('when a server does not answer', () => {
  it('asks to come back, and promises nothing, where Kafka did not acknowledge', async () => {
    const kafka = createKafka({ brokers: [NOBODY], security: { kind: 'none' } }, 'test')
    const publisher = new FactPublisher(kafka, 300)
    const record = { topic: 'facts.courts', key: 'k', value: Buffer.from('{}'), headers: {} }
    await expect(publisher.publish([record])).rejects.toMatchObject({
      status: 503,
      code: 'HUB_INTAKE_KAFKA_UNAVAILABLE',
      headers: { 'retry-after': '5' },
    })
    await publisher.close()
  }, 30_000)

  it('takes nothing that it cannot keep', async () => {
    const pool = createPool(`postgres://nobody:nothing@${NOBODY}/none`, { application: 'test' })
    const keeping = new SubmissionStore(pool).keep(courtsPrincipal, {}, Buffer.from('{}'))
    await expect(keeping).rejects.toMatchObject({ status: 503, code: 'HUB_INTAKE_STORE_UNAVAILABLE' })
    await pool.end()
  })
})
