import type { NativeTranslation } from '#platform/edge'
import { orderCopyEvents } from './events/order-copy-events.js'
import { orderEvents, type Translator } from './events/order-events.js'
import type { ResultCodes } from './events/result-codes.js'
import { readHearing } from './native/common-platform.js'
import { readLibra } from './native/libra.js'
import { readDispatchNote } from './native/order-copy-note.js'

/** What courts send, by where it comes from and how it is written. */
export type CourtFormat = 'common-platform' | 'libra' | 'dispatch-csv' | 'dispatch-json'

/** A court's native message as contract events, or every fault with its place. Pure: the same bytes, the same events. */
export function translateCourtMessage(
  format: string,
  bytes: Uint8Array,
  codes: ResultCodes,
): NativeTranslation {
  switch (format as CourtFormat) {
    case 'common-platform':
      return orderEvents(readHearing(bytes), commonPlatform(codes))
    case 'libra':
      return orderEvents(readLibra(bytes), libra(codes))
    case 'dispatch-csv':
      return orderCopyEvents(readDispatchNote(bytes, false))
    case 'dispatch-json':
      return orderCopyEvents(readDispatchNote(bytes, true))
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function commonPlatform(codes: ResultCodes): Translator {
  return {
    source: '/courts/common-platform',
    codes,
    subjectOf: ({ defendantId }) =>
      UUID.test(defendantId) ? `cp-defendant:${defendantId.toLowerCase()}` : undefined,
  }
}

export function libra(codes: ResultCodes): Translator {
  return {
    source: '/courts/libra',
    codes,
    // `<case number>/<c_id>`; SPI knows a defendant by the prosecutor's reference, which is of a case and not a person.
    subjectOf: ({ defendantId }) => {
      const number = /^\d{1,18}\/(\d{1,18})$/.exec(defendantId)?.[1]
      return number === undefined ? undefined : `libra-defendant:${number}`
    },
  }
}
