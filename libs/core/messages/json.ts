import { dataschemaOf, type Envelope } from './envelope.js'

/** CloudEvents JSON format: what `POST /events` takes and `GET /inbox` gives. */
export interface CloudEventJson {
  specversion: '1.0'
  id: string
  source: string
  type: string
  dataschema: string
  subject: string
  time: string
  datacontenttype: 'application/json'
  unit: string
  marking: string
  timeprecision?: 'day'
  partitionkey?: string
  sequence?: string
  correlationid?: string
  causationid?: string
  traceparent?: string
  data: unknown
}

/** The envelope and its data as one JSON object in CloudEvents' own names. */
export function cloudEventJson(envelope: Envelope, data: unknown): CloudEventJson {
  return {
    specversion: '1.0',
    id: envelope.id,
    source: envelope.source,
    type: envelope.type,
    dataschema: dataschemaOf(envelope.type, envelope.version),
    subject: envelope.subject,
    time: envelope.time,
    datacontenttype: 'application/json',
    unit: envelope.unit,
    marking: envelope.marking,
    ...(envelope.timePrecision === 'day' ? { timeprecision: 'day' as const } : {}),
    ...(envelope.partitionKey === undefined ? {} : { partitionkey: envelope.partitionKey }),
    ...(envelope.sequence === undefined ? {} : { sequence: envelope.sequence }),
    ...(envelope.correlationId === undefined ? {} : { correlationid: envelope.correlationId }),
    ...(envelope.causationId === undefined ? {} : { causationid: envelope.causationId }),
    ...(envelope.traceParent === undefined ? {} : { traceparent: envelope.traceParent }),
    data,
  }
}
