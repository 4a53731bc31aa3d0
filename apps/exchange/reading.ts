import { type Instant, isContentError } from '#core/kernel'
import { type LinkedMessage, linkedMessageFrom, parkingDecisionOf, tickFrom } from '#core/messages'
import {
  type BrokerMessage,
  type Client,
  discardParked,
  parsePlace,
  type Place,
  takeParked,
} from '#platform/postgres'

/** Where a message stands whose decisions these are. */
export interface ReadingPlace extends Place {
  offset: number
}

/** One message of `hub.linked` as the exchange reads it: a tick, a fact, or something that is neither. */
export interface Reading extends ReadingPlace {
  raw: BrokerMessage
  message?: LinkedMessage
  data?: unknown
  fault?: Error
  tickAt?: Instant
  /** Set where the message was parked, and an operator has put it back. */
  parkedAt?: Place
}

/** The messages with those that an operator has put back, each behind the fact that says so. */
export async function withRepairs(client: Client, readings: readonly Reading[]): Promise<Reading[]> {
  const all: Reading[] = []
  for (const reading of readings) {
    all.push(reading)
    const decision = reading.message && parkingDecisionOf(reading.message, reading.data, 'exchange')
    const place = parsePlace(decision?.place)
    if (decision === undefined || place === undefined) continue
    if (decision.verb === 'discard') {
      await discardParked(client, place, decision.reason)
      continue
    }
    const parked = await takeParked(client, place)
    if (parked === undefined) continue
    const { topic, partition, offset } = reading
    all.push({ ...read(place, parked), topic, partition, offset, parkedAt: place })
  }
  return all
}

export function read({ topic, partition }: Place, raw: BrokerMessage): Reading {
  const standing = { topic, partition, offset: Number(raw.offset), raw }
  const tick = tickFrom(raw.headers)
  if (tick) return { ...standing, tickAt: tick.at }
  try {
    const message = linkedMessageFrom(raw.headers, raw.value)
    return { ...standing, message, data: JSON.parse(message.bytes.toString('utf8')) as unknown }
  } catch (error) {
    if (!isContentError(error)) throw error
    return { ...standing, fault: error }
  }
}
