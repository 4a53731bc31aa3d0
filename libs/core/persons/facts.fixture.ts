import type { EventContract } from '#core/catalogue'
import type { IdentifierScheme } from '#core/identifiers'
import type { Message } from '#core/messages'
import type { FactToLink } from './decide-link.js'
import type { Identifier } from './identifier.js'

const scheme = (
  name: string,
  strength: number,
  rest: Partial<IdentifierScheme>,
): [string, IdentifierScheme] => [
  name,
  {
    scheme: name,
    says: name,
    of: 'person',
    canonical: 'upper',
    pattern: /^.+$/,
    check: 'none',
    perPerson: 'many',
    strength,
    parts: [],
    source: 'A',
    ...rest,
  },
]

/** A few schemes as contracts/reference/identifiers.yaml has them, for specs. */
export const schemes: ReadonlyMap<string, IdentifierScheme> = new Map([
  scheme('pnc', 1, { canonical: 'pnc', pattern: /^\d{4}\/\d{7}[A-Z]$/, check: 'mod23', perPerson: 'one' }),
  scheme('noms', 3, { pattern: /^[A-Z]\d{4}[A-Z]{2}$/ }),
  scheme('visor', 4, { perPerson: 'one' }),
  scheme('crn', 5, { pattern: /^[A-Z]{1,2}\d{6}$/ }),
  scheme('asn', 20, { of: 'case', canonical: 'asn', check: 'mod23' }),
  scheme('order', 40, { of: 'handle', canonical: 'parts', parts: ['courtCode', 'orderId'] }),
])

/** A contract with no more to it than a spec says. */
export function contractNamed(rest: Partial<EventContract>): EventContract {
  return {
    name: 'courts.prevention-order.made@1',
    type: 'courts.prevention-order.made',
    version: 1,
    means: 'A court has made an order.',
    publishers: ['court'],
    about: 'person',
    handles: new Map(),
    marking: 'restricted',
    fields: new Map(),
    schema: {},
    check: () => [],
    sets: [],
    examples: { accepted: [], refused: [] },
    ...rest,
  }
}

export function messageOf(envelope: Partial<Message['envelope']>): Message {
  return {
    envelope: {
      id: 'e1',
      source: '/courts/libra',
      type: 'courts.prevention-order.made',
      version: 1,
      subject: 'crn:X123456',
      time: '2011-10-03T15:00:00Z',
      occurredAt: Date.parse('2011-10-03T15:00:00Z'),
      timePrecision: 'instant',
      unit: 'courts/b01fa',
      marking: 'restricted',
      ...envelope,
    },
    bytes: Buffer.from('{}'),
  }
}

let counter = 0

/** A fact that carries `pnc:A`, `crn:B` …, and perhaps a date of birth; received in the order of making. */
export function fact(
  carries: readonly string[],
  dateOfBirth?: string,
  rest: { personKey?: string } = {},
): FactToLink {
  counter += 1
  const identifiers = carries.map((text): Identifier => {
    const [scheme, value] = text.split(':') as [string, string]
    return { scheme, value }
  })
  const strength = ({ scheme }: Identifier): number => schemes.get(scheme)!.strength
  return {
    source: '/courts/libra',
    eventId: `e${counter}`,
    receivedAt: counter,
    identity: {
      about: 'person',
      subject: carries[0] ?? 'crn:unreadable',
      identifiers: identifiers.toSorted((a, b) => strength(a) - strength(b)),
      unusable: [],
      handles: new Map(),
      ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
      ...rest,
    },
  }
}
