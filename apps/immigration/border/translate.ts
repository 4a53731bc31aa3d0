import { londonDay } from '#core/calendar'
import { parseInstant } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'
import type { Confirmed, NativeTranslation } from '#platform/edge'
import { fact } from '#platform/native'
import type { Client } from '#platform/postgres'
import { type Encounter, readEncounters } from './encounter.js'
import type { PortEntry, PortRegister } from './port-register.js'

type Confirmation = Confirmed<Encounter, PortEntry>

/** Encounters as they were entered, or what the register confirmed later of what it had held back. */
export type BorderFormat = 'port-encounters' | 'port-confirmations'

/** A native message of the border: what it does to the register, and the facts that the register confirms. */
export async function translateBorderMessage(
  format: string,
  bytes: Buffer,
  client: Client,
  port: PortRegister,
): Promise<NativeTranslation> {
  switch (format as BorderFormat) {
    case 'port-encounters': {
      const read = readEncounters(bytes)
      if (!read.ok) return read
      const confirmed = await port.transact(client, read.encounters)
      return { ok: true, events: confirmed.map(encounterEvent), notes: [{ passedOver: read.passedOver }] }
    }
    case 'port-confirmations':
      return { ok: true, events: (JSON.parse(bytes.toString('utf8')) as Confirmation[]).map(encounterEvent) }
  }
}

/** What the register holds of an encounter, as the border says it: when it was seen, whenever it was entered. */
function encounterEvent({ transaction, entry }: Confirmation): CloudEventJson {
  const { direction, port, flight, person, seenAt } = entry
  return fact({
    source: '/immigration/port-encounters',
    type: 'immigration.port-encounter.recorded',
    unit: 'immigration/border',
    subject: transaction.about,
    at: seenAt,
    marking: 'restricted',
    of: [transaction.reference],
    data: { person, direction, port, flight, seenOn: londonDay(parseInstant(seenAt)!) },
  })
}
