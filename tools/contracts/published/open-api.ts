import type { Catalogue } from '#core/catalogue'
import type { ScopeName } from '#platform/security'
import {
  asShared,
  ATTRIBUTES,
  COPY_ATTRIBUTES,
  fixedAttributes,
  OPTIONAL_ATTRIBUTES,
  type Schema,
  typeName,
} from './envelope-schemas.js'

/** One route of an app, as its controller has it. A test compares these with what the app really mounts. */
export interface RouteDescription {
  method: 'get' | 'post' | 'put' | 'delete'
  /** As OpenAPI writes it: `/receipts/{eventId}`. */
  path: string
  /** What the access token must allow; absent: no token is asked for. */
  scopes?: readonly ScopeName[]
  summary: string
  description?: string
  parameters?: readonly Schema[]
  requestBody?: Schema
  /** By status; refusals of every route are added. */
  responses: Readonly<Record<string, Schema>>
}

export interface AppDescription {
  app: string
  title: string
  description: string
  port: number
  routes: readonly RouteDescription[]
  /** Schemas that its routes refer to, besides those that every app has. */
  schemas: Readonly<Record<string, Schema>>
}

const FAULT: Schema = {
  type: 'object',
  required: ['code', 'says'],
  properties: {
    code: { type: 'string', pattern: '^HUB_[A-Z0-9_]+$' },
    at: { type: 'string', description: 'JSON pointer to what is at fault.' },
    says: { type: 'string' },
  },
}

const PROBLEM: Schema = {
  type: 'object',
  description: 'RFC 9457 problem details. The code has a page in docs/runbooks.',
  required: ['type', 'title', 'status', 'code', 'faults', 'mend'],
  properties: {
    type: { type: 'string', pattern: '^urn:interlock:problem:HUB_[A-Z0-9_]+$' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', pattern: '^HUB_[A-Z0-9_]+$' },
    faults: { type: 'array', items: { $ref: '#/components/schemas/Fault' }, description: 'All of them.' },
    mend: { type: 'string', description: 'What the caller can do.' },
  },
}

/** What any route may answer instead, once it asks for a token. */
const REFUSALS: Readonly<Record<string, string>> = {
  400: 'The request cannot be read, or is not as the resource needs it.',
  401: 'No access token, or none that is valid.',
  403: 'The token lacks a scope, or does not act for that unit.',
  429: 'Too many requests; Retry-After says when to come again.',
  503: 'A part of the hub does not answer; Retry-After says when to come again.',
}

/** OpenAPI 3.1 of one app. */
export function openApi({ title, description, port, routes, schemas, app }: AppDescription): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(app, route)
  const scopes = [...new Set(routes.flatMap((route) => route.scopes ?? []))].toSorted()
  return {
    openapi: '3.1.0',
    info: { title, version: '1.0.0', description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [
      {
        url: '{base}',
        description: 'Where the app listens; in the local stack on this port.',
        variables: { base: { default: `http://127.0.0.1:${port}` } },
      },
    ],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'oauth2',
          description: 'Access tokens of the identity provider, audience urn:interlock:hub.',
          flows: {
            clientCredentials: {
              tokenUrl: 'http://127.0.0.1:8409/token',
              scopes: Object.fromEntries(scopes.map((scope) => [scope, SCOPES[scope]])),
            },
          },
        },
      },
      responses: {
        Problem: {
          description: 'A refusal, with every fault.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: { Problem: PROBLEM, Fault: FAULT, ...schemas },
    },
  }
}

const SCOPES: Readonly<Record<ScopeName, string>> = {
  'events.publish': 'Publish facts of the organisation.',
  'extracts.publish': 'Send extracts of its registers.',
  'receipts.read': 'Ask where its facts are.',
  'inbox.read': 'Read its copies.',
  'inbox.acknowledge': 'Acknowledge its copies.',
  'inbox.webhook': 'Say where its copies are sent.',
  'gaps.read': 'Look at gaps.',
  'lists.read': 'Look at lists of people.',
  'messages.read': 'Look at the life of a message.',
  'hub.read': 'Look at the hub.',
  'hub.operate': 'Act on the hub.',
}

function operationOf(app: string, route: RouteDescription): object {
  const { method, path, scopes, summary, description, parameters, requestBody, responses } = route
  const refusals =
    scopes === undefined
      ? {}
      : Object.fromEntries(
          Object.entries(REFUSALS)
            .filter(([status]) => !(status in responses))
            .map(([status, says]) => [status, problem(says)]),
        )
  return {
    operationId: `${app}-${method}${path.replace(/[/{}]+/g, '-').replace(/-$/, '')}`,
    summary,
    ...(description === undefined ? {} : { description }),
    security: scopes === undefined ? [] : [{ token: [...scopes] }],
    ...(parameters === undefined ? {} : { parameters }),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: { ...responses, ...refusals },
  }
}

/** A refusal of this status, with what it means here. */
export function problem(description: string): Schema {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

export function json(description: string, schema: Schema, example?: unknown): Schema {
  return {
    description,
    content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
  }
}

export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}

export function object(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
  description?: string,
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', ...(description === undefined ? {} : { description }), required, properties }
}

/** The routes that every app has. */
export const PROBES: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/health/live',
    summary: 'Whether the process turns.',
    responses: { 200: json('It does.', object({ live: { const: true } })) },
  },
  {
    method: 'get',
    path: '/health/ready',
    summary: 'Whether its parts answer.',
    responses: {
      200: json('They do.', ref('Readiness')),
      503: json('One does not, or the app is closing.', ref('Readiness')),
    },
  },
  {
    method: 'get',
    path: '/metrics',
    summary: 'Counts, times and gauges for Prometheus.',
    responses: {
      200: { description: 'Text format 0.0.4.', content: { 'text/plain': { schema: { type: 'string' } } } },
    },
  },
]

export const PROBE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Readiness: object({
    ready: { type: 'boolean' },
    checks: { type: 'object', additionalProperties: { enum: ['up', 'down'] } },
  }),
}

/** `Event`, or `Copy`: any event of the catalogue in its envelope, and one schema for the data of each contract. */
export function eventSchemas(catalogue: Catalogue, kind: 'Event' | 'Copy'): Record<string, Schema> {
  const events = [...catalogue.events.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const required: Record<string, Schema> = { ...ATTRIBUTES, ...(kind === 'Copy' ? COPY_ATTRIBUTES : {}) }
  const whole: Schema = {
    type: 'object',
    required: [...Object.keys(required), 'data'],
    properties: { ...required, ...OPTIONAL_ATTRIBUTES, data: { type: ['object', 'null'] } },
  }
  const ofContract = events.map((event): [string, Schema] => [
    `${kind}${typeName(event)}`,
    {
      title: event.name,
      description: event.means.trim(),
      type: 'object',
      properties: {
        ...fixedAttributes(event),
        data: kind === 'Event' ? (event.schema as Schema) : (asShared(event.schema) as Schema),
      },
    },
  ])
  return {
    Envelope: whole,
    [kind]: {
      description: 'The envelope, and the data as the contract of its dataschema describes it.',
      allOf: [ref('Envelope')],
      oneOf: ofContract.map(([name]) => ref(name)),
    },
    ...Object.fromEntries(ofContract),
  }
}
