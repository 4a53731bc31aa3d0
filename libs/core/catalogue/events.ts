import { namespaceOf } from '#core/messages'
import type { EventContract, EventField } from './catalogue.js'
import type { EventFile } from './event-file.js'
import { buildExamples } from './examples.js'
import { listOf, readDataLine } from './phrases.js'
import { type Shape, shapeAt } from './shape.js'
import type { Source } from './source.js'
import type { LazyValidator } from './validators.js'
import { typeId, type Vocabulary } from './vocabulary.js'
import type { Workbench } from './workbench.js'

/** Reads `events/`. Conditions inside them (`sets`, `names`) are compiled afterwards, by `readEffects` in effects.ts. */
export function readEvents(bench: Workbench): void {
  for (const source of bench.files.of('event')) {
    const file = source.value as EventFile
    const [type = '', version] = file.event.split('@')
    const fields = readFields(bench, source, file)
    const schema = schemaOf(fields, bench.vocabulary)
    const validator = validatorOf(fields, bench.vocabulary)
    bench.validators.set(file.event, validator)
    const event: EventContract = {
      name: file.event,
      type,
      version: Number(version),
      means: file.means,
      publishers: listOf(file.publisher),
      about: file.about,
      handles: new Map(Object.entries(file.handles ?? {})),
      marking: file.marking,
      fields,
      schema,
      check: (data) =>
        validator.all(data).map(({ code, at, says }) => ({ code: `HUB_DATA_${code}`, at, says })),
      sets: [],
      examples: buildExamples(fields, bench.vocabulary, file),
    }
    checkName(bench, source, event)
    checkHandles(bench, source, event)
    checkPublishers(bench, source, event)
    bench.events.set(event.name, event)
  }
}

function readFields(bench: Workbench, source: Source, file: EventFile): ReadonlyMap<string, EventField> {
  const fields = new Map<string, EventField>()
  for (const [field, text] of Object.entries(file.data)) {
    const line = readDataLine(text)
    if (!bench.vocabulary.types.has(line.type))
      bench.fault(
        source,
        ['data', field],
        'REFERENCE',
        `${field} is of type ${line.type}, which reference/vocabulary.yaml does not have: add the type there, or name another.`,
      )
    if (!bench.fieldSets.has(line.set))
      bench.fault(
        source,
        ['data', field],
        'REFERENCE',
        `${field} belongs to ${line.set}, which reference/field-sets.yaml does not have: name another set.`,
      )
    fields.set(field, { field, ...line })
  }
  return fields
}

/** JSON Schema of `data`: no other fields, and every field required that is not optional. */
function schemaOf(fields: ReadonlyMap<string, EventField>, vocabulary: Vocabulary): Shape {
  return objectOf(fields, (type) => vocabulary.types.get(type)?.schema ?? {})
}

function objectOf(fields: ReadonlyMap<string, EventField>, schemaOfType: (type: string) => Shape): Shape {
  const entries = [...fields.values()]
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(({ field, type }) => [field, schemaOfType(type)])),
    required: entries.filter(({ optional }) => !optional).map(({ field }) => field),
    additionalProperties: false,
  }
}

/** Compiles on first use: a process that never sees the event never pays for it. */
function validatorOf(
  fields: ReadonlyMap<string, EventField>,
  { types, validators }: Vocabulary,
): LazyValidator {
  const known = (type: string): Shape => (types.has(type) ? ({ $ref: typeId(type) } as Shape) : {})
  return validators.lazily(() => objectOf(fields, known))
}

function checkName(bench: Workbench, source: Source, event: EventContract): void {
  const noun = event.type.slice(event.type.indexOf('.') + 1)
  const expected = `${noun}.v${event.version}.yaml`
  if (!source.file.endsWith(`/${expected}`))
    bench.fault(
      source,
      ['event'],
      'NAME',
      `The file of ${event.name} must be named ${expected}: rename the file, or mend the name.`,
    )
  if (bench.events.has(event.name))
    bench.fault(
      source,
      ['event'],
      'DUPLICATE',
      `${event.name} is declared in another file too: keep one, or publish a new version.`,
    )
}

function checkHandles(bench: Workbench, source: Source, event: EventContract): void {
  for (const [scheme, parts] of event.handles) {
    if (!bench.identifiers.has(scheme))
      bench.fault(
        source,
        ['handles', scheme],
        'REFERENCE',
        `There is no identifier scheme ${scheme}: add it to reference/identifiers.yaml, or name another.`,
      )
    for (const [index, part] of parts.entries())
      if (!shapeAt(event.schema as Shape, part.split('.')).found)
        bench.fault(
          source,
          ['handles', scheme, index],
          'FIELD',
          `The handle ${scheme} is made of ${part}, which is not a field of data: use one of ${[...event.fields.keys()].join(', ')}.`,
        )
  }
}

/** Each publishing role needs a unit that may speak the namespace. */
function checkPublishers(bench: Workbench, source: Source, event: EventContract): void {
  const namespace = namespaceOf(event.type)
  for (const role of event.publishers) {
    const units = bench.unitsOf({ role })
    if (units.some(({ publishes }) => publishes.includes(namespace))) continue
    const why = units.length === 0 ? 'no unit has that role' : `no unit of that role publishes ${namespace}`
    bench.fault(
      source,
      ['publisher'],
      'AUTHORITY',
      `${event.name} is published by the role ${role}, but ${why}: mend the publisher, or the unit in organisations/.`,
    )
  }
}
