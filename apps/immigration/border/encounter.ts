import type { Fault } from '#core/kernel'
import { findings, jsonDocument, Place, stated } from '#platform/native'

/** One encounter at a port, as an officer enters it. */
export interface Encounter {
  reference: string
  /** The identifier that the person was recognised by, `pnc:1999/0040001X`. */
  about: string
  at: string
  direction: 'inbound' | 'outbound'
  port: string
  flight?: string
  person: Record<string, unknown>
}

export type EncountersReading =
  { ok: true; encounters: Encounter[]; passedOver: number } | { ok: false; faults: Fault[] }

const DIRECTIONS = { ARRIVAL: 'inbound', DEPARTURE: 'outbound' } as const
/** Most people of one flight. */
const ENCOUNTERS_MAX = 1_000

/**
 * Reads encounters. A passenger without a match is no business of the hub (S, seed 0 paragraph 55: flights are searched for
 * registered offenders): counted, and not read any further.
 */
export function readEncounters(bytes: Uint8Array): EncountersReading {
  const document = jsonDocument(bytes)
  if (!document.ok) return { ok: false, faults: [document.fault] }
  const found = findings('pointer')
  const root = new Place(document.value, '', found)
  const places = Array.isArray(document.value) ? root.items() : [root]
  if (places.length > ENCOUNTERS_MAX) root.fault(`has more than ${ENCOUNTERS_MAX} encounters; send several`)
  const ofInterest = places.filter((place) => !isPassenger(place))
  const encounters = ofInterest.flatMap((place) => encounterOf(place) ?? [])
  if (found.faults.length > 0) return { ok: false, faults: found.faults }
  return { ok: true, encounters, passedOver: places.length - ofInterest.length }
}

function isPassenger({ value }: Place): boolean {
  return typeof value === 'object' && value !== null && (value as { match?: unknown }).match === null
}

function encounterOf(place: Place): Encounter | undefined {
  const reference = place.member('reference').text()
  const at = place.member('seenAt').moment()
  const direction = place.member('direction').oneOf(DIRECTIONS)
  const port = coded(place.member('port'), /^[A-Z]{3}$/, 'is not a port by its three letters')
  const flight = place.member('flight').present
    ? coded(place.member('flight'), /^[A-Z0-9]{2}[A-Z]?[0-9]{1,4}[A-Z]?$/, 'is not a flight number')
    : undefined
  const match = place.member('match')
  const scheme = match.member('register').oneOf({ PNC: 'pnc', VISOR: 'visor' })
  const number = match.member('number').text()
  const document = place.member('document')
  const surname = document.member('surname').text()
  const forenames = document.member('givenNames').textIfPresent()
  const dateOfBirth = document.member('dateOfBirth').day()
  if (!reference || !at || !direction || !port || !scheme || !number || !surname) return undefined
  const person = stated({ name: stated({ forenames, surname }), dateOfBirth, [scheme]: number })
  return { reference, about: `${scheme}:${number}`, at, direction, port, person, ...stated({ flight }) }
}

function coded(place: Place, pattern: RegExp, otherwise: string): string | undefined {
  const text = place.text()?.replaceAll(' ', '').toUpperCase()
  if (text === undefined || pattern.test(text)) return text
  place.fault(otherwise)
  return undefined
}
