import { instantOf, londonDay } from '#core/calendar'
import { derivedId, type Fault, isoInstant, parseInstant, sha256 } from '#core/kernel'
import { type CloudEventJson, dataschemaOf } from '#core/messages'
import type { Confirmed, NativeTranslation } from '#platform/edge'
import { csvLines, findings } from '#platform/native'
import type { Client } from '#platform/postgres'
import { layIntoTray, readPostBook } from './desk/post-book.js'
import { type PncRegister, transact } from './pnc/pnc-sandbox.js'
import { readTransactions } from './pnc/transaction.js'
import type { Cells } from './registers/order-row.js'
import { VISOR_COLUMNS, visorRow } from './registers/visor-row.js'
import {
  visorKey,
  type VisorRecording,
  type VisorRegister,
  type VisorRow,
} from './registers/visor-sandbox.js'
import { unitLogEvents } from './units/unit-log.js'

export interface Sandboxes {
  pnc: PncRegister
  visor: VisorRegister
}

/** A police native message: what it does to the sandbox registers, and the facts that follow, in one transaction. */
export async function translatePoliceMessage(
  format: string,
  bytes: Buffer,
  client: Client,
  { pnc, visor }: Sandboxes,
): Promise<NativeTranslation> {
  if (format === 'pnc-transactions') {
    const read = readTransactions(bytes)
    return read.ok ? { ok: true, events: await transact(client, pnc, read.transactions) } : read
  }
  if (format === 'unit-log') return unitLogEvents(bytes)
  if (format === 'soru-post') {
    const read = readPostBook(bytes)
    if (!read.ok) return read
    await layIntoTray(client, bytes, read.papers)
    return { ok: true, events: [] }
  }
  if (format === 'visor-confirmations')
    return { ok: true, events: (JSON.parse(bytes.toString('utf8')) as VisorConfirmation[]).map(recorded) }
  const read = recordings(bytes, format.slice('visor-orders '.length))
  if (!read.ok) return read
  return { ok: true, events: (await visor.transact(client, read.recordings)).map(recorded) }
}

const TYPE = 'jigsaw.order.recorded'
const SOURCE = '/police/visor'

type VisorConfirmation = Confirmed<VisorRecording, VisorRow>

/** Rows of ViSOR's orders, to be recorded on that day; every fault of every row. */
function recordings(
  bytes: Uint8Array,
  recordedOn: string,
): { ok: true; recordings: VisorRecording[] } | { ok: false; faults: Fault[] } {
  const at = isoInstant(instantOf(recordedOn)!)
  const lines = csvLines(bytes, findings('pointer'), VISOR_COLUMNS)
  if (!lines.ok) return lines
  const faults: Fault[] = []
  const recordings = lines.lines.flatMap(({ value, at: place }) => {
    const read = visorRow(value as Cells)
    if (read.ok) {
      // the same row of the same day is the same recording; another word in it makes it another
      const reference = `${recordedOn} ${sha256(JSON.stringify(read.data))}`
      return [{ reference, about: visorKey(read.data), at, row: read.data }]
    }
    faults.push({ code: 'HUB_POLICE_VISOR_INVALID', at: place, says: read.reason })
    return []
  })
  return faults.length > 0 ? { ok: false, faults } : { ok: true, recordings }
}

/** What ViSOR holds, as a fact of the day on which it took it; put right on that day, it is another fact. */
function recorded({ transaction, at, entry: data }: VisorConfirmation): CloudEventJson {
  const recordedOn = londonDay(parseInstant(at)!)
  return {
    specversion: '1.0',
    id: derivedId(SOURCE, TYPE, transaction.reference),
    source: SOURCE,
    type: TYPE,
    dataschema: dataschemaOf(TYPE, 1),
    subject: `visor:${String(data['visorRef'])}`,
    time: isoInstant(instantOf(recordedOn)!),
    timeprecision: 'day',
    datacontenttype: 'application/json',
    unit: 'police/central-jigsaw',
    marking: 'restricted',
    data,
  }
}
