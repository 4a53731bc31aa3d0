import { parse } from 'csv-parse/sync'
import { instantOf } from '#core/calendar'
import { derivedId, type Fault, isoInstant } from '#core/kernel'
import { type CloudEventJson, dataschemaOf } from '#core/messages'
import type { NativeTranslation, SandboxRegister } from '#platform/edge'
import type { Client } from '#platform/postgres'
import { layIntoTray, readPostBook } from './desk/post-book.js'
import { type PncRegister, transact } from './pnc/pnc-sandbox.js'
import { readTransactions } from './pnc/transaction.js'
import type { Cells } from './registers/order-row.js'
import { visorEntry } from './registers/police-registers.js'
import { visorRow } from './registers/visor-row.js'
import { unitLogEvents } from './units/unit-log.js'

export interface Sandboxes {
  pnc: PncRegister
  visor: SandboxRegister
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
  const recorded = recordedOrders(bytes, format.slice('visor-orders '.length))
  if (!recorded.ok) return recorded
  await visor.load(
    recorded.events.map(({ data }) => visorEntry(data as Record<string, unknown>)),
    client,
  )
  return recorded
}

const TYPE = 'jigsaw.order.recorded'
const SOURCE = '/police/visor'

/** Rows of ViSOR's orders as facts of the day on which they were recorded; every fault of every row. */
export function recordedOrders(
  bytes: Uint8Array,
  recordedOn: string,
): { ok: true; events: CloudEventJson[] } | { ok: false; faults: Fault[] } {
  let rows: Cells[]
  try {
    rows = parse(Buffer.from(bytes), { columns: true, bom: true, skip_empty_lines: true, to: 1_000 })
  } catch (error) {
    return { ok: false, faults: [fault(error instanceof Error ? error.message : 'The rows are not CSV.')] }
  }
  const faults: Fault[] = []
  const events = rows.flatMap((row, position) => {
    const read = visorRow(row)
    if (read.ok) return [recorded(read.data, recordedOn)]
    faults.push(fault(read.reason, `line ${position + 2}`))
    return []
  })
  return faults.length > 0 ? { ok: false, faults } : { ok: true, events }
}

function recorded(data: Record<string, unknown>, recordedOn: string): CloudEventJson {
  const [visorRef, courtCode, orderId] = [data['visorRef'], data['courtCode'], data['orderId']].map(String)
  return {
    specversion: '1.0',
    id: derivedId(SOURCE, TYPE, visorRef!, courtCode!, orderId!.toUpperCase(), recordedOn),
    source: SOURCE,
    type: TYPE,
    dataschema: dataschemaOf(TYPE, 1),
    subject: `visor:${visorRef}`,
    time: isoInstant(instantOf(recordedOn)!),
    timeprecision: 'day',
    datacontenttype: 'application/json',
    unit: 'police/central-jigsaw',
    marking: 'restricted',
    data,
  }
}

function fault(says: string, at?: string): Fault {
  return { code: 'HUB_POLICE_VISOR_INVALID', says, ...(at === undefined ? {} : { at }) }
}
