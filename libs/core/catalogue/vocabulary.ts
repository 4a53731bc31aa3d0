import type { ContractFiles } from './contract-files.js'
import type { Shape } from './shape.js'
import type { FaultList, Source } from './source.js'
import { Validators } from './validators.js'

export interface DataType {
  type: string
  says: string
  /** JSON Schema 2020-12, complete in itself. */
  schema: Shape
  sample: unknown
  /** Members that belong to another field set than the field itself. */
  members: ReadonlyMap<string, string>
  /** Whether schema and sample fit; events of a type that is not sound are not tried. */
  sound: boolean
}

export interface Vocabulary {
  types: ReadonlyMap<string, DataType>
  /** Knows every type under `typeId`, so that each is compiled once however many events use it. */
  validators: Validators
}

interface VocabularyFile {
  [type: string]: { says: string; schema: Shape; sample: unknown; members?: Record<string, string> }
}

/** The id under which the validator knows a type of the vocabulary. */
export function typeId(type: string): string {
  return `urn:interlock:type:${type}`
}

/**
 * Reads `reference/vocabulary.yaml`: each schema is tried with its own sample, unless it passed before. `$ref: <type>` names
 * another type.
 */
export function readVocabulary(files: ContractFiles, faults: FaultList, passedBefore = false): Vocabulary {
  const validators = new Validators()
  const source = files.one('vocabulary')
  const types = new Map<string, DataType>()
  if (source === undefined) return { types, validators }
  const raw = source.value as VocabularyFile
  for (const [type, entry] of Object.entries(raw)) {
    const schema = inlined(entry.schema, raw, [type], (says) =>
      faults.add(source.place([type, 'schema']), 'HUB_CATALOGUE_REFERENCE', says),
    ) as Shape
    const read = { ...entry, type, schema, members: new Map(Object.entries(entry.members ?? {})) }
    if (passedBefore) validators.know(typeId(type), schema)
    types.set(type, { ...read, sound: passedBefore || isSound(validators, read, source, faults) })
  }
  return { types, validators }
}

/** Whether the schema is one, and takes its own sample; otherwise says why not. */
function isSound(
  validators: Validators,
  { type, schema, sample }: Omit<DataType, 'sound'>,
  source: Source,
  faults: FaultList,
): boolean {
  try {
    const misfits = validators.add(typeId(type), schema).all(sample)
    for (const { at, says } of misfits) {
      const what = at === '' ? says.replace('the whole', 'it') : says
      const sentence = `The sample of ${type} does not fit its own schema: ${what} Mend the sample or the schema.`
      faults.add(source.place([type, 'sample']), 'HUB_CATALOGUE_EXAMPLE', sentence)
    }
    return misfits.length === 0
  } catch (error) {
    const says = `The schema of ${type} is not JSON Schema 2020-12: ${(error as Error).message}. Mend it.`
    faults.add(source.place([type, 'schema']), 'HUB_CATALOGUE_SHAPE', says)
    return false
  }
}

/** The schema with every `$ref: <type>` replaced by that type's schema. */
function inlined(
  schema: unknown,
  all: VocabularyFile,
  within: readonly string[],
  say: (says: string) => void,
): unknown {
  if (Array.isArray(schema)) return schema.map((item) => inlined(item, all, within, say))
  if (typeof schema !== 'object' || schema === null) return schema
  const reference = (schema as Record<string, unknown>)['$ref']
  if (typeof reference === 'string') {
    const target = all[reference]
    if (target !== undefined && !within.includes(reference))
      return inlined(target.schema, all, [...within, reference], say)
    say(
      target === undefined
        ? `$ref names the type ${reference}, which the vocabulary does not have: add it or name another.`
        : `${reference} contains itself: say its members instead.`,
    )
    return {}
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, inlined(value, all, within, say)]),
  )
}
