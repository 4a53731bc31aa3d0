import type { ICustomPartitioner } from 'kafkajs'

/**
 * Kafka's own choice for records that have a key (murmur2, as the Java client's), or the partition that the record names. In 32-bit
 * arithmetic: kafkajs does it in BigInt. A record of the hub has one or the other, so nothing is handed out in turn.
 */
export const keyPartitioner: ICustomPartitioner = () => {
  return ({ partitionMetadata, message: { partition, key } }) =>
    partition ?? (murmur2(key ?? '') & 0x7fffffff) % partitionMetadata.length
}

const SEED = 0x9747b28c
const MIX = 0x5bd1e995

export function murmur2(key: Buffer | string): number {
  const bytes = typeof key === 'string' ? Buffer.from(key) : key
  const { length } = bytes
  const whole = length & ~3
  let hash = SEED ^ length
  for (let at = 0; at < whole; at += 4) {
    let part = Math.imul(bytes.readInt32LE(at), MIX)
    part ^= part >>> 24
    hash = Math.imul(hash, MIX) ^ Math.imul(part, MIX)
  }
  if (length > whole) {
    for (let at = length - 1; at >= whole; at -= 1) hash ^= bytes[at]! << (8 * (at - whole))
    hash = Math.imul(hash, MIX)
  }
  hash = Math.imul(hash ^ (hash >>> 13), MIX)
  return hash ^ (hash >>> 15)
}
