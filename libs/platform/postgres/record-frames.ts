import type { OutgoingRecord } from '#core/messages'

interface Framed {
  offset: number
  record: OutgoingRecord
}

/** Frames records as [length, head in JSON, length, value], so that a batch's outputs are one binary parameter. */
export function encodeRecords(outputs: readonly Framed[]): Buffer {
  const parts: Buffer[] = []
  for (const { offset, record } of outputs) {
    const { value, ...head } = record
    const headBytes = Buffer.from(JSON.stringify([offset, head]))
    parts.push(lengthOf(headBytes), headBytes, lengthOf(value), value)
  }
  return Buffer.concat(parts)
}

export function decodeRecords(frames: Buffer): Framed[] {
  const outputs: Framed[] = []
  let at = 0
  const next = (): Buffer => {
    const length = frames.readUInt32BE(at)
    const part = frames.subarray(at + 4, at + 4 + length)
    at += 4 + length
    return part
  }
  while (at < frames.length) {
    const [offset, head] = JSON.parse(next().toString()) as [number, Omit<OutgoingRecord, 'value'>]
    outputs.push({ offset, record: { ...head, value: next() } })
  }
  return outputs
}

function lengthOf(part: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32BE(part.length)
  return length
}
