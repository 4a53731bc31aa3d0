import type { Instant } from '#core/kernel'

export type TimePrecision = 'instant' | 'day'

/** The protective markings of 2011 that the hub carries, lowest first (Government Protective Marking Scheme). */
export const MARKINGS = ['not-protectively-marked', 'protect', 'restricted', 'confidential'] as const
export type Marking = (typeof MARKINGS)[number]

/** A CloudEvents 1.0 envelope with Interlock's extension attributes (INTERFACES §5). */
export interface Envelope {
  /** The publisher's unique id within `source`. */
  id: string
  /** The publishing system, as a URI reference: `/courts/libra`. The first segment is the organisation. */
  source: string
  /** `<namespace>.<noun>.<past participle>` */
  type: string
  /** The version of the contract, from `dataschema`. */
  version: number
  /** `<scheme>:<value>`: a person's identifier, a handle, or a unit. */
  subject: string
  /** When it happened, as the publisher wrote it (RFC 3339). */
  time: string
  /** `time` as an instant. */
  occurredAt: Instant
  /** `day` where the publisher knows only the date: `time` is then 00:00 Europe/London of that day. */
  timePrecision: TimePrecision
  /** The publishing unit, `<organisation>/<unit>`. */
  unit: string
  marking: Marking
  partitionKey?: string
  /** The publisher's own running number within `source`. */
  sequence?: string
  correlationId?: string
  causationId?: string
  /** W3C trace context, where tracing is on: it follows the fact into every copy, and decides nothing. */
  traceParent?: string
}

/** A fact as it was published: the envelope, and the data as the bytes that arrived. */
export interface Message {
  envelope: Envelope
  /** The data exactly as published: JSON in UTF-8. */
  bytes: Buffer
}

/** A fact in `hub.linked`: settled as to whom it is about and when the hub received it. */
export interface LinkedMessage extends Message {
  /** The hub's key of the person, or the subject where the fact is about nobody. Also the Kafka key. */
  person: string
  /** Whether `person` is a person (and not a unit, a manifest or the hub itself). */
  isPerson: boolean
  receivedAt: Instant
}

/** A copy in `inbox.<organisation>`. */
export interface CopyMessage extends Message {
  recipient: string
  /** The row of the disclosure ledger that allowed this copy: `<partition>/<position>`. */
  disclosure: string
  /** Why the recipient was concerned: the first offer, or a later occasion. */
  occasion: string
  /** Copies of one lane are handed over in order: one person's, under a name that says nothing outside the organisation. */
  lane?: string
}

const DATASCHEMA = 'urn:interlock:event:'

/** `urn:interlock:event:<type>:<version>` */
export function dataschemaOf(type: string, version: number): string {
  return `${DATASCHEMA}${type}:${version}`
}

/** Type and version named by a `dataschema`, or undefined when it is not one of ours. */
export function parseDataschema(text: string): { type: string; version: number } | undefined {
  const match = /^urn:interlock:event:([a-z0-9.-]+):([1-9]\d{0,3})$/.exec(text)
  return match ? { type: match[1]!, version: Number(match[2]) } : undefined
}

/** The organisation that a source or a unit belongs to: `/courts/libra` and `courts/b01fa` both give `courts`. */
export function organisationOf(sourceOrUnit: string): string {
  const text = sourceOrUnit.startsWith('/') ? sourceOrUnit.slice(1) : sourceOrUnit
  const slash = text.indexOf('/')
  return slash < 0 ? text : text.slice(0, slash)
}

/** The first word of an event type: the namespace that its publisher must speak. */
export function namespaceOf(type: string): string {
  const dot = type.indexOf('.')
  return dot < 0 ? type : type.slice(0, dot)
}

/** `courts.prevention-order.made@1`: how contracts name an event at a version. */
export function contractName(type: string, version: number): string {
  return `${type}@${version}`
}

/** A record on its way to Kafka, as stages store it before they publish it. */
export interface OutgoingRecord {
  topic: string
  key: string
  value: Buffer
  headers: Record<string, string>
  /** Only where the partition is not the key's: a tick, a closing record. */
  partition?: number
}
