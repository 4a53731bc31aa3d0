import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import kafkajs, { type Kafka } from 'kafkajs'
import { testServers } from '#testkit/harness'
import { FreshProducer } from './fresh-producer.js'

/** Apache Kafka protocol: the api key of Produce, in the first two bytes behind a request's length. */
const PRODUCE = 0

describe('a producer whose broker took a record and whose answer was lost', () => {
  const topic = `t${randomUUID().slice(0, 8)}.fresh`
  let kafka: Kafka
  let losesAnswers = false

  beforeAll(async () => {
    kafka = aKafkaThatLosesAnswers(() => losesAnswers)
    const admin = kafka.admin()
    await admin.connect()
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic, numPartitions: 1, replicationFactor: 1 }],
    })
    await admin.disconnect()
  }, 60_000)
  afterAll(async () => {
    const admin = kafka.admin()
    await admin.connect()
    await admin.deleteTopics({ topics: [topic] })
    await admin.disconnect()
  }, 60_000)

  it('sends what comes after, as the broker’s end of the topic shows', async () => {
    const producer = new FreshProducer(kafka)
    const send = (value: string) =>
      producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages: [{ value }] }] })
    await send('before')
    losesAnswers = true
    await expect(send('its answer is lost')).rejects.toThrow(/the answer is lost|Connection|retries/i)
    losesAnswers = false
    const endBefore = await endOf(kafka, topic)
    expect(endBefore).toBeGreaterThanOrEqual(2)
    await send('after')
    expect(await endOf(kafka, topic)).toBe(endBefore + 1)
    await producer.close()
  }, 60_000)
})

async function endOf(kafka: Kafka, topic: string): Promise<number> {
  const admin = kafka.admin()
  await admin.connect()
  const [partition] = await admin.fetchTopicOffsets(topic)
  await admin.disconnect()
  return Number(partition!.high)
}

/** While asked to, cuts a connection when the answer to a Produce request arrives on it. */
function aKafkaThatLosesAnswers(loses: () => boolean): Kafka {
  const { kafkaBrokers, kafkaSecurity, kafkaUsername: username, kafkaPassword: password } = testServers()
  return new kafkajs.Kafka({
    clientId: 'test-fresh',
    brokers: kafkaBrokers.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 0 },
    ...(kafkaSecurity === 'scram' ? { sasl: { mechanism: 'scram-sha-512', username, password } } : {}),
    socketFactory: ({ host, port, onConnect }) =>
      losing(connect({ host, port, noDelay: true }, onConnect), loses),
  })
}

function losing(socket: Socket, loses: () => boolean): Socket {
  let isProducing = false
  const write = socket.write.bind(socket) as (...parts: unknown[]) => boolean
  const emit = socket.emit.bind(socket) as (...parts: unknown[]) => boolean
  socket.write = ((bytes: Buffer, ...rest: unknown[]) => {
    isProducing = Buffer.isBuffer(bytes) && bytes.readInt16BE(4) === PRODUCE
    return write(bytes, ...rest)
  }) as Socket['write']
  socket.emit = ((event: string, ...parts: unknown[]) => {
    if (event !== 'data' || !isProducing || !loses()) return emit(event, ...parts)
    socket.destroy(new Error('the answer is lost'))
    return true
  }) as Socket['emit']
  return socket
}
