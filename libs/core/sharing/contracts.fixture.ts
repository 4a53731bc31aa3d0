import type {
  Agreement,
  Condition,
  ConditionScope,
  EventContract,
  Exclusion,
  Expression,
  Role,
  Scope,
  Unit,
} from '#core/catalogue'
import type { LinkedMessage } from '#core/messages'
import type { SharingContracts } from './sharing-policy.js'
import type { Occasion } from './decide-sharing.js'

/** A condition written in TypeScript, for specs that are not about CEL. */
export function when(text: string, holds: (scope: ConditionScope) => boolean): Condition {
  return { text, readsPerson: text.includes('person'), value: holds, holds }
}

export function path(text: string): Expression {
  const value = (scope: ConditionScope): unknown =>
    text
      .split('.')
      .reduce<unknown>((from, name) => (from as Record<string, unknown> | undefined)?.[name], scope)
  return { text, readsPerson: text.startsWith('person.'), value }
}

export function unit(
  name: string,
  role: string,
  rest: Partial<Omit<Unit, 'subscribes'>> & { subscribes?: [string, Scope][] } = {},
): Unit {
  const { subscribes = [], ...others } = rest
  return {
    unit: name,
    organisation: name.split('/')[0]!,
    name,
    role,
    publishes: [],
    systems: [],
    ceiling: 'confidential',
    calendar: 'england-and-wales',
    extracts: [],
    ...others,
    subscribes: subscribes.map(([purpose, scope]) => ({ purpose, scope })),
  }
}

export const order: EventContract = {
  name: 'courts.prevention-order.made@1',
  type: 'courts.prevention-order.made',
  version: 1,
  means: 'A court has made an order.',
  publishers: ['court'],
  about: 'person',
  handles: new Map([['order', ['courtCode', 'orderId']]]),
  marking: 'restricted',
  fields: new Map(
    [
      ['person', 'M1'],
      ['borough', 'M3'],
      ['courtCode', 'M0'],
      ['orderId', 'M4'],
      ['conditions', 'M4'],
    ].map(([field, set]) => [field!, { field: field!, type: 'text', set: set!, optional: true }]),
  ),
  schema: {
    properties: {
      person: { properties: { name: {}, pnc: {} } },
      borough: {},
      courtCode: {},
      orderId: {},
      conditions: { items: { properties: { code: {}, text: {} } } },
    },
  },
  check: () => [],
  sets: [],
  names: path('data.tell'),
  examples: { accepted: [], refused: [] },
}

export function agreement(
  name: string,
  receives: string,
  purpose: string,
  fields: string[],
  rest: Partial<Agreement> & { where?: Condition } = {},
): Agreement {
  const { where, ...others } = rest
  return {
    agreement: name,
    gives: 'courts',
    receives: [receives.includes('/') ? { unit: receives } : { role: receives }],
    purpose,
    lawfulBasis: ['LB2'],
    registry: 'ISA-1',
    inForce: { fromAt: 100, untilAt: 900 },
    reviewBy: '2012-04-01',
    ceiling: 'confidential',
    keptFor: '10 years',
    shares: [{ event: order.name, fields, ...(where ? { where } : {}) }],
    evidence: 'A',
    file: `agreements/${name}.yaml`,
    ...others,
  }
}

const role = (name: string, found: Role['found']): [string, Role] => [name, { role: name, says: name, found }]

/** Two courts, two borough teams and their central team, the PNC Bureau and probation; routing by owner, else borough, else central. */
export function catalogueOf(
  agreements: Agreement[],
  exclusions: Exclusion[] = [],
  units: Unit[] = [],
): SharingContracts {
  const all = [
    unit('courts/b01fa', 'court', { code: 'B01FA', area: 'E1' }),
    unit('courts/b01ok', 'court', { code: 'B01OK', subscribes: [['answer', 'named']] }),
    unit('police/pnc-bureau', 'pnc-bureau', { subscribes: [['pnc', 'everyone']] }),
    unit('police/central-jigsaw', 'central-jigsaw', {
      subscribes: [
        ['watch', 'everyone'],
        ['manage', 'owned'],
      ],
    }),
    unit('police/jigsaw-a', 'borough-jigsaw', {
      area: 'E1',
      subscribes: [
        ['manage', 'owned'],
        ['correct', 'told'],
      ],
    }),
    unit('police/jigsaw-b', 'borough-jigsaw', {
      area: 'E2',
      subscribes: [
        ['manage', 'owned'],
        ['correct', 'told'],
      ],
    }),
    unit('probation/london', 'probation-area', { subscribes: [['supervise', 'everyone']] }),
    ...units,
  ]
  return {
    hash: 'catalogue-hash',
    units: new Map(all.map((one) => [one.unit, one])),
    events: new Map([[order.name, order]]),
    agreements,
    exclusions,
    roles: new Map([
      role('court', { by: 'code', path: path('data.courtCode') }),
      role('borough-jigsaw', { by: 'owner' }),
      role('borough-intelligence', { by: 'beside the owner' }),
      role('pnc-bureau', { by: 'everyone' }),
      role('port', { by: 'everyone' }),
      role('receiving-unit', { by: 'unit', path: path('data.toUnit') }),
    ]),
    routing: [
      { step: 'visor-owner', says: '', finds: 'unit', from: path('person.owner') },
      { step: 'event-address', says: '', finds: 'area', from: path('data.borough'), role: 'borough-jigsaw' },
      { step: 'court-borough', says: '', finds: 'area', from: path('unit.area'), role: 'borough-jigsaw' },
      {
        step: 'central',
        says: '',
        finds: 'unit',
        from: { ...path(''), value: () => 'police/central-jigsaw' },
      },
    ],
  }
}

export const data = {
  person: { name: 'A Sample', pnc: '2001/0171310W' },
  courtCode: 'B01FA',
  orderId: '2011-0042',
  conditions: [{ code: 'C1', text: 'No contact' }, { code: 'C2' }],
}

/** An order by Ealing, received at 500, offered as first published. */
export function offer(
  rest: Partial<Occasion> & { envelope?: Partial<LinkedMessage['envelope']> } = {},
): Occasion {
  const { envelope, ...others } = rest
  return {
    message: {
      person: 'p',
      isPerson: true,
      receivedAt: 500,
      bytes: Buffer.from('{}'),
      envelope: {
        id: 'e1',
        source: '/courts/libra',
        type: order.type,
        version: 1,
        subject: 'order:B01FA/2011-0042',
        time: '1970-01-01T00:00:00.400Z',
        occurredAt: 400,
        timePrecision: 'instant',
        unit: 'courts/b01fa',
        marking: 'restricted',
        ...envelope,
      },
    },
    data,
    occasion: 'published',
    at: 500,
    personNow: {},
    personThen: {},
    told: new Set(),
    ...others,
  }
}
