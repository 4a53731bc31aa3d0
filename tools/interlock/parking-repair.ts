import { derivedId, isoInstant } from '#core/kernel'
import { dataschemaOf } from '#core/messages'
import { type ParkedMessage, type Queryable, readStreamTime } from '#platform/published'

const UNIT = 'hub/operations'

/**
 * What the operator says about a message set aside: a fact like any other, so that the repair is in the log. The message is
 * named by `correlationid`, `<topic>/<partition>/<offset>`, since one that could not be read has no id of its own.
 */
export async function repairEvent(
  db: Queryable,
  verb: 'replay' | 'discard',
  message: ParkedMessage,
  reason: string,
): Promise<object> {
  const { mode, tickAt } = await readStreamTime(db)
  const time = isoInstant(mode === 'simulated' && tickAt !== null ? tickAt : Date.now())
  const place = `${message.topic}/${message.partition}/${message.offset}`
  const type = verb === 'replay' ? 'hub.message.replayed' : 'hub.message.discarded'
  return {
    specversion: '1.0',
    id: derivedId(type, message.stage, place, time),
    source: '/hub/operations',
    type,
    dataschema: dataschemaOf(type, 1),
    datacontenttype: 'application/json',
    subject: `unit:${UNIT}`,
    time,
    unit: UNIT,
    marking: 'protect',
    correlationid: place,
    data: {
      eventId: message.eventId ?? place,
      eventSource: message.source ?? '/hub/unknown',
      stage: message.stage,
      code: message.code,
      ...(reason === '' ? {} : { says: reason }),
    },
  }
}
