import type { Principal } from '#platform/security'

/** A court's order as CloudEvents JSON, good in every respect unless told otherwise. `undefined` takes a member away. */
export function orderMade(
  changes: Record<string, unknown> = {},
  data: Record<string, unknown> = {},
): Record<string, unknown> {
  const orderId = (data['orderId'] as string | undefined) ?? '2011-0042'
  const event: Record<string, unknown> = {
    specversion: '1.0',
    id: `made-${orderId}`,
    source: '/courts/libra',
    type: 'courts.prevention-order.made',
    dataschema: 'urn:interlock:event:courts.prevention-order.made:1',
    subject: `order:B01FA/${orderId}`,
    time: '2011-10-03T10:00:00Z',
    datacontenttype: 'application/json',
    unit: 'courts/b01fa',
    marking: 'restricted',
    data: orderData({ orderId, ...data }),
    ...changes,
  }
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined))
}

export function orderData(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const data: Record<string, unknown> = {
    person: {
      name: { forenames: 'Adam', surname: 'Sample' },
      dateOfBirth: '1970-01-31',
      pnc: '2004/0012345D',
    },
    courtCode: 'B01FA',
    orderId: '2011-0042',
    orderType: 'SOPO',
    madeOn: '2011-10-03',
    conditions: ['Not to enter any school, nursery or playground.'],
    ...changes,
  }
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))
}

export const courtsPrincipal: Principal = {
  clientId: 'courts',
  organisation: 'courts',
  units: '*',
  scopes: new Set(['events.publish']),
  expiresAt: Number.MAX_SAFE_INTEGER,
}
