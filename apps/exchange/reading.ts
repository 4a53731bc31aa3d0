import { type Instant, isContentError } from '#core/kernel'
import { type LinkedMessage, linkedMessageFrom, parkingDecisionOf, tickFrom } from '#core/messages'
import { type BrokerMessage, type Client, discardParked, parsePlace, takeParked } from '#platform/postgres'

/** One message of `hub.linked` as the exchange reads it: a tick, a fact, or something that is neither. */
export interface Reading {
  raw: BrokerMessage
  offset: number
  message?: LinkedMessage
  data?: unknown
  fault?: Error
  tickAt?: Instant
  /** Set where the message was parked, and an operator has put it back. */
  parkedAt?: { topic: string; partition: number }
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
    if (parked) all.push({ ...read(parked), offset: reading.offset, parkedAt: place })
  }
  return all
}

export function read(raw: BrokerMessage): Reading {
  const offset = Number(raw.offset)
  const tick = tickFrom(raw.headers)
  if (tick) return { raw, offset, tickAt: tick.at }
  try {
    const message = linkedMessageFrom(raw.headers, raw.value)
    return { raw, offset, message, data: JSON.parse(message.bytes.toString('utf8')) as unknown }
  } catch (error) {
    if (!isContentError(error)) throw error
    return { raw, offset, fault: error }
  }
}
