import type { Fault } from '#core/kernel'
import { csvLines, type Findings, findings, isoDay, jsonDocument, Place } from '#platform/native'
import { courtOf } from './resulted-defendant.js'

/** One line of a court office's dispatch note: which order's copy went to whom, and how. */
export interface DispatchedCopy {
  courtCode: string
  orderNumber: string
  sentOn: string
  sentTo: string
  method: string
  documentHash?: string
  at: string
}

export type NoteReading = { ok: true; copies: DispatchedCopy[] } | { ok: false; faults: Fault[] }

/** More lines than an office sends in a month; a longer note is cut up by its sender. */
const LINES_MAX = 2_000

/** What offices write for the way a copy goes, in the contract's words. */
const METHODS: Readonly<Record<string, string>> = {
  POST: 'post',
  DX: 'post',
  FAX: 'fax',
  CJSM: 'secure email',
  'SECURE EMAIL': 'secure email',
  HAND: 'by hand',
  'BY HAND': 'by hand',
  ELECTRONIC: 'electronic',
}
/** Those to whom offices send copies, in their own words and as the hub's units. */
const ADDRESSEES: Readonly<Record<string, string>> = {
  SORU: 'police/pnc-bureau',
  'PNC BUREAU': 'police/pnc-bureau',
  'CENTRAL JIGSAW': 'police/central-jigsaw',
}

/**
 * Reads a dispatch note: CSV with the columns COURT, ORDER NO, SENT, TO, BY, SHA256, or the same as JSON, one object or
 * a list, with the names court, orderNo, sent, to, by, sha256. Dates are DD/MM/YYYY or YYYY-MM-DD.
 */
export function readDispatchNote(bytes: Uint8Array, isJson: boolean): NoteReading {
  const found = findings('pointer')
  const lines = isJson ? jsonLines(bytes, found) : csvLines(bytes, found, NEEDED, COLUMNS)
  if (!lines.ok) return lines
  const copies = lines.lines.map(copyOf)
  if (found.faults.length > 0) return { ok: false, faults: found.faults }
  return { ok: true, copies: copies.filter((copy) => copy !== undefined) }
}

type Lines = { ok: true; lines: Place[] } | { ok: false; faults: Fault[] }

function jsonLines(bytes: Uint8Array, found: Findings): Lines {
  const document = jsonDocument(bytes)
  if (!document.ok) return { ok: false, faults: [document.fault] }
  if (!Array.isArray(document.value)) return { ok: true, lines: [new Place(document.value, '', found)] }
  if (document.value.length > LINES_MAX)
    return unreadable(`The note has more than ${LINES_MAX} lines; send several.`)
  return {
    ok: true,
    lines: document.value.map((line, position) => new Place(line, `/${position}`, found)),
  }
}

const COLUMNS: Readonly<Record<string, string>> = {
  COURT: 'court',
  'ORDER NO': 'orderNo',
  SENT: 'sent',
  TO: 'to',
  BY: 'by',
  SHA256: 'sha256',
}
const NEEDED = ['COURT', 'ORDER NO', 'SENT', 'TO', 'BY']

function unreadable(says: string): { ok: false; faults: Fault[] } {
  return { ok: false, faults: [{ code: 'HUB_EDGE_NATIVE_UNREADABLE', says }] }
}

function copyOf(line: Place): DispatchedCopy | undefined {
  const ouCode = line.member('court').text()
  const courtCode = ouCode === undefined ? undefined : courtOf(ouCode)
  if (ouCode !== undefined && courtCode === undefined)
    line.member('court').fault(`"${ouCode}" is not an OU code`)
  const orderNumber = line.member('orderNo').text()
  const sentText = line.member('sent').text()
  const sentOn = sentText === undefined ? undefined : isoDay(sentText)
  if (sentText !== undefined && sentOn === undefined) line.member('sent').fault(`"${sentText}" is not a date`)
  const sentTo = word(line.member('to'), ADDRESSEES)
  const method = word(line.member('by'), METHODS)
  const documentHash = line.member('sha256').textIfPresent()?.toLowerCase()
  if (!courtCode || !orderNumber || !sentOn || !sentTo || !method) return undefined
  const copy = { courtCode, orderNumber, sentOn, sentTo, method, at: line.at }
  return documentHash === undefined ? copy : { ...copy, documentHash }
}

function word(place: Place, words: Readonly<Record<string, string>>): string | undefined {
  const text = place.text()
  return text === undefined ? undefined : new Place(text.toUpperCase(), place.at, place.found).oneOf(words)
}
