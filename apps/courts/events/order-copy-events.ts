import { instantOf } from '#core/calendar'
import { derivedId, isoInstant } from '#core/kernel'
import { type CloudEventJson, dataschemaOf } from '#core/messages'
import type { DispatchedCopy, NoteReading } from '../native/order-copy-note.js'
import { type Translation, withoutSpaces } from './order-events.js'

const SOURCE = '/courts/libra'
const TYPE = 'courts.order-copy.sent'

/** One event per dispatched copy. The same order's copy sent again on another day is another event. */
export function orderCopyEvents(reading: NoteReading): Translation {
  if (!reading.ok) return reading
  return { ok: true, events: reading.copies.map(eventOf), notes: [] }
}

function eventOf(copy: DispatchedCopy): CloudEventJson {
  const { courtCode, sentOn, sentTo, method, documentHash } = copy
  const orderId = withoutSpaces(copy.orderNumber)
  return {
    specversion: '1.0',
    id: derivedId(SOURCE, 'order-copy', courtCode, orderId.toUpperCase(), sentTo, sentOn),
    source: SOURCE,
    type: TYPE,
    dataschema: dataschemaOf(TYPE, 1),
    subject: `order:${courtCode}/${orderId}`,
    time: isoInstant(instantOf(sentOn)!),
    timeprecision: 'day',
    datacontenttype: 'application/json',
    unit: `courts/${courtCode.toLowerCase()}`,
    marking: 'restricted',
    data: {
      courtCode,
      orderId,
      sentTo,
      sentOn,
      method,
      ...(documentHash === undefined ? {} : { documentHash }),
    },
  }
}
