import { instantOf } from '#core/calendar'
import { derivedId, type Fault, isoInstant } from '#core/kernel'
import { type CloudEventJson, dataschemaOf } from '#core/messages'
import type { FieldNote } from '#platform/native'
import type { NativeResult, Reading, ResultedDefendant } from '../native/resulted-defendant.js'
import { APPLICATION_CODES, type ApplicationMeaning } from './application-codes.js'
import type { ResultCodes } from './result-codes.js'

/** What the edge knows besides the message: whose system spoke, what codes mean, how it names a defendant. */
export interface Translator {
  /** `/courts/libra` */
  source: string
  codes: ResultCodes
  /** The subject for a defendant whom this system knows, `cp-defendant:…`; undefined when it has no such identifier. */
  subjectOf(defendant: ResultedDefendant): string | undefined
}

export type Translation =
  { ok: true; events: CloudEventJson[]; notes: FieldNote[] } | { ok: false; faults: Fault[] }

const MARKING = 'restricted'

/**
 * Contract events from a read hearing: one per defendant, order and change, however many offences the same order was
 * recorded against. Ids are derived from the hearing's, the defendant's and the first result's own ids, so the same
 * hearing sent again gives the same events. Results that concern no prevention order give none.
 */
export function orderEvents(reading: Reading, translator: Translator): Translation {
  if (!reading.ok) return reading
  const faults: Fault[] = []
  const events = reading.defendants.flatMap((defendant) => {
    const orders = new Map<string, OrderResult>()
    for (const result of reading.ok ? defendant.results : []) {
      const order = orderResult(result, translator.codes, faults)
      if (order !== undefined) gather(orders, order)
    }
    return [...orders.values()].map((order) => eventOf(defendant, order, translator))
  })
  return faults.length > 0 ? { ok: false, faults } : { ok: true, events, notes: reading.notes }
}

interface OrderResult {
  orderId: string
  orderType: string
  interim: boolean
  changeType: ApplicationMeaning['changeType'] | undefined
  result: NativeResult
  conditions: string[]
}

function orderResult(result: NativeResult, codes: ResultCodes, faults: Fault[]): OrderResult | undefined {
  const change = APPLICATION_CODES.get(result.applicationCode ?? '')
  const made = codes.get(result.code ?? '')
  if (change === undefined && made === undefined) return undefined
  if (result.orderNumber === undefined) {
    const says = 'The result makes or changes an order and gives no order number.'
    faults.push({ code: 'HUB_EDGE_NATIVE_INVALID', at: result.at, says })
    return undefined
  }
  if (change === undefined && result.conditions.length === 0) {
    const says = 'The result makes an order and gives none of its conditions.'
    faults.push({ code: 'HUB_EDGE_NATIVE_INVALID', at: result.at, says })
    return undefined
  }
  return {
    orderId: withoutSpaces(result.orderNumber),
    orderType: (change ?? made)!.orderType,
    interim: change === undefined && made?.interim === true,
    changeType: change?.changeType,
    result,
    conditions: result.conditions,
  }
}

/** The same order recorded against two offences is one order; its conditions are those of both, once each. */
function gather(orders: Map<string, OrderResult>, order: OrderResult): void {
  const key = `${order.orderId}\u001f${order.changeType ?? ''}`
  const known = orders.get(key)
  if (known === undefined) {
    orders.set(key, order)
    return
  }
  const first = known.result.resultId <= order.result.resultId ? known.result : order.result
  orders.set(key, {
    ...known,
    result: first,
    conditions: [...new Set([...known.conditions, ...order.conditions])],
  })
}

/** Courts write `T 2011 0042` and `T2011 0042` of the same order; the contract's order number has no spaces. */
export function withoutSpaces(orderNumber: string): string {
  return orderNumber.replace(/\s+/g, '')
}

function eventOf(defendant: ResultedDefendant, order: OrderResult, translator: Translator): CloudEventJson {
  const type =
    order.changeType === undefined ? 'courts.prevention-order.made' : 'courts.prevention-order.varied'
  const on = order.result.orderedOn ?? defendant.heardOn
  const { courtCode } = defendant
  return {
    specversion: '1.0',
    id: derivedId(translator.source, defendant.hearingId, defendant.defendantId, order.result.resultId),
    source: translator.source,
    type,
    dataschema: dataschemaOf(type, 1),
    subject: translator.subjectOf(defendant) ?? `order:${courtCode}/${order.orderId}`,
    time: isoInstant(instantOf(on)!),
    timeprecision: 'day',
    datacontenttype: 'application/json',
    unit: `courts/${courtCode.toLowerCase()}`,
    marking: MARKING,
    data: dataOf(defendant, order, on),
  }
}

function dataOf(defendant: ResultedDefendant, order: OrderResult, on: string): Record<string, unknown> {
  const { endsOn, code } = order.result
  return {
    person: defendant.person,
    courtCode: defendant.courtCode,
    orderId: order.orderId,
    orderType: order.orderType,
    ...(order.changeType === undefined
      ? { madeOn: on, interim: order.interim, ...(code === undefined ? {} : { resultCode: code }) }
      : { changeType: order.changeType, changedOn: on }),
    ...(endsOn === undefined ? {} : { endsOn }),
    ...(order.conditions.length > 0 ? { conditions: order.conditions } : {}),
    ...(defendant.caseRef === undefined ? {} : { caseRef: defendant.caseRef }),
  }
}
