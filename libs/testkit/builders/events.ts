import { dataschemaOf, type Envelope, headersOf } from '#core/messages'
import { parseInstant } from '#core/kernel'

/** What a test says of an event; the rest is plausible and the same every time. */
export interface EventWish {
  type: string
  id: string
  unit: string
  source: string
  subject: string
  time: string
  data: object
  marking?: Envelope['marking']
  day?: boolean
}

export function anEnvelope(wish: EventWish): Envelope {
  return {
    id: wish.id,
    source: wish.source,
    type: wish.type,
    version: 1,
    subject: wish.subject,
    time: wish.time,
    occurredAt: parseInstant(wish.time)!,
    timePrecision: wish.day === true ? 'day' : 'instant',
    unit: wish.unit,
    marking: wish.marking ?? 'restricted',
  }
}

/** As a Kafka-native agency writes it to its topic. */
export function anEventRecord(wish: EventWish) {
  const envelope = anEnvelope(wish)
  return { key: wish.subject, value: Buffer.from(JSON.stringify(wish.data)), headers: headersOf(envelope) }
}

/** As `POST /events` takes it. */
export function anEventJson(wish: EventWish) {
  const { marking = 'restricted', day, ...rest } = wish
  return {
    specversion: '1.0',
    datacontenttype: 'application/json',
    dataschema: dataschemaOf(wish.type, 1),
    marking,
    ...(day === true ? { timeprecision: 'day' } : {}),
    ...rest,
  }
}

export interface OrderWish {
  courtCode?: string
  orderId: string
  madeOn: string
  orderType?: string
  conditions?: string[]
  person?: object
  borough?: string
  id?: string
}

const CONDITIONS = [
  'Not to enter any school, nursery or playground.',
  'Not to own a device that can take pictures.',
]

/** A court makes a prevention order. */
export function anOrderMade(wish: OrderWish): EventWish {
  const { courtCode = 'B01FA', orderId, madeOn } = wish
  return {
    type: 'courts.prevention-order.made',
    id: wish.id ?? `made-${courtCode}-${orderId}`,
    unit: `courts/${courtCode.toLowerCase()}`,
    source: '/courts/libra',
    subject: `order:${courtCode}/${orderId}`,
    time: `${madeOn}T12:00:00Z`,
    data: {
      person: wish.person ?? {
        name: { forenames: 'Ada', surname: 'Sample' },
        dateOfBirth: '1970-02-03',
        pnc: '2001/0171310W',
      },
      ...(wish.borough === undefined ? {} : { borough: wish.borough }),
      courtCode,
      orderId,
      orderType: wish.orderType ?? 'SOPO',
      madeOn,
      conditions: wish.conditions ?? CONDITIONS,
    },
  }
}

/** The PNC Bureau applies the marker. */
export function aMarker(wish: {
  courtCode?: string
  orderId: string
  at: string
  conditionsOnPnc?: string
  action?: string
  id?: string
}): EventWish {
  const { courtCode = 'B01FA', orderId, at, conditionsOnPnc = 'full', action = 'applied' } = wish
  return {
    type: 'pnc.marker.updated',
    id: wish.id ?? `marker-${courtCode}-${orderId}-${at}`,
    unit: 'police/pnc-bureau',
    source: '/police/pnc',
    subject: `order:${courtCode}/${orderId}`,
    time: at,
    data: { courtCode, orderId, action, conditionsOnPnc, orderType: 'SOPO' },
  }
}

interface CopyWish {
  courtCode?: string
  orderId: string
  at: string
}

/** The court sends a copy of its order to the PNC Bureau. */
export function aCopySent({ courtCode = 'B01FA', orderId, at }: CopyWish): EventWish {
  return {
    type: 'courts.order-copy.sent',
    id: `sent-${courtCode}-${orderId}-${at}`,
    unit: `courts/${courtCode.toLowerCase()}`,
    source: '/courts/libra',
    subject: `order:${courtCode}/${orderId}`,
    time: at,
    data: { courtCode, orderId, sentTo: 'police/pnc-bureau', method: 'secure email' },
  }
}

/** The registration unit has the copy. */
export function aCopyReceived({ courtCode = 'B01FA', orderId, at }: CopyWish): EventWish {
  return {
    type: 'pnc.order-copy.received',
    id: `received-${courtCode}-${orderId}-${at}`,
    unit: 'police/pnc-bureau',
    source: '/police/pnc',
    subject: `order:${courtCode}/${orderId}`,
    time: at,
    data: { courtCode, orderId, complete: true },
  }
}

/** The registration unit asks a court for a copy of its order. */
export function aCopyRequested({
  courtCode = 'B01FA',
  orderId,
  at,
  requestNo = 1,
}: CopyWish & { requestNo?: number }): EventWish {
  return {
    type: 'pnc.order-copy.requested',
    id: `requested-${courtCode}-${orderId}-${requestNo}`,
    unit: 'police/pnc-bureau',
    source: '/police/pnc',
    subject: `order:${courtCode}/${orderId}`,
    time: at,
    data: { courtCode, orderId, requestNo },
  }
}

/** ViSOR holds an order, whether or not its court ever told of it. */
export function anOrderRecorded(wish: OrderWish & { at: string }): EventWish {
  const made = anOrderMade(wish)
  return {
    ...made,
    type: 'jigsaw.order.recorded',
    id: wish.id ?? `recorded-${wish.courtCode ?? 'B01FA'}-${wish.orderId}`,
    unit: 'police/central-jigsaw',
    source: '/police/visor',
    time: wish.at,
    data: { ...made.data, visorRef: `V-${wish.orderId}`, force: '01' },
  }
}
