import { isoInstant, parseInstant } from '#core/kernel'
import { type Findings, Place } from './place.js'

/**
 * A domain event of the prison and probation services, in their common envelope (DOMAIN C.10): thin, with the name of what
 * happened and whose it is. Whoever needs more asks the register that sent it; its `detailUrl` is never followed here.
 */
export interface HmppsEvent {
  eventType: string
  version: number
  /** When it happened. `publishedAt` may be later, and means nothing. */
  occurredAt: string
  description?: string
  publishedAt?: string
  additionalInformation: Record<string, unknown>
  personReference: { identifiers: { type: string; value: string }[] }
}

/** One event as it was read, and where to find what it says besides. */
export interface ReadEvent {
  eventType: string
  occurredAt: string
  place: Place
  /** What the event says of its own. */
  information: Place
  /** The person's identifier of that type, if the event gives one. */
  identifier(type: string): string | undefined
}

/**
 * Reads the envelope of one event or of a list of them; what is wrong is in the findings. The list is bounded by the message's
 * own bound: a register tells of as many things as were entered into it at once.
 */
export function hmppsEvents(document: unknown, found: Findings): ReadEvent[] {
  const root = new Place(document, '', found)
  const places = Array.isArray(document) ? root.items() : [root]
  return places.flatMap((place) => hmppsEvent(place) ?? [])
}

function hmppsEvent(place: Place): ReadEvent | undefined {
  const eventType = place.member('eventType').text()
  const version = place.member('version')
  if (!version.present || !Number.isInteger(version.value)) version.fault('must be a whole number')
  const occurredAt = place.member('occurredAt').moment()
  const identifiers = place.path('personReference', 'identifiers').items()
  const pairs = identifiers.map((one) => [one.member('type').text(), one.member('value').text()] as const)
  if (eventType === undefined || occurredAt === undefined) return undefined
  return {
    eventType,
    occurredAt,
    place,
    information: place.member('additionalInformation'),
    identifier: (type) => pairs.find(([of]) => of === type)?.[1],
  }
}

/** An event as the services write it. */
export function writeHmppsEvent(
  eventType: string,
  occurredAt: string,
  identifiers: Readonly<Record<string, string | undefined>>,
  additionalInformation: Record<string, unknown>,
): HmppsEvent {
  return {
    eventType,
    version: 1,
    occurredAt: isoInstant(parseInstant(occurredAt)!),
    additionalInformation,
    personReference: {
      identifiers: Object.entries(identifiers).flatMap(([type, value]) =>
        value === undefined ? [] : [{ type, value }],
      ),
    },
  }
}
