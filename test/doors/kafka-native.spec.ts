import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { accessRules } from '#core/catalogue'
import { topicsOf } from '#core/messages'
import { loadContracts } from '#platform/contracts'
import { createKafka, transactionalProducer } from '#platform/kafka'
import { adminSettings, makeTopics, removeTopics, settingsOf, testServers } from '#testkit/harness'

const catalogue = loadContracts('contracts')
const servers = testServers()
const prefix = `n${randomBytes(5).toString('hex')}.`
const administrator = createKafka(adminSettings(servers), 'test')
/** One that is called by its own name on the broker, and does not share its login with an edge of ours. */
const [organisation] = accessRules(catalogue, prefix)
  .principals.map(({ principal }) => principal)
  .filter((principal) => catalogue.organisations.has(principal) && principal !== 'hub')
  .toSorted()
const inbox = topicsOf(prefix).inbox(organisation!)

beforeAll(() => makeTopics(administrator, catalogue, prefix), 120_000)
afterAll(() => removeTopics(administrator, catalogue, prefix), 60_000)

it('an organisation reads its inbox itself: what was committed and nothing else, and goes on where it ended', async () => {
  const unit = `${organisation}/unit`
  const producer = transactionalProducer(
    createKafka(settingsOf(servers, 'exchange'), 'exchange').producing,
    `${prefix}exchange-native-0`,
  )
  await producer.connect()
  for (const [value, ends] of [
    ['first', 'commit'],
    ['given up', 'abort'],
    ['second', 'commit'],
  ] as const) {
    const transaction = await producer.transaction()
    await transaction.send({ topic: inbox, acks: -1, messages: [{ key: unit, value }] })
    await transaction[ends]()
  }
  expect(await readAsOrganisation(2)).toEqual(['first', 'second'])
  const transaction = await producer.transaction()
  await transaction.send({ topic: inbox, acks: -1, messages: [{ key: unit, value: 'third' }] })
  await transaction.commit()
  await producer.disconnect()
  expect(await readAsOrganisation(1)).toEqual(['third'])
}, 90_000)

/** With the organisation's own login and a group of its own; its place is kept on the broker. */
async function readAsOrganisation(count: number): Promise<string[]> {
  const { consuming } = createKafka(settingsOf(servers, organisation!), organisation!)
  const consumer = consuming.consumer({ groupId: `${prefix}${organisation}.reader`, readUncommitted: false })
  const values: string[] = []
  await consumer.connect()
  await consumer.subscribe({ topics: [inbox], fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: async ({ message }) => {
          values.push(String(message.value))
          if (values.length >= count) resolve()
        },
      })
      .catch(reject)
  })
  await consumer.disconnect()
  return values
}
