import { createRequire } from 'node:module'
import { describe, expect, it } from '@jest/globals'
import { Random } from '#testkit/random'
import { murmur2 } from './key-partitioner.js'
import { decodeRecord, encodeRecord } from './records.js'

const require = createRequire(import.meta.url)
const Long = require('kafkajs/src/utils/long') as { fromValue(value: number): never }
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => {
  buffer: Buffer
  offset: number
  readVarIntBytes(): Buffer
}
const encodedByKafkajs = require('kafkajs/src/protocol/recordBatch/record/v0') as typeof encodeRecord
const decodedByKafkajs = require('kafkajs/src/protocol/recordBatch/record/v0/decoder') as typeof decodeRecord
const murmur2OfKafkajs = require('kafkajs/src/producer/partitioners/default/murmur2') as typeof murmur2

const random = new Random(2011)
const someText = (lengthMax: number): string =>
  Array.from({ length: random.whole(0, lengthMax - 1) }, () =>
    random.pick(['a', 'ü', '7', '€', ' ', '😀']),
  ).join('')

const someRecord = () => ({
  offsetDelta: random.whole(0, 100_000 - 1),
  timestampDelta: random.whole(0, 2 - 1) * random.whole(0, 1_000_000 - 1) * 10_000,
  key: random.pick([null, someText(20), Buffer.from(someText(200))]),
  value: random.pick([null, Buffer.from(someText(400)), someText(10)]),
  headers: Object.fromEntries(
    Array.from({ length: random.whole(0, 20 - 1) }, (_, n) => [`ce_${n}${someText(5)}`, someText(200)]),
  ),
})

const context = {
  firstOffset: Long.fromValue(7_000_000_000),
  firstTimestamp: Long.fromValue(1_317_600_000_000),
  magicByte: 2,
  timestampType: 0,
  maxTimestamp: '1317600000009',
}

describe('records in Kafka’s format', () => {
  it('are encoded to the bytes that kafkajs gives', () => {
    for (let n = 0; n < 60; n += 1) {
      const record = someRecord()
      expect(encodeRecord(record).buffer.equals(encodedByKafkajs(record).buffer)).toBe(true)
    }
  })

  it('are decoded to what kafkajs reads', () => {
    for (let n = 0; n < 60; n += 1) {
      const inside = () => new Decoder(new Decoder(encodeRecord(someRecord()).buffer).readVarIntBytes())
      const decoder = inside()
      const batch = { ...context, timestampType: n % 2, isControlBatch: n % 3 === 0 }
      const again = new Decoder(decoder.buffer)
      expect(decodeRecord(decoder, batch)).toEqual(decodedByKafkajs(again, batch))
    }
  })

  it('keep a header that comes twice, and one with the name of something in JavaScript', () => {
    const record = { value: null, headers: { twice: ['a', 'b'], constructor: 'c', ['__proto__']: 'd' } }
    const bytes = new Decoder(encodeRecord(record).buffer).readVarIntBytes()
    const { headers } = decodeRecord(new Decoder(bytes), context)
    expect(Object.entries(headers).map(([name, text]) => [name, String(text)])).toEqual([
      ['twice', 'a,b'],
      ['constructor', 'c'],
      ['__proto__', 'd'],
    ])
  })
})

describe('the partition of a key', () => {
  it('is what kafkajs and the Java client choose', () => {
    for (let n = 0; n < 300; n += 1) {
      const key = someText(60)
      expect(murmur2(key)).toBe(murmur2OfKafkajs(key))
    }
  })
})
