import { HubError, parseInstant, isoInstant } from '#core/kernel'
import {
  dataschemaOf,
  type CopyMessage,
  type Envelope,
  type LinkedMessage,
  type Marking,
  type Message,
  parseDataschema,
} from './envelope.js'

/**
 * CloudEvents 1.0 in Kafka's binary content mode (Kafka Protocol Binding §3.2): attributes are `ce_` headers, the value
 * is the data as published. Written by hand because the official SDK emits undefined headers and cannot read the
 * Buffers that kafkajs delivers.
 */
export type Headers = Record<string, string>
/** Headers as a consumer receives them. */
export type ReceivedHeaders = Record<string, Buffer | string | (Buffer | string)[] | undefined>

const OPTIONAL = [
  ['ce_partitionkey', 'partitionKey'],
  ['ce_sequence', 'sequence'],
  ['ce_correlationid', 'correlationId'],
  ['ce_causationid', 'causationId'],
  ['ce_traceparent', 'traceParent'],
] as const

export function headersOf(envelope: Envelope): Headers {
  const headers: Headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: envelope.id,
    ce_source: envelope.source,
    ce_type: envelope.type,
    ce_dataschema: dataschemaOf(envelope.type, envelope.version),
    ce_subject: envelope.subject,
    ce_time: envelope.time,
    ce_unit: envelope.unit,
    ce_marking: envelope.marking,
  }
  if (envelope.timePrecision === 'day') headers['ce_timeprecision'] = 'day'
  for (const [header, field] of OPTIONAL) {
    const value = envelope[field]
    if (value !== undefined) headers[header] = value
  }
  return headers
}

export function linkedHeadersOf(message: LinkedMessage): Headers {
  const headers = headersOf(message.envelope)
  headers['ce_person'] = message.person
  if (!message.isPerson) headers['ce_nobody'] = 'true'
  headers['ce_receivedat'] = isoInstant(message.receivedAt)
  return headers
}

export function copyHeadersOf(message: CopyMessage): Headers {
  const headers = headersOf(message.envelope)
  headers['ce_recipient'] = message.recipient
  headers['ce_disclosure'] = message.disclosure
  headers['ce_occasion'] = message.occasion
  if (message.lane !== undefined) headers['ce_lane'] = message.lane
  return headers
}

/** One header as text, or undefined. A repeated header is read by its last value, as CloudEvents attributes are single. */
export function headerText(headers: ReceivedHeaders | undefined, name: string): string | undefined {
  const value = headers?.[name]
  const last = Array.isArray(value) ? value.at(-1) : value
  return last === undefined ? undefined : typeof last === 'string' ? last : last.toString('utf8')
}

/**
 * Reads the envelope from a message's headers.
 * @throws HubError HUB_MESSAGE_UNREADABLE when a required attribute is absent or malformed; the message is then parked.
 */
export function messageFrom(headers: ReceivedHeaders | undefined, value: Buffer | null): Message {
  const need = (name: string): string => {
    const text = headerText(headers, name)
    if (text === undefined || text === '')
      throw new HubError(
        'HUB_MESSAGE_UNREADABLE',
        `The message has no ${name} header; CloudEvents needs it.`,
        'after-repair',
      )
    return text
  }
  for (const name of Object.keys(headers ?? {}))
    if (/\p{Cc}/u.test(headerText(headers, name) ?? ''))
      throw new HubError(
        'HUB_MESSAGE_UNREADABLE',
        `The header ${JSON.stringify(name).slice(0, 60)} has a control character.`,
        'after-repair',
      )
  const schema = parseDataschema(need('ce_dataschema'))
  const type = need('ce_type')
  const time = need('ce_time')
  const occurredAt = parseInstant(time)
  if (schema === undefined || schema.type !== type)
    throw new HubError(
      'HUB_MESSAGE_UNREADABLE',
      `ce_dataschema does not name a version of ${type}.`,
      'after-repair',
    )
  if (occurredAt === undefined)
    throw new HubError(
      'HUB_MESSAGE_UNREADABLE',
      `ce_time "${time}" is not an RFC 3339 timestamp with a zone.`,
      'after-repair',
    )
  const envelope: Envelope = {
    id: need('ce_id'),
    source: need('ce_source'),
    type,
    version: schema.version,
    subject: need('ce_subject'),
    time,
    occurredAt,
    timePrecision: headerText(headers, 'ce_timeprecision') === 'day' ? 'day' : 'instant',
    unit: need('ce_unit'),
    marking: need('ce_marking') as Marking,
  }
  for (const [header, field] of OPTIONAL) {
    const text = headerText(headers, header)
    if (text !== undefined) envelope[field] = text
  }
  return { envelope, bytes: value ?? Buffer.alloc(0) }
}

/** Reads a message of `hub.linked`. @throws HubError HUB_MESSAGE_UNREADABLE */
export function linkedMessageFrom(headers: ReceivedHeaders | undefined, value: Buffer | null): LinkedMessage {
  const message = messageFrom(headers, value)
  const person = headerText(headers, 'ce_person')
  const receivedAt = parseInstant(headerText(headers, 'ce_receivedat') ?? '')
  if (person === undefined || receivedAt === undefined)
    throw new HubError(
      'HUB_MESSAGE_UNREADABLE',
      'A linked message needs ce_person and ce_receivedat.',
      'after-repair',
    )
  return { ...message, person, isPerson: headerText(headers, 'ce_nobody') !== 'true', receivedAt }
}

/** Reads a message of `inbox.<organisation>`. @throws HubError HUB_MESSAGE_UNREADABLE */
export function copyMessageFrom(headers: ReceivedHeaders | undefined, value: Buffer | null): CopyMessage {
  const message = messageFrom(headers, value)
  const recipient = headerText(headers, 'ce_recipient')
  const disclosure = headerText(headers, 'ce_disclosure')
  if (recipient === undefined || disclosure === undefined)
    throw new HubError(
      'HUB_MESSAGE_UNREADABLE',
      'A copy needs ce_recipient and ce_disclosure.',
      'after-repair',
    )
  return { ...message, recipient, disclosure, occasion: headerText(headers, 'ce_occasion') ?? 'published' }
}
