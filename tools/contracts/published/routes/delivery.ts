import type { Catalogue } from '#core/catalogue'
import {
  type AppDescription,
  eventSchemas,
  json,
  object,
  PROBE_SCHEMAS,
  PROBES,
  ref,
  type RouteDescription,
} from '../open-api.js'
import { query } from './intake.js'
import { STREAM, WEBHOOK_ROUTES } from './webhook.js'

const text = { type: 'string' }
const unit = query('unit', false, 'Only this unit’s copies.')

/** How organisations receive: `apps/delivery`. */
export function deliveryDescription(catalogue: Catalogue): AppDescription {
  return {
    app: 'delivery',
    title: 'Interlock delivery',
    port: 8402,
    description: 'Hands organisations their copies, and takes their acknowledgements.',
    routes: [inbox, STREAM, acknowledgements, ...WEBHOOK_ROUTES, ...PROBES],
    schemas: { ...PROBE_SCHEMAS, ...eventSchemas(catalogue, 'Copy') },
  }
}

const inbox: RouteDescription = {
  method: 'get',
  path: '/inbox',
  scopes: ['inbox.read'],
  summary: 'One page of the organisation’s copies, in the order in which they came.',
  parameters: [
    query('cursor', false, 'From an earlier answer; absent: from the beginning.'),
    {
      ...query('limit', false, 'Copies of the page.'),
      schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
    },
    unit,
  ],
  responses: {
    200: json(
      'The copies, and where to go on.',
      object({
        copies: { type: 'array', items: ref('Copy') },
        cursor: { type: 'string', description: 'Keep it once the page has been taken over.' },
        more: { type: 'boolean' },
      }),
    ),
  },
}

const acknowledgements: RouteDescription = {
  method: 'post',
  path: '/inbox/acknowledgements',
  scopes: ['inbox.acknowledge'],
  summary: 'Say that copies were received, or are in one’s register.',
  description: 'Said twice, it changes nothing. It closes no gap: only the register that confirms does.',
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: object(
          {
            ids: {
              type: 'array',
              minItems: 1,
              maxItems: 500,
              items: object({ source: text, id: text, recipient: text, occasion: text }, ['occasion']),
            },
            outcome: { enum: ['received', 'recorded'] },
            reference: { type: 'string', maxLength: 200, description: 'The recipient’s own.' },
          },
          ['reference'],
        ),
      },
    },
  },
  responses: {
    202: json(
      'One result for each, in order.',
      object({
        results: {
          type: 'array',
          items: object({
            source: text,
            id: text,
            recipient: text,
            status: { enum: ['acknowledged', 'already', 'unknown'] },
          }),
        },
      }),
    ),
  },
}
