import type { Catalogue, EventContract, Unit } from '#core/catalogue'
import { canonicaliseParts } from '#core/identifiers'
import { derivedId } from '#core/kernel'
import { type CloudEventJson, dataschemaOf } from '#core/messages'

/** The moment at which examples happen; nothing depends on it. */
const EXAMPLE_TIME = '2011-10-03T10:15:00Z'

/** A whole event with the contract's first accepted example, as its first publisher would send it. */
export function exampleEvent(catalogue: Catalogue, event: EventContract): CloudEventJson {
  const unit = publisherOf(catalogue, event)
  const [system = 'system'] = unit.systems
  const data = (event.examples.accepted[0] ?? {}) as Record<string, unknown>
  return {
    specversion: '1.0',
    id: derivedId('example', event.name),
    source: `/${unit.organisation}/${system}`,
    type: event.type,
    dataschema: dataschemaOf(event.type, event.version),
    subject: subjectOf(catalogue, event, unit, data),
    time: EXAMPLE_TIME,
    datacontenttype: 'application/json',
    unit: unit.unit,
    marking: event.marking,
    data,
  }
}

/** The first unit in the order of names that bears a role which may publish the event. */
function publisherOf(catalogue: Catalogue, event: EventContract): Unit {
  const units = [...catalogue.units.values()].toSorted((a, b) => (a.unit < b.unit ? -1 : 1))
  const found = units.find(({ role }) => event.publishers.includes(role))
  return found ?? units[0]!
}

function subjectOf(
  catalogue: Catalogue,
  event: EventContract,
  unit: Unit,
  data: Record<string, unknown>,
): string {
  for (const [scheme, fields] of event.handles) {
    const identifier = catalogue.identifiers.get(scheme)
    if (identifier === undefined) continue
    const parts = fields.map((field) => valueAt(data, field))
    const own = canonicaliseParts(identifier, parts, { asAt: Date.parse(EXAMPLE_TIME) })
    if (own.ok) return `${scheme}:${own.value}`
  }
  if (event.about !== 'person') return `unit:${unit.unit}`
  const person = (data['person'] ?? {}) as Record<string, unknown>
  const scheme = [...catalogue.identifiers.keys()].find((name) => typeof person[name] === 'string')
  return scheme === undefined ? 'crn:X123456' : `${scheme}:${String(person[scheme])}`
}

function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], data)
}
