import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type AccessRule, accessRules, topicPlans } from '#core/catalogue'
import { loadContracts } from '#platform/contracts'
import { createKafka, type KafkaClients } from '#platform/kafka'
import { adminSettings, makeTopics, removeTopics, settingsOf, testServers } from '#testkit/harness'

const catalogue = loadContracts('contracts')
const servers = testServers()
const name = `a${randomBytes(5).toString('hex')}`
const [prefix, elsewhere] = [`${name}.`, `${name}x.`] as const
const { principals } = accessRules(catalogue, prefix)
const topics = topicPlans(catalogue, prefix).map(({ topic }) => topic)
const administrator = createKafka(adminSettings(servers), 'test')

beforeAll(async () => {
  await makeTopics(administrator, catalogue, prefix)
  await makeTopics(administrator, catalogue, elsewhere)
}, 120_000)
afterAll(async () => {
  await removeTopics(administrator, catalogue, prefix)
  await removeTopics(administrator, catalogue, elsewhere)
}, 60_000)

/** kafkajs says of a coordinator that it may not ask for only that it found none; the administrator finds it (below). */
const REFUSED = /authoriz|Failed to find group coordinator/i
const PATIENCE_MS = 90_000

/** Another hub on the cluster has the same principals: only the rules of its own names let them in there. */
describe.each(principals.map(({ principal, rules }) => [principal, rules] as const))('%s', (user, rules) => {
  let kafka: KafkaClients
  beforeAll(() => {
    if (servers.kafkaUsers[user] === undefined)
      throw new Error(`The test servers know no ${user}: start them again, or name its login.`)
    kafka = createKafka(settingsOf(servers, user), user)
  })

  it(
    'publishes to the topics that are given to it, and is refused every other',
    async () => {
      const producer = kafka.producing.producer({ allowAutoTopicCreation: false })
      await producer.connect()
      const send = (topic: string) => producer.send({ topic, messages: [{ key: 'k', value: '{}' }] })
      const given: string[] = []
      for (const topic of topics)
        await send(topic).then(
          () => given.push(topic),
          (error: unknown) => expect(String(error)).toMatch(REFUSED),
        )
      await producer.disconnect()
      expect(given).toEqual(topics.filter((topic) => allows(rules, 'topic', topic, 'WRITE')))
    },
    PATIENCE_MS,
  )

  it(
    'reads no topic but those given to it',
    async () => {
      const own = rules.find(
        ({ resource, operations }) => resource === 'group' && operations.includes('READ'),
      )
      // one without a group of its own cannot even join
      const groupId = `${own?.name ?? `${prefix}register`}${randomBytes(3).toString('hex')}`
      for (const topic of firstOfEachKind(topics.filter((each) => !allows(rules, 'topic', each, 'READ'))))
        expect([topic, await reading(kafka, groupId, topic)]).toEqual([topic, 'refused'])
    },
    PATIENCE_MS,
  )

  it(
    'joins no group, and looks at none, but its own',
    async () => {
      const admin = kafka.producing.admin()
      await admin.connect()
      for (const { principal: other } of principals) {
        const groupId = ['register', 'exchange', 'reconciler', 'delivery'].includes(other)
          ? `${prefix}${other}`
          : `${prefix}${other}.group`
        const looked = admin.fetchOffsets({ groupId, topics: [topics[0]!] })
        if (allows(rules, 'group', groupId, 'DESCRIBE')) await looked.catch(refusedTopic)
        else await expect(looked).rejects.toThrow(REFUSED)
        if (!allows(rules, 'group', groupId, 'READ'))
          expect([groupId, await reading(kafka, groupId, topics[0]!)]).toEqual([groupId, 'refused'])
      }
      await admin.disconnect()
    },
    PATIENCE_MS,
  )

  it(
    'begins no transaction under another’s id',
    async () => {
      for (const id of ['register-x-0', 'metronome', 'exchange-x-0', 'reconciler-x', 'courts.x', 'x']) {
        const transactionalId = `${prefix}${id}`
        if (allows(rules, 'transactional-id', transactionalId, 'WRITE')) continue
        const producer = kafka.producing.producer({ transactionalId, maxInFlightRequests: 1 })
        await producer.connect()
        await expect(producer.transaction()).rejects.toThrow(REFUSED)
        await producer.disconnect()
      }
    },
    PATIENCE_MS,
  )

  it(
    'makes no topic and no rule, and touches nothing of another hub’s that is not given there',
    async () => {
      const admin = kafka.producing.admin()
      await admin.connect()
      await expect(admin.createTopics({ topics: [{ topic: `${prefix}mine` }] })).rejects.toMatchObject({
        errors: [{ type: 'TOPIC_AUTHORIZATION_FAILED' }],
      })
      await expect(
        admin.createAcls({
          acl: [
            {
              principal: `User:${user}`,
              host: '*',
              operation: 2,
              permissionType: 3,
              resourceType: 2,
              resourceName: '*',
              resourcePatternType: 3,
            },
          ],
        }),
      ).rejects.toThrow(REFUSED)
      const seen = (await admin.listTopics()).filter((topic) => topic.startsWith(`${name}`))
      await admin.disconnect()
      const there = accessRules(catalogue, elsewhere).principals.find((each) => each.principal === user)!
      const all = [...topics, ...topicPlans(catalogue, elsewhere).map(({ topic }) => topic)]
      expect(seen.sort()).toEqual(
        all.filter((topic) => allows([...rules, ...there.rules], 'topic', topic, 'DESCRIBE')).sort(),
      )
    },
    PATIENCE_MS,
  )
})

it('the administrator, who is for administration alone, is refused nothing', async () => {
  const admin = administrator.producing.admin()
  await admin.connect()
  await expect(admin.fetchOffsets({ groupId: `${prefix}register`, topics })).resolves.toHaveLength(
    topics.length,
  )
  await admin.disconnect()
  const transactionalId = `${prefix}register-x-0`
  const producer = administrator.producing.producer({ transactionalId, maxInFlightRequests: 1 })
  await producer.connect()
  await (await producer.transaction()).abort()
  await producer.disconnect()
}, 60_000)

it('nobody else is let in, and nobody who does not say who it is', async () => {
  const { brokers, security } = adminSettings(servers)
  if (security.kind === 'none') throw new Error('The test servers ask nobody who they are.')
  for (const wrong of [
    { kind: 'none' as const },
    { ...security, password: 'guess' },
    { ...security, username: 'somebody' },
  ]) {
    const admin = createKafka({ brokers, security: wrong }, 'stranger').producing.admin({
      retry: { retries: 0 },
    })
    await expect(admin.connect().then(() => admin.listTopics())).rejects.toThrow(
      /SASL|Closed|Connection|authentication/i,
    )
    await admin.disconnect()
  }
}, 60_000)

function allows(
  rules: readonly AccessRule[],
  resource: AccessRule['resource'],
  wanted: string,
  operation: 'READ' | 'WRITE' | 'DESCRIBE',
): boolean {
  return rules.some(
    (rule) =>
      rule.resource === resource &&
      rule.operations.includes(operation) &&
      (rule.pattern === 'literal' ? rule.name === wanted : wanted.startsWith(rule.name)),
  )
}

function firstOfEachKind(list: readonly string[]): string[] {
  const kinds = new Map(list.map((topic) => [topic.slice(prefix.length).split('.')[0], topic]))
  return [...kinds.values()]
}

/** What comes of joining the group and fetching the topic. */
async function reading(
  { consuming }: KafkaClients,
  groupId: string,
  topic: string,
): Promise<'refused' | 'read'> {
  const consumer = consuming.consumer({ groupId, retry: { retries: 0 }, allowAutoTopicCreation: false })
  try {
    await consumer.connect()
    return await new Promise<'refused' | 'read'>((resolve, reject) => {
      const settle = (error: Error): void =>
        REFUSED.test(String(error)) ? resolve('refused') : reject(error)
      consumer.on(consumer.events.CRASH, ({ payload }) => settle(payload.error))
      consumer.on(consumer.events.FETCH, () => resolve('read'))
      consumer
        .subscribe({ topics: [topic], fromBeginning: true })
        .then(() => consumer.run({ autoCommit: false, eachBatch: async () => resolve('read') }))
        .catch(settle)
    })
  } finally {
    await consumer.disconnect()
  }
}

/** Looking at its own group with a topic that it may not know is refused for the topic. */
function refusedTopic(error: unknown): void {
  expect(String(error)).toMatch(/topic.*authoriz/i)
}
