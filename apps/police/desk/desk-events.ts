import { londonDay } from '#core/calendar'
import { derivedId, isoInstant, parseInstant } from '#core/kernel'
import { type CloudEventJson, dataschemaOf } from '#core/messages'
import { said } from '../registers/order-row.js'
import type { DeskCase, PaperCopy } from './desk-case.js'

const SOURCE = '/police/pnc'
const UNIT = 'police/pnc-bureau'

export function copyRequested(one: DeskCase, requestNo: number, at: string): CloudEventJson {
  const { courtCode, orderId } = one
  return event('pnc.order-copy.requested', [requestNo], courtCode, orderId, at, {
    courtCode,
    orderId,
    requestNo,
  })
}

/** @param id of the paper in the post book */
export function copyReceived(paper: PaperCopy, id: string, at: string): CloudEventJson {
  const { courtCode, orderId, person, complete } = paper
  return event('pnc.order-copy.received', [id], courtCode, orderId, at, {
    ...said({ person: Object.keys(person).length > 0 ? person : undefined }),
    courtCode,
    orderId,
    receivedOn: londonDay(parseInstant(at)!),
    complete,
  })
}

function event(
  type: string,
  distinguishing: readonly (string | number)[],
  courtCode: string,
  orderId: string,
  at: string,
  data: Record<string, unknown>,
): CloudEventJson {
  return {
    specversion: '1.0',
    id: derivedId(SOURCE, type, courtCode, orderId.toUpperCase(), at, ...distinguishing),
    source: SOURCE,
    type,
    dataschema: dataschemaOf(type, 1),
    subject: `order:${courtCode}/${orderId}`,
    time: isoInstant(parseInstant(at)!),
    datacontenttype: 'application/json',
    unit: UNIT,
    marking: 'restricted',
    data,
  }
}
