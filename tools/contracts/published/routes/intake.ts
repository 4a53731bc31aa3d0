import type { Catalogue } from '#core/catalogue'
import { exampleEvent } from '../example-event.js'
import {
  type AppDescription,
  eventSchemas,
  json,
  object,
  PROBE_SCHEMAS,
  PROBES,
  problem,
  ref,
  type RouteDescription,
} from '../open-api.js'

const text = { type: 'string' }
const instant = { type: 'string', format: 'date-time' }
const count = { type: 'integer', minimum: 0 }
const faults = { type: 'array', items: ref('Fault') }

/** What intake takes: `apps/intake`. */
export function intakeDescription(catalogue: Catalogue): AppDescription {
  return {
    app: 'intake',
    title: 'Interlock intake',
    port: 8401,
    description:
      'Takes facts, manifests and registers’ extracts from organisations. What may be said stands in CATALOGUE.md.',
    routes: [events(catalogue), receipts, manifests, extracts, ...PROBES],
    schemas: {
      ...PROBE_SCHEMAS,
      ...eventSchemas(catalogue, 'Event'),
      Receipt: object(
        {
          index: count,
          status: { enum: ['accepted', 'duplicate', 'refused'] },
          id: text,
          source: text,
          of: object({ id: text, source: text, settledAt: instant, index: count }, ['settledAt', 'index']),
          faults,
        },
        ['id', 'source', 'of', 'faults'],
        'What became of one event. `duplicate` is no error: the first of its kind counts.',
      ),
      EventsAnswer: object({
        submission: { type: 'string', description: 'Under which the bytes of the request are kept.' },
        receipts: { type: 'array', items: ref('Receipt'), description: 'One for each event, in order.' },
      }),
    },
  }
}

function events(catalogue: Catalogue): RouteDescription {
  const [first] = [...catalogue.events.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const example = exampleEvent(catalogue, first!)
  const batch = { type: 'array', items: ref('Event'), maxItems: 1000 }
  return {
    method: 'post',
    path: '/events',
    scopes: ['events.publish'],
    summary: 'Publish one fact or many.',
    description:
      'CloudEvents 1.0 in structured, batch or binary mode (attributes as `ce-` headers, the body is the data). The answer comes only after Kafka has acknowledged. A batch is judged event by event.',
    requestBody: {
      required: true,
      content: {
        'application/cloudevents+json': { schema: ref('Event'), example },
        'application/cloudevents-batch+json': { schema: batch, example: [example] },
        'application/json': {
          schema: { description: 'Binary mode: the data alone. Without ce- headers: a batch.' },
        },
      },
    },
    responses: {
      202: json('Each event was accepted, known already, or refused alone.', ref('EventsAnswer')),
      413: problem('The body is too large.'),
      415: problem('None of the content types above, another charset than UTF-8, or compressed.'),
      422: problem('The one event was refused; every fault is named.'),
    },
  }
}

const receipts: RouteDescription = {
  method: 'get',
  path: '/receipts/{eventId}',
  scopes: ['receipts.read'],
  summary: 'Where a fact of one’s own is now.',
  parameters: [
    {
      name: 'eventId',
      in: 'path',
      required: true,
      description: 'The event’s id; it may stand in several sources of the organisation.',
      schema: { type: 'string', minLength: 1, maxLength: 128 },
    },
  ],
  responses: {
    200: json(
      'What the register settled, and what intake refused.',
      object({
        id: text,
        register: {
          type: 'array',
          items: object(
            {
              source: text,
              outcome: { enum: ['linked', 'duplicate', 'refused', 'parked'] },
              decidedAt: instant,
              code: text,
              says: text,
            },
            ['code', 'says'],
          ),
        },
        refusals: {
          type: 'array',
          items: object({ source: text, refusedAt: instant, submission: text, faults }, ['source']),
        },
      }),
    ),
    404: problem('No event of the organisation with this id has been settled.'),
  },
}

const manifests: RouteDescription = {
  method: 'post',
  path: '/manifests',
  scopes: ['events.publish'],
  summary: 'Declare how many facts a source sent in a period, and which.',
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: object(
          {
            source: text,
            unit: text,
            from: instant,
            until: instant,
            count,
            firstSequence: count,
            lastSequence: count,
            digest: { type: 'string', description: 'SHA-256 of the ids.' },
            marking: text,
            id: text,
          },
          ['firstSequence', 'lastSequence', 'marking', 'id'],
        ),
      },
    },
  },
  responses: {
    202: json('Taken as the organisation’s event `manifest.declared`.', ref('EventsAnswer')),
    422: problem('The declaration was refused; every fault is named.'),
  },
}

const extracts: RouteDescription = {
  method: 'post',
  path: '/extracts',
  scopes: ['extracts.publish'],
  summary: 'Send what a register holds, for comparison.',
  description: 'Streamed. The same upload sent again resumes; other content under its id is refused.',
  parameters: [
    query('type', true, 'Event type whose data the rows are shaped as.'),
    {
      ...query('version', false, 'Version of that contract; absent: the latest.'),
      schema: { type: 'integer' },
    },
    query('unit', true, 'The unit whose register it is.'),
    { ...query('asAt', true, 'The register’s own as-at time.'), schema: instant },
    query('upload', false, 'Resumes this upload; absent: follows from unit, type and as-at time.'),
  ],
  requestBody: {
    required: true,
    content: {
      'text/csv': {
        schema: { type: 'string', description: 'A head with the names of fields, then a row each.' },
      },
      'application/x-ndjson': { schema: { type: 'string', description: 'One JSON object a line.' } },
    },
  },
  responses: {
    202: json(
      'Taken; rows that could not be read are counted.',
      object({ upload: text, chunks: count, rows: count, unreadable: count }),
    ),
    409: problem('The upload is in progress, or its id stands for other content.'),
    413: problem('The extract is too large.'),
    415: problem('Neither CSV nor JSON lines.'),
  },
}

export function query(name: string, required: boolean, description: string): Record<string, unknown> {
  return { name, in: 'query', required, description, schema: { type: 'string' } }
}
