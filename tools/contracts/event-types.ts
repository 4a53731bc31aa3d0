import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { parse } from 'yaml'
import type { Catalogue, EventContract, SourceFile } from '#core/catalogue'

interface TypeEntry {
  says: string
  schema: Record<string, unknown>
}

const BANNER = `// Generated from contracts/ by \`npm run contracts\`: change the contracts, not this file.\n`

/** TypeScript types of each event's data, `CourtsPreventionOrderMadeV1`, and of the vocabulary's objects and lists of values. */
export async function eventTypes(catalogue: Catalogue, files: readonly SourceFile[]): Promise<string> {
  const text = files.find(({ path }) => path.endsWith('vocabulary.yaml'))?.text ?? '{}'
  const vocabulary = parse(text) as Record<string, TypeEntry>
  const events = [...catalogue.events.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const definitions: Record<string, JSONSchema> = {}
  for (const [type, { says, schema }] of Object.entries(vocabulary))
    if (isNamed(schema))
      definitions[pascal(type)] = {
        title: pascal(type),
        description: says.trim(),
        ...referring(schema, vocabulary),
      }
  for (const event of events) definitions[typeName(event)] = dataOf(event, vocabulary)
  const compiled = await compile(
    { title: 'EventDataByName', ...byName(events), definitions },
    'EventDataByName',
    {
      bannerComment: '',
      additionalProperties: false,
      ignoreMinAndMaxItems: true,
      unreachableDefinitions: true,
      format: false,
    },
  )
  return `${BANNER}\n${compiled.replaceAll(UNREACHABLE, '')}`
}

/** What the typed client knows of each contract at run time. */
export function clientContracts(catalogue: Catalogue): string {
  const events = [...catalogue.events.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const entries = events.map(({ name, marking }) => `  '${name}': { marking: '${marking}' },`)
  return `\n/** Each contract's own marking. */\nexport const CONTRACTS = {\n${entries.join('\n')}\n} as const\n`
}

/** What the tool adds to a description of a type that nothing refers to. */
const UNREACHABLE =
  /(?:\s*\*)?\s*\* This interface was referenced by `EventDataByName`'s JSON-Schema\s*\* via the `definition` "[^"]+"\./g

/** `courts.prevention-order.made@1` → `CourtsPreventionOrderMadeV1` */
export function typeName({ type, version }: Pick<EventContract, 'type' | 'version'>): string {
  return `${pascal(type)}V${version}`
}

function pascal(name: string): string {
  return name.replace(/(?:^|[.-])([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function byName(events: readonly EventContract[]): JSONSchema {
  const properties = Object.fromEntries(
    events.map((event) => [event.name, { $ref: `#/definitions/${typeName(event)}` }]),
  )
  return {
    type: 'object',
    description: 'The data of each event by contract name.',
    required: Object.keys(properties),
    properties,
  }
}

function dataOf(event: EventContract, vocabulary: Record<string, TypeEntry>): JSONSchema {
  const fields = [...event.fields.values()]
  return {
    title: typeName(event),
    description: `\`${event.name}\`: ${event.means.trim()}`,
    type: 'object',
    required: fields.filter(({ optional }) => !optional).map(({ field }) => field),
    properties: Object.fromEntries(fields.map(({ field, type }) => [field, referenceTo(type, vocabulary)])),
  }
}

/** Objects, lists of values and lists of objects get a name of their own; a date stays a string. */
function isNamed(schema: Record<string, unknown>): boolean {
  const items = schema['items'] as Record<string, unknown> | undefined
  return 'enum' in schema || 'properties' in schema || (items !== undefined && isNamed(items))
}

function referenceTo(type: string, vocabulary: Record<string, TypeEntry>): JSONSchema {
  const entry = vocabulary[type]
  if (entry === undefined) return {}
  return isNamed(entry.schema)
    ? { $ref: `#/definitions/${pascal(type)}` }
    : referring(entry.schema, vocabulary)
}

/** The schema with its `$ref: <type>` turned into references to the definitions here. */
function referring(schema: unknown, vocabulary: Record<string, TypeEntry>): JSONSchema {
  if (Array.isArray(schema)) return schema.map((item) => referring(item, vocabulary)) as unknown as JSONSchema
  if (typeof schema !== 'object' || schema === null) return schema as JSONSchema
  const reference = (schema as Record<string, unknown>)['$ref']
  if (typeof reference === 'string') return referenceTo(reference, vocabulary)
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, referring(value, vocabulary)]))
}
