import { type Catalogue, RULE_NAME, SEVERITIES } from '#core/catalogue'
import type { Schema } from '../envelope-schemas.js'
import {
  type AppDescription,
  json,
  object,
  PROBE_SCHEMAS,
  PROBES,
  problem,
  ref,
  type RouteDescription,
} from '../open-api.js'
import { query } from './intake.js'

const text: Schema = { type: 'string' }
const instant: Schema = { type: 'string', format: 'date-time' }
const perhaps = (type: string): Schema => ({ type: [type, 'null'] })
const perhapsInstant: Schema = { type: ['string', 'null'], format: 'date-time' }
const count: Schema = { type: 'integer', minimum: 0 }
const list = (items: Schema): Schema => ({ type: 'array', items })
const anything: Schema = { type: 'object' }
const cursor = { ...perhaps('string'), description: 'Where to go on; null on the last page.' }
const limit = {
  ...query('limit', false, 'Rows of the page.'),
  schema: { type: 'integer', minimum: 1 },
}
const from = query('cursor', false, 'From an earlier answer; absent: from the beginning.')

/**
 * What people see in the console, for programs: `apps/console` under `/api`. The pages themselves are no part of what is
 * published. What the caller’s units were not told is not there: it is answered as if it did not exist.
 */
export function consoleDescription({ obligations, lists = [] }: Catalogue): AppDescription {
  const severities = { enum: SEVERITIES }
  const gap = object(
    {
      gapId: text,
      rule: { type: 'string', description: `Of ${obligations.length} rules, as CATALOGUE.md lists them.` },
      severity: severities,
      says: text,
      dueAt: perhapsInstant,
      breachedAt: perhapsInstant,
      toldAt: perhapsInstant,
      about: { type: 'string', description: 'What the gap is about, as far as the caller may know.' },
    },
    ['toldAt'],
    'Something that should have followed and did not.',
  )
  return {
    app: 'console',
    title: 'Interlock console',
    port: 8400,
    description:
      'What people see in the console, for programs. Each answer holds what the caller’s units were told, and who looked at a person is recorded.',
    routes: [
      overview,
      gaps(severities),
      oneGap,
      message,
      conservation,
      people(lists.map((each) => each.list)),
      ...PROBES,
    ],
    schemas: { ...PROBE_SCHEMAS, Gap: gap },
  }
}

const overview: RouteDescription = {
  method: 'get',
  path: '/api/overview',
  scopes: [],
  summary: 'How many gaps are open, by severity and by rule.',
  responses: {
    200: json(
      'The counts.',
      object({
        streamTime: perhapsInstant,
        severities: list(object({ severity: text, open: count })),
        rules: list(object({ rule: text, says: text, severity: text, open: count, closed: count })),
      }),
    ),
  },
}

const gaps = (severities: Schema): RouteDescription => ({
  method: 'get',
  path: '/api/gaps',
  scopes: ['gaps.read'],
  summary: 'Gaps, the latest first.',
  parameters: [
    { ...query('state', false, 'Absent: those that are open.'), schema: { enum: ['open', 'closed', 'all'] } },
    { ...query('rule', false, 'Of this rule.'), schema: { type: 'string', pattern: RULE_NAME } },
    { ...query('severity', false, 'Of this severity.'), schema: severities },
    query('unit', false, 'Told to this unit.'),
    from,
    limit,
  ],
  responses: {
    200: json('One page.', object({ gaps: list(ref('Gap')), cursor, more: { type: 'boolean' } })),
  },
})

const oneGap: RouteDescription = {
  method: 'get',
  path: '/api/gaps/{id}',
  scopes: ['gaps.read'],
  summary: 'One gap: what was expected, what was seen, and the arithmetic of its deadlines.',
  parameters: [inPath('id', 'The gap’s id.')],
  responses: {
    200: json(
      'All that the caller may know of it.',
      object({
        gap: ref('Gap'),
        rule: anything,
        deadlines: list(anything),
        timeline: list(anything),
        sides: list(anything),
      }),
    ),
    404: problem('There is no such gap, or the caller’s units were not told of it.'),
  },
}

const message: RouteDescription = {
  method: 'get',
  path: '/api/messages/{id}',
  scopes: ['messages.read'],
  summary: 'The life of one message: outcomes, sharing decisions, deliveries, what it opened and met.',
  parameters: [inPath('id', 'The event’s id.')],
  responses: {
    200: json(
      'All that the caller may know of it.',
      object({ facts: list(anything), outcomes: list(anything), sharing: list(anything) }),
    ),
    404: problem('There is no such message, or the caller neither said it nor was told of it.'),
  },
}

const conservation: RouteDescription = {
  method: 'get',
  path: '/api/conservation',
  scopes: ['hub.read'],
  summary: 'The conservation law over a window: counts at each stage, and each message that breaks it.',
  parameters: [
    { ...query('from', false, 'First day.'), schema: { type: 'string', format: 'date' } },
    { ...query('to', false, 'Day after the last.'), schema: { type: 'string', format: 'date' } },
  ],
  responses: {
    200: json(
      'What was counted.',
      object({
        window: object({ from: perhapsInstant, to: perhapsInstant }),
        stages: list(anything),
        breakages: list(anything),
        holds: { type: 'boolean' },
      }),
    ),
  },
}

const people = (names: readonly string[]): RouteDescription => ({
  method: 'get',
  path: '/api/lists/{list}',
  scopes: ['lists.read'],
  summary: 'A list of people, from what the caller’s units were told.',
  parameters: [
    { ...inPath('list', 'Which list.'), schema: names.length === 0 ? text : { enum: [...names] } },
    from,
    limit,
  ],
  responses: {
    200: json(
      'One page; besides these each person has a member for every column of the list.',
      object({
        list: text,
        people: list(object({ person: text, since: instant, eventIds: list(text) })),
        cursor,
        more: { type: 'boolean' },
      }),
    ),
    404: problem('There is no such list.'),
  },
})

function inPath(name: string, description: string): Schema {
  return {
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string', minLength: 1, maxLength: 512 },
  }
}
