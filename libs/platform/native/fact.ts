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
  /** When it happened, RFC 3339. */
  at: string
  marking: string
  /** What makes it this fact and no other: said again, by whatever way, it has the same id. */
  of: readonly string[]
  data: Record<string, unknown>
}

/** A fact in its envelope, with an id that follows from what it is. */
export function fact({ source, type, unit, subject, at, marking, of, data }: Said): CloudEventJson {
  return {
    specversion: '1.0',
    id: derivedId(source, type, ...of),
    source,
    type,
    dataschema: dataschemaOf(type, 1),
    subject,
    time: isoInstant(parseInstant(at)!),
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
