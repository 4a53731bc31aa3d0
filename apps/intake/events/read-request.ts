import type { IncomingHttpHeaders } from 'node:http'
import type { Fault } from '#core/kernel'
import { parseJson } from '#platform/http'
import { BATCH_EVENTS_MAX } from '../bounds.js'
import type { NoEvent, RawEvent } from './raw-event.js'

export type EventsRequest =
  | { ok: true; batch: boolean; events: (RawEvent | NoEvent)[] }
  | { ok: false; status: 400 | 415; faults: Fault[] }

/**
 * Reads the three content modes of CloudEvents' HTTP binding 1.0.2 §3: structured (`application/cloudevents+json`), batch
 * (`application/cloudevents-batch+json`, or a plain JSON array) and binary (`ce-` headers, the body is the data).
 */
export function readRequest(headers: IncomingHttpHeaders, body: Buffer): EventsRequest {
  const [mediaType = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';')
  const charset = /charset=\s*"?([^";\s]+)/.exec(parameters.join(';'))?.[1] ?? 'utf-8'
  if (charset !== 'utf-8') return wrongType(`The charset ${charset} is not taken; send UTF-8.`)
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    return wrongType('A compressed body is not taken; send it as it is.')
  switch (mediaType.trim()) {
    case 'application/cloudevents+json':
      return structured(body)
    case 'application/cloudevents-batch+json':
      return batch(body)
    case 'application/json':
      return headers['ce-specversion'] === undefined && headers['ce-id'] === undefined
        ? plainJson(body)
        : binary(headers, body)
    default:
      return wrongType(
        'The content type must be application/cloudevents+json, application/cloudevents-batch+json, or application/json with ce- headers.',
      )
  }
}

function structured(body: Buffer): EventsRequest {
  const parsed = parseJson(body)
  if (!parsed.ok) return unreadable(parsed.fault)
  return { ok: true, batch: false, events: [rawEvent(parsed.value)] }
}

function batch(body: Buffer): EventsRequest {
  const parsed = parseJson(body)
  if (!parsed.ok) return unreadable(parsed.fault)
  if (!Array.isArray(parsed.value))
    return unreadable({ code: 'HUB_INTAKE_NOT_A_BATCH', says: 'A batch is a JSON array of events.' })
  return batchOf(parsed.value)
}

function plainJson(body: Buffer): EventsRequest {
  const parsed = parseJson(body)
  if (!parsed.ok) return unreadable(parsed.fault)
  return Array.isArray(parsed.value)
    ? batchOf(parsed.value)
    : { ok: true, batch: false, events: [rawEvent(parsed.value)] }
}

function batchOf(members: unknown[]): EventsRequest {
  if (members.length > BATCH_EVENTS_MAX)
    return unreadable({
      code: 'HUB_INTAKE_BATCH_TOO_LARGE',
      says: `The batch has ${members.length} events; ${BATCH_EVENTS_MAX} is the most. Send several.`,
    })
  return { ok: true, batch: true, events: members.map(rawEvent) }
}

function rawEvent(value: unknown): RawEvent | NoEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { says: 'An event is a JSON object with CloudEvents attributes.' }
  const { data, data_base64: base64, ...attributes } = value as Record<string, unknown>
  if (base64 === undefined) return { attributes, data, bytes: Buffer.from(JSON.stringify(data ?? null)) }
  if (data !== undefined || typeof base64 !== 'string')
    return { says: 'An event has either data or data_base64, and data_base64 is text.' }
  const bytes = Buffer.from(base64, 'base64')
  const parsed = parseJson(bytes)
  return parsed.ok
    ? { attributes, data: parsed.value, bytes }
    : { says: `In data_base64: ${parsed.fault.says}` }
}

/** HTTP binding §3.1.3.2: header values are percent-encoded UTF-8. */
function binary(headers: IncomingHttpHeaders, body: Buffer): EventsRequest {
  const attributes: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-') || typeof value !== 'string') continue
    try {
      attributes[name.slice(3)] = decodeURIComponent(value)
    } catch {
      return unreadable({
        code: 'HUB_INTAKE_HEADER_UNREADABLE',
        at: name,
        says: `${name} is not percent-encoded UTF-8.`,
      })
    }
  }
  const parsed = parseJson(body)
  if (!parsed.ok) return unreadable(parsed.fault)
  return { ok: true, batch: false, events: [{ attributes, data: parsed.value, bytes: body }] }
}

function unreadable(fault: Fault): EventsRequest {
  return { ok: false, status: 400, faults: [fault] }
}

function wrongType(says: string): EventsRequest {
  return { ok: false, status: 415, faults: [{ code: 'HUB_INTAKE_CONTENT_TYPE', says }] }
}
