import type { Catalogue, EventContract } from '#core/catalogue'
import { canonicalise, canonicaliseParts } from '#core/identifiers'
import type { Fault } from '#core/kernel'
import type { Envelope } from '#core/messages'

/**
 * Whether the subject is one that the event may have: a handle that its contract declares and its data agrees with, an
 * identifier of a person, or a unit. An identifier that is not valid is not refused: the register keeps it and never
 * matches on it (CORE §1).
 */
export function subjectFaults(
  catalogue: Catalogue,
  contract: EventContract,
  envelope: Envelope,
  data: unknown,
): Fault[] {
  const colon = envelope.subject.indexOf(':')
  const scheme = envelope.subject.slice(0, colon)
  const value = envelope.subject.slice(colon + 1)
  const handle = contract.handles.get(scheme)
  if (handle !== undefined) return handleFaults(catalogue, scheme, handle, value, envelope, data)
  if (scheme === 'unit') return unitFaults(catalogue, contract, value)
  const identifier = catalogue.identifiers.get(scheme)
  if (identifier !== undefined && identifier.of !== 'handle' && contract.about === 'person') return []
  const handles = [...contract.handles.keys()]
  const people = [...catalogue.identifiers.values()]
    .filter((known) => known.of !== 'handle')
    .map((known) => known.scheme)
  const schemes = contract.about === 'person' ? [...handles, ...people] : [...handles, 'unit']
  return [
    subjectFault(
      'HUB_SUBJECT_SCHEME',
      `${contract.name} takes a subject of ${schemes.join(', ')}, not ${scheme}.`,
    ),
  ]
}

function handleFaults(
  catalogue: Catalogue,
  scheme: string,
  fields: readonly string[],
  value: string,
  envelope: Envelope,
  data: unknown,
): Fault[] {
  const identifier = catalogue.identifiers.get(scheme)
  if (identifier === undefined) return []
  const reading = { asAt: envelope.occurredAt }
  const said = canonicalise(identifier, value, reading)
  if (!said.ok) return [subjectFault('HUB_SUBJECT_INVALID', `The subject's ${said.reason}.`)]
  const own = canonicaliseParts(
    identifier,
    fields.map((field) => valueAt(data, field)),
    reading,
  )
  // a missing or malformed field is a fault of the data, and said there
  if (!own.ok || own.value === said.value) return []
  return [
    subjectFault(
      'HUB_SUBJECT_MISMATCH',
      `The subject names another ${scheme} than the data's ${fields.join(' and ')}.`,
    ),
  ]
}

function unitFaults(catalogue: Catalogue, contract: EventContract, unit: string): Fault[] {
  if (contract.about === 'person')
    return [subjectFault('HUB_SUBJECT_SCHEME', `${contract.name} is about a person, and a unit is none.`)]
  return catalogue.units.has(unit) ? [] : [subjectFault('HUB_SUBJECT_INVALID', `No unit is called ${unit}.`)]
}

function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], data)
}

function subjectFault(code: string, says: string): Fault {
  return { code, at: '/subject', says }
}
