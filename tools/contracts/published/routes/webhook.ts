import type { ScopeName } from '#platform/security'
import type { Schema } from '../envelope-schemas.js'
import { json, object, ref, type RouteDescription } from '../open-api.js'
import { query } from './intake.js'

const text = { type: 'string' }
const count = { type: 'integer', minimum: 0 }
const instant = { type: 'string', format: 'date-time' }
const maybe = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
const unit = query('unit', false, 'Only this unit’s copies.')
const whose = [unit, query('organisation', false, 'For operators of the hub: whose webhook is meant.')]
const scopes: readonly ScopeName[] = ['inbox.webhook']
const path = '/inbox/webhook'

const WEBHOOK = {
  receiver: { type: 'string', description: 'The organisation, or the unit.' },
  url: text,
  state: { enum: ['unproved', 'active', 'parked', 'disabled'] },
  code: maybe({ type: 'string', description: 'Why it is parked or disabled.' }),
  copiesWaiting: count,
  lanesFailing: { ...count, description: 'People whose next copy has failed.' },
  lanesParked: { ...count, description: 'People whose next copy is tried no more until it is resumed.' },
  failingSince: maybe(instant),
  pausedUntil: maybe(instant),
  secrets: { type: 'array', items: object({ madeAt: instant, endsAt: maybe(instant) }) },
}
const webhook = json('The webhook; never with a secret.', object(WEBHOOK))

/** `GET /inbox/stream`. */
export const STREAM: RouteDescription = {
  method: 'get',
  path: '/inbox/stream',
  scopes: ['inbox.read'],
  summary: 'The inbox as Server-Sent Events, for as long as the access token is good.',
  description:
    'The `id` of each event is the cursor behind it, and `data` is one copy. A client that comes again says `Last-Event-ID`, which counts more than the parameter `cursor`.',
  parameters: [query('cursor', false, 'Where a first connection begins; absent: at the beginning.'), unit],
  responses: {
    200: { description: 'Copies as they come.', content: { 'text/event-stream': { schema: ref('Copy') } } },
  },
}

/** Webhooks: where copies are sent, and how it goes. */
export const WEBHOOK_ROUTES: readonly RouteDescription[] = [
  {
    method: 'put',
    path,
    scopes,
    summary: 'Say where copies are sent. The first time, the answer shows the secret, and never again.',
    description: 'A new address has to take a ping before anything else is sent there.',
    parameters: whose,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: object({ url: { type: 'string', maxLength: 500 } }) } },
    },
    responses: {
      200: json(
        'The webhook.',
        object({ ...WEBHOOK, secret: { type: 'string', pattern: '^whsec_' } }, ['secret']),
      ),
    },
  },
  { method: 'get', path, scopes, summary: 'How it goes.', parameters: whose, responses: { 200: webhook } },
  {
    method: 'delete',
    path,
    scopes,
    summary: 'Send nothing any more. The copies stay in the inbox.',
    parameters: whose,
    responses: { 204: { description: 'It is gone.' } },
  },
  {
    method: 'post',
    path: `${path}/ping`,
    scopes,
    summary: 'Send a signed event that says nothing, once and now. A webhook that takes it is active.',
    parameters: whose,
    responses: {
      200: json(
        'Whether it was taken.',
        object(
          { taken: { type: 'boolean' }, code: text, status: maybe({ type: 'integer' }), tookMs: count },
          ['code', 'status'],
        ),
      ),
    },
  },
  {
    method: 'post',
    path: `${path}/secret`,
    scopes,
    summary: 'A new secret, shown once. The one before it signs beside it for a day.',
    parameters: whose,
    responses: { 201: json('The secret.', object({ secret: text, formerEndsAt: instant })) },
  },
  {
    method: 'post',
    path: `${path}/resume`,
    scopes,
    summary: 'Try what was parked again, now.',
    parameters: whose,
    responses: { 200: json('The webhook.', object({ ...WEBHOOK, resumed: count })) },
  },
  {
    method: 'get',
    path: `${path}/attempts`,
    scopes,
    summary: 'Every request that was made, the latest first.',
    parameters: [
      ...whose,
      { ...query('before', false, 'From an earlier answer.'), schema: { type: 'integer', minimum: 1 } },
      {
        ...query('limit', false, 'Attempts of the page.'),
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
    ],
    responses: {
      200: json(
        'Attempts; one without a code was taken.',
        object(
          {
            attempts: {
              type: 'array',
              items: object({
                id: count,
                webhookId: text,
                position: maybe(count),
                attempt: count,
                at: instant,
                code: maybe(text),
                status: maybe({ type: 'integer' }),
                tookMs: count,
              }),
            },
            before: count,
          },
          ['before'],
        ),
      ),
    },
  },
]
