import type { ErrorObject } from 'ajv/dist/2020.js'

/** What a schema found wrong: where, and how to mend it, in words of the domain and not of the schema. */
export interface SchemaFault {
  code: 'MISSING' | 'UNKNOWN' | 'INVALID'
  /** JSON pointer to the value, or to the field that is missing or unknown. */
  at: string
  /** The field the sentence is about: the last name in `at`. */
  field: string
  says: string
}

/** Keywords whose branches explain themselves; the umbrella error would only repeat that something below is wrong. */
const UMBRELLAS = new Set(['if', 'allOf', 'anyOf', 'oneOf', '$ref', 'propertyNames'])

/** Turns what Ajv found into sentences; an umbrella error is kept only when nothing below it was said. */
export function schemaFaults(errors: readonly ErrorObject[] | null | undefined): SchemaFault[] {
  const all = errors ?? []
  const specific = all.filter(({ keyword }) => !UMBRELLAS.has(keyword))
  return (specific.length > 0 ? specific : all).map(schemaFault)
}

function schemaFault(error: ErrorObject): SchemaFault {
  const { keyword, instancePath, params } = error
  if (keyword === 'required') {
    const field = String(params['missingProperty'])
    const says = `${field} is missing${inside(instancePath)}: give it.`
    return { code: 'MISSING', at: `${instancePath}/${field}`, field, says }
  }
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    const field = String(params['additionalProperty'] ?? params['unevaluatedProperty'])
    const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {})
    const mend = known.length > 0 ? `use one of ${known.join(', ')}` : 'take it out'
    const says = `${field} is not a field that is known${inside(instancePath)}: ${mend}.`
    return { code: 'UNKNOWN', at: `${instancePath}/${field}`, field, says }
  }
  const field = nameOf(instancePath)
  return { code: 'INVALID', at: instancePath, field, says: `${field} ${expectation(error)}.` }
}

function expectation(error: ErrorObject): string {
  const { keyword, params, data, message } = error
  const given = shown(data)
  switch (keyword) {
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).map(shown).join(', ')}, and is ${given}`
    case 'const':
      return `must be ${shown(params['allowedValue'])}, and is ${given}`
    case 'type':
      return `must be ${TYPES[String(params['type'])] ?? `of type ${String(params['type'])}`}, and is ${given}`
    case 'pattern': {
      const hint = error.parentSchema?.['description']
      return `must be ${typeof hint === 'string' ? hint : `written as ${String(params['pattern'])}`}, and is ${given}`
    }
    case 'format':
      return `must be ${FORMATS[String(params['format'])] ?? String(params['format'])}, and is ${given}`
    case 'minItems':
      return `needs at least ${String(params['limit'])} entries`
    case 'maxItems':
      return `may have at most ${String(params['limit'])} entries`
    case 'minProperties':
      return `needs at least ${String(params['limit'])} fields`
    case 'minLength':
      return 'is too short'
    case 'maxLength':
      return `is longer than ${String(params['limit'])} characters`
    case 'uniqueItems':
      return 'repeats an entry'
    default:
      return `is not allowed: ${message ?? keyword}, and is ${given}`
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object with named fields',
  array: 'a list',
}

const FORMATS: Readonly<Record<string, string>> = {
  date: 'a date as YYYY-MM-DD',
  'date-time': 'an RFC 3339 timestamp with its zone',
  uuid: 'a UUID',
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent'
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

function nameOf(pointer: string): string {
  return pointer === '' ? 'the whole' : (pointer.split('/').at(-1) ?? pointer)
}

function inside(pointer: string): string {
  return pointer === '' ? '' : ` in ${pointer.slice(1).replaceAll('/', '.')}`
}
