import { Ajv2020, type AnySchemaObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { type SchemaFault, schemaFaults } from './schema-sentences.js'

const { date, time, uuid, uri } = fullFormats
const COMMON: Options = {
  strict: true,
  strictTypes: false,
  strictRequired: false,
  // Judging each schema by the metaschema costs more than compiling it; `add` asks for it where people write schemas.
  validateSchema: false,
  formats: { date, time, uuid, uri, 'date-time': fullFormats['date-time'] },
  // What a catalogue compiles is tried a few times at load and then, in a hub, a million times: V8 does the optimising.
  code: { optimize: false },
}

/**
 * Compiles JSON Schemas twice: quickly, to tell good from bad (2 µs a payload), and, only once something bad was seen,
 * with all that a sentence for each fault needs.
 */
export class Validators {
  private readonly quick = new Ajv2020({ ...COMMON, inlineRefs: false })
  private thorough: Ajv2020 | undefined
  private readonly named = new Map<string, AnySchemaObject>()

  /** Makes a schema known under an id, for `$ref`. @throws Error when it is not JSON Schema 2020-12. */
  add(id: string, schema: object): LazyValidator {
    this.quick.validateSchema(schema as AnySchemaObject, true)
    this.know(id, schema)
    const validate = this.quick.compile({ $ref: id })
    return new LazyValidator(
      () => validate,
      () => this.thoroughly({ $ref: id }),
    )
  }

  /** As `add`, for a schema that passed before: it is compiled where it is used. */
  know(id: string, schema: object): void {
    this.quick.addSchema(schema as AnySchemaObject, id)
    this.named.set(id, schema as AnySchemaObject)
  }

  /** A validator that is compiled when it is first used. */
  lazily(schema: () => object): LazyValidator {
    return new LazyValidator(
      () => this.quick.compile(schema() as AnySchemaObject),
      () => this.thoroughly(schema()),
    )
  }

  private thoroughly(schema: object): ValidateFunction {
    if (this.thorough === undefined) {
      this.thorough = new Ajv2020({ ...COMMON, allErrors: true, verbose: true })
      for (const [id, known] of this.named) this.thorough.addSchema(known, id)
    }
    return this.thorough.compile(schema as AnySchemaObject)
  }
}

export class LazyValidator {
  private quick: ValidateFunction | undefined
  private thorough: ValidateFunction | undefined

  constructor(
    private readonly compileQuick: () => ValidateFunction,
    private readonly compileThorough: () => ValidateFunction,
  ) {}

  /** Where the first fault is, whichever that is, or undefined. */
  firstAt(value: unknown): string | undefined {
    this.quick ??= this.compileQuick()
    return this.quick(value) ? undefined : schemaFaults(this.quick.errors)[0]?.at
  }

  /** Every fault, in sentences. */
  all(value: unknown): SchemaFault[] {
    this.quick ??= this.compileQuick()
    if (this.quick(value)) return []
    this.thorough ??= this.compileThorough()
    this.thorough(value)
    return schemaFaults(this.thorough.errors)
  }
}
