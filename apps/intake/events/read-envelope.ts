import { startOfDay } from '#core/calendar'
import { type Fault, parseInstant } from '#core/kernel'
import { type Envelope, type Marking, parseDataschema } from '#core/messages'

export type ReadEnvelope = { ok: true; envelope: Envelope } | { ok: false; faults: Fault[] }

interface Rule {
  optional?: true
  pattern: RegExp
  says: string
}

const text = (charsMax: number): RegExp => new RegExp(`^[^\\p{Cc}\\p{Cs}]{1,${charsMax}}$`, 'u')

/** CloudEvents 1.0 §3 and INTERFACES §5. Lengths are the hub's own bounds. */
const ATTRIBUTES: Readonly<Record<string, Rule>> = {
  specversion: { pattern: /^1\.0$/, says: 'is 1.0' },
  id: { pattern: text(128), says: 'is 1 to 128 characters without control characters' },
  source: { pattern: /^\/[a-z0-9-]{1,40}\/[a-z0-9-]{1,60}$/, says: 'is /<organisation>/<system>' },
  type: { pattern: /^[a-z0-9-]+(\.[a-z0-9-]+){2,4}$/, says: 'is <namespace>.<noun>.<past participle>' },
  dataschema: { pattern: text(200), says: 'is urn:interlock:event:<type>:<version>' },
  subject: { pattern: /^[a-z][a-z0-9-]{0,30}:[^\p{Cc}\p{Cs}]{1,200}$/u, says: 'is <scheme>:<value>' },
  time: { pattern: text(40), says: 'is an RFC 3339 timestamp with a zone' },
  unit: { pattern: /^[a-z0-9-]{1,40}\/[a-z0-9-]{1,60}$/, says: 'is <organisation>/<unit>' },
  marking: { pattern: text(40), says: 'is a protective marking' },
  datacontenttype: { optional: true, pattern: /^application\/json(;.*)?$/i, says: 'is application/json' },
  timeprecision: { optional: true, pattern: /^day$/, says: 'is day, or absent' },
  partitionkey: { optional: true, pattern: text(256), says: 'is 1 to 256 characters' },
  sequence: { optional: true, pattern: /^\d{1,20}$/, says: 'is a whole number as text' },
  correlationid: { optional: true, pattern: text(128), says: 'is 1 to 128 characters' },
  causationid: { optional: true, pattern: text(128), says: 'is 1 to 128 characters' },
  // CloudEvents' distributed tracing extension: of use to those in between, and not kept
  traceparent: { optional: true, pattern: text(64), says: 'is a W3C trace context' },
  tracestate: { optional: true, pattern: text(512), says: 'is a W3C trace context' },
}

/** Nothing of the hub's business happened earlier; an earlier date is a slip of the pen. */
const EARLIEST_AT = Date.UTC(1900, 0, 1)

/** The envelope, or every fault of the attributes: missing, malformed, unknown, and times that cannot be. */
export function readEnvelope(attributes: Readonly<Record<string, unknown>>): ReadEnvelope {
  const faults = [...unknownAttributes(attributes), ...malformedAttributes(attributes)]
  const value = (name: string): string => String(attributes[name])
  const optional = (name: string): string | undefined => (attributes[name] == null ? undefined : value(name))
  const schema = parseDataschema(value('dataschema'))
  if (optional('dataschema') !== undefined && schema?.type !== optional('type'))
    faults.push(
      invalid(
        'dataschema',
        'names the type of the event and its version: urn:interlock:event:<type>:<version>',
      ),
    )
  const occurredAt = parseInstant(value('time'))
  if (optional('time') !== undefined) faults.push(...timeFaults(occurredAt, optional('timeprecision')))
  if (faults.length > 0) return { ok: false, faults }
  const envelope: Envelope = {
    id: value('id'),
    source: value('source'),
    type: value('type'),
    version: schema!.version,
    subject: value('subject'),
    time: value('time'),
    occurredAt: occurredAt!,
    timePrecision: optional('timeprecision') === 'day' ? 'day' : 'instant',
    unit: value('unit'),
    marking: value('marking') as Marking,
  }
  for (const [name, field] of CARRIED) {
    const carried = optional(name)
    if (carried !== undefined) envelope[field] = carried
  }
  return { ok: true, envelope }
}

const CARRIED = [
  ['partitionkey', 'partitionKey'],
  ['sequence', 'sequence'],
  ['correlationid', 'correlationId'],
  ['causationid', 'causationId'],
] as const

function unknownAttributes(attributes: Readonly<Record<string, unknown>>): Fault[] {
  return Object.keys(attributes)
    .filter((name) => !Object.hasOwn(ATTRIBUTES, name))
    .map((name) => ({
      code: 'HUB_ENVELOPE_UNKNOWN',
      at: `/${name.slice(0, 40)}`,
      says: 'The attribute is none that the hub carries; leave it out rather than have it dropped.',
    }))
}

function malformedAttributes(attributes: Readonly<Record<string, unknown>>): Fault[] {
  return Object.entries(ATTRIBUTES).flatMap(([name, rule]): Fault[] => {
    const value = attributes[name]
    if (value === undefined || value === null)
      return rule.optional
        ? []
        : [
            {
              code: 'HUB_ENVELOPE_MISSING',
              at: `/${name}`,
              says: `The attribute ${name} is missing; it ${rule.says}.`,
            },
          ]
    const fits = typeof value === 'string' && rule.pattern.test(value)
    return fits ? [] : [invalid(name, rule.says)]
  })
}

function timeFaults(occurredAt: number | undefined, precision: string | undefined): Fault[] {
  if (occurredAt === undefined) return [invalid('time', ATTRIBUTES['time']!.says)]
  if (occurredAt < EARLIEST_AT) return [invalid('time', 'is not before 1900')]
  if (precision === 'day' && startOfDay(occurredAt) !== occurredAt)
    return [invalid('time', 'is 00:00 in London where only the day is known (timeprecision day)')]
  return []
}

function invalid(name: string, says: string): Fault {
  return {
    code: 'HUB_ENVELOPE_INVALID',
    at: `/${name}`,
    says: `The attribute ${name} ${says}; this one is not so.`,
  }
}
