import { instantOf } from '#core/calendar'
import { derivedId, isoInstant, parseInstant } from '#core/kernel'
import { type CloudEventJson, dataschemaOf } from '#core/messages'

/** What an edge says of one thing that happened. */
export interface Said {
  /** The system that it comes from, `/prisons/nomis`. */
  source: string
  type: string
  unit: string
  /** `<scheme>:<value>` */
  subject: string
  /** When it happened, RFC 3339; where `on` is given, no more than when somebody typed it. */
  at: string
  /** The day on which it happened, `YYYY-MM-DD`, where the entry states one and no time. */
  on?: string | undefined
  marking: string
  /** What makes it this fact and no other: said again, by whatever way, it has the same id. */
  of: readonly string[]
  data: Record<string, unknown>
}

/** A fact in its envelope, with an id that follows from what it is. */
export function fact({ source, type, unit, subject, at, on, marking, of, data }: Said): CloudEventJson {
  return {
    specversion: '1.0',
    id: derivedId(source, type, ...of),
    source,
    type,
    dataschema: dataschemaOf(type, 1),
    subject,
    time: isoInstant(on === undefined ? parseInstant(at)! : instantOf(on)!),
    ...(on === undefined ? {} : { timeprecision: 'day' as const }),
    datacontenttype: 'application/json',
    unit,
    marking,
    data: stated(data),
  }
}

/** Members that are undefined left out, as JSON would. */
export function stated(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
