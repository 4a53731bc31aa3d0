/** The fields of a record as kafkajs hands them to its encoder. Times and places are deltas to the record batch's. */
interface RecordToEncode {
  offsetDelta?: number
  timestampDelta?: number
  key?: Buffer | string | null
  value: Buffer | string | null
  headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>
}

/** As much of kafkajs's decoder as a record needs. */
interface Bytes {
  buffer: Buffer
  offset: number
}

interface BatchContext {
  firstOffset: { toString(): string }
  firstTimestamp: { toString(): string }
  magicByte: number
  isControlBatch?: boolean
  timestampType: number
  maxTimestamp: string
}

type Header = Buffer | Buffer[]

const LOG_APPEND_TIME = 1

/**
 * A record of Kafka's format 2, encoded in one buffer of its exact size. kafkajs makes a zeroed half kilobyte for each header,
 * which with CloudEvents in binary mode is fifteen a record and was an eighth of the exchange's time.
 * @returns what kafkajs takes for an encoder that has been written to
 */
export function encodeRecord(record: RecordToEncode): { buf: Buffer; buffer: Buffer } {
  const { offsetDelta = 0, timestampDelta = 0, key, value, headers = {} } = record
  const pairs: [string, Buffer | string | undefined][] = []
  for (const [name, values] of Object.entries(headers)) {
    if (Array.isArray(values)) for (const each of values) pairs.push([name, each])
    else pairs.push([name, values])
  }
  let size = 1 + sizeOfVarint(timestampDelta) + sizeOfVarint(offsetDelta) + sizeOf(key) + sizeOf(value)
  size += sizeOfVarint(pairs.length)
  for (const [name, text] of pairs) size += sizeOf(name) + sizeOf(text)
  const buffer = Buffer.allocUnsafe(sizeOfVarint(size) + size)
  let at = writeVarint(buffer, size, 0)
  buffer[at++] = 0
  at = writeVarint(buffer, timestampDelta, at)
  at = writeVarint(buffer, offsetDelta, at)
  at = writeBytes(buffer, key, at)
  at = writeBytes(buffer, value, at)
  at = writeVarint(buffer, pairs.length, at)
  for (const [name, text] of pairs) at = writeBytes(buffer, text, writeBytes(buffer, name, at))
  return { buf: buffer, buffer }
}

/** Reads a record where the decoder stands, behind its length. kafkajs copies all headers so far for each further one. */
export function decodeRecord(decoder: Bytes, context: BatchContext) {
  const { buffer } = decoder
  const reader = new Reader(buffer, decoder.offset)
  const attributes = buffer.readInt8(reader.at++)
  const timestampDelta = reader.varint()
  const timestamp =
    context.timestampType === LOG_APPEND_TIME && context.maxTimestamp
      ? context.maxTimestamp
      : String(Number(context.firstTimestamp.toString()) + timestampDelta)
  const offset = String(Number(context.firstOffset.toString()) + reader.varint())
  const key = reader.bytes()
  const value = reader.bytes()
  // No prototype: a header may be called anything.
  const headers = Object.create(null) as Record<string, Header>
  for (let left = reader.varint(); left > 0; left -= 1) {
    const name = reader.text()
    const text = reader.bytes() as Buffer
    const before = headers[name]
    headers[name] = before === undefined ? text : Array.isArray(before) ? [...before, text] : [before, text]
  }
  decoder.offset = reader.at
  return {
    magicByte: context.magicByte,
    attributes,
    timestamp,
    offset,
    key,
    value,
    headers,
    isControlRecord: context.isControlBatch ?? false,
    batchContext: context,
  }
}

/** Kafka's varint: zigzag, seven bits a byte, the least first. A delta of time may pass 32 bits, so no bit operators. */
class Reader {
  constructor(
    private readonly buffer: Buffer,
    public at: number,
  ) {}

  varint(): number {
    let value = 0
    let weight = 1
    for (;;) {
      const byte = this.buffer[this.at++]!
      value += (byte & 0x7f) * weight
      if (!(byte >= 0x80)) break
      weight *= 128
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  bytes(): Buffer | null {
    const length = this.varint()
    if (length < 0) return null
    const from = this.at
    this.at += length
    return this.buffer.subarray(from, this.at)
  }

  text(): string {
    const length = this.varint()
    const from = this.at
    this.at += length
    return this.buffer.toString('utf8', from, this.at)
  }
}

function zigzag(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2
}

function sizeOfVarint(value: number): number {
  let rest = zigzag(value)
  let size = 1
  while (rest >= 128) {
    rest = Math.floor(rest / 128)
    size += 1
  }
  return size
}

function writeVarint(buffer: Buffer, value: number, from: number): number {
  let rest = zigzag(value)
  let at = from
  while (rest >= 128) {
    buffer[at++] = (rest % 128) + 128
    rest = Math.floor(rest / 128)
  }
  buffer[at++] = rest
  return at
}

function sizeOf(bytes: Buffer | string | null | undefined): number {
  if (bytes === null || bytes === undefined) return 1
  const length = Buffer.byteLength(bytes)
  return sizeOfVarint(length) + length
}

function writeBytes(buffer: Buffer, bytes: Buffer | string | null | undefined, from: number): number {
  if (bytes === null || bytes === undefined) return writeVarint(buffer, -1, from)
  const at = writeVarint(buffer, Buffer.byteLength(bytes), from)
  return at + (typeof bytes === 'string' ? buffer.write(bytes, at) : bytes.copy(buffer, at))
}
