import type { Random } from '#testkit/random'
import type { WireRequest } from './wire.js'

export type Target = 'intake' | 'delivery' | 'console'

/** Access tokens as an attacker may hold them; by name, so that the tally can say which. */
export interface Tokens {
  /** Good, of the courts. */
  courts: string
  /** Good, of the police. */
  police: string
  /** Not good, each in its own way. */
  bad: Readonly<Record<string, string>>
}

export interface Attack {
  kind: string
  target: Target
  request: WireRequest
  /** Statuses that would mean that it worked; besides these none may be 500 or more. */
  neverStatus?: readonly number[]
}

/** One kind of attack, drawn anew each time. */
export interface AttackKind {
  kind: string
  draw(random: Random, tokens: Tokens): Omit<Attack, 'kind'>
}

export const bearer = (token: string): [string, string] => ['authorization', `Bearer ${token}`]
export const STRUCTURED: [string, string] = ['content-type', 'application/cloudevents+json']
export const BATCH: [string, string] = ['content-type', 'application/cloudevents-batch+json']
export const JSON_TYPE: [string, string] = ['content-type', 'application/json']

/** A fact that would be taken, under an id of its own. */
export function goodEvent(random: Random): Record<string, unknown> {
  const orderId = `2011-${random.whole(100_000, 999_999)}`
  return {
    specversion: '1.0',
    id: `hostile-${random.whole(0, 2 ** 31)}`,
    source: '/courts/libra',
    type: 'courts.prevention-order.made',
    dataschema: 'urn:interlock:event:courts.prevention-order.made:1',
    subject: `order:B01FA/${orderId}`,
    time: '2011-10-03T10:00:00Z',
    unit: 'courts/b01fa',
    marking: 'restricted',
    data: {
      person: { name: { forenames: 'Ada', surname: 'Invented' }, dateOfBirth: '1970-01-31' },
      courtCode: 'B01FA',
      orderId,
      orderType: 'SOPO',
      madeOn: '2011-10-03',
      conditions: ['Not to enter any school, nursery or playground.'],
    },
  }
}

export function post(
  path: string,
  headers: readonly (readonly [string, string])[],
  body: Buffer | string,
): WireRequest {
  return { method: 'POST', path, headers, body: Buffer.from(body as string) }
}

export function get(path: string, headers: readonly (readonly [string, string])[]): WireRequest {
  return { method: 'GET', path, headers, body: Buffer.alloc(0) }
}
