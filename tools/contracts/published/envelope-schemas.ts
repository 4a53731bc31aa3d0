import { type Catalogue, type EventContract, type UnitSelector } from '#core/catalogue'
import { type CloudEventJson, dataschemaOf, MARKINGS } from '#core/messages'

export type Schema = Record<string, unknown>

const text = (description: string, charsMax: number, more: Schema = {}): Schema => ({
  type: 'string',
  description,
  minLength: 1,
  maxLength: charsMax,
  ...more,
})

/** The attributes that every event has, in CloudEvents' names. Intake's own reading of them is stricter in places. */
export const ATTRIBUTES: Readonly<Record<string, Schema>> = {
  specversion: { const: '1.0', description: 'Version of CloudEvents.' },
  id: text('Unique within its source, for ever: the same id is the same fact.', 128),
  source: text('The publishing system, as `/courts/libra`.', 102, {
    pattern: '^/[a-z0-9-]{1,40}/[a-z0-9-]{1,60}$',
  }),
  type: text('`<namespace>.<noun>.<past participle>`', 200),
  dataschema: text('Contract and version: `urn:interlock:event:<type>:<version>`.', 200),
  subject: text('`<scheme>:<value>`: an identifier of a person, a handle, or a unit.', 232),
  time: text('When it happened; RFC 3339 with a zone.', 40, { format: 'date-time' }),
  unit: text('The publishing unit, as `courts/b01fa`.', 101, {
    pattern: '^[a-z0-9-]{1,40}/[a-z0-9-]{1,60}$',
  }),
  marking: { enum: [...MARKINGS], description: 'Protective marking.' },
}

export const OPTIONAL_ATTRIBUTES: Readonly<Record<string, Schema>> = {
  datacontenttype: { const: 'application/json', description: 'What the data is.' },
  timeprecision: { const: 'day', description: 'Only the day is known: `time` is its midnight in London.' },
  partitionkey: text('Facts with the same key keep their order; absent: the subject.', 256),
  sequence: text('The source’s own running number, kept with the fact.', 20, { pattern: '^[0-9]{1,20}$' }),
  correlationid: text('What else it belongs to.', 128),
  causationid: text('The event that caused it.', 128),
  traceparent: text('W3C trace context.', 64),
}

/** What a copy has besides. */
export const COPY_ATTRIBUTES: Readonly<Record<string, Schema>> = {
  recipient: text('The unit that it is for.', 101),
  disclosure: text('The row of the disclosure ledger behind it, `<partition>/<position>`.', 40),
  occasion: text('Why it is offered now: `published`, or what came later.', 300),
}

/** `courts.prevention-order.made@1` → `CourtsPreventionOrderMadeV1` */
export { typeName } from '../event-types.js'

/** The attributes that a contract fixes. */
export function fixedAttributes({ type, version }: EventContract): Record<string, Schema> {
  return { type: { const: type }, dataschema: { const: dataschemaOf(type, version) } }
}

/** A payload as a recipient may get it: what no agreement gives is left out, at any depth. */
export function asShared(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asShared)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== 'required' && key !== 'minProperties')
      .map(([key, value]) => [key, key === 'properties' ? eachAsShared(value as object) : asShared(value)]),
  )
}

/** Names of properties are no keywords: a field may be called `required`. */
function eachAsShared(properties: object): object {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, asShared(schema)]))
}

/** The attributes of an event as Kafka carries them: `ce_` before each name. */
export function headersOfExample(event: CloudEventJson): Record<string, string> {
  const { data: _data, datacontenttype, ...attributes } = event
  const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)])
  return { 'content-type': datacontenttype, ...Object.fromEntries(headers) }
}

/** Whether some unit of the organisation is among those that are meant. */
export function concerns(
  catalogue: Catalogue,
  organisation: string,
  selectors: readonly UnitSelector[],
): boolean {
  return [...catalogue.units.values()].some(
    (unit) =>
      unit.organisation === organisation &&
      selectors.some((meant) => ('unit' in meant ? meant.unit === unit.unit : meant.role === unit.role)),
  )
}
