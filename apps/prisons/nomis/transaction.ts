import type { Fault } from '#core/kernel'
import { csvLines, findings, isoDay, type Place } from '#platform/native'

/** One entry that a prison's staff type into NOMIS. */
export interface NomisTransaction {
  reference: string
  /** The prison number. */
  about: string
  at: string
  prison: string
  entry: NomisEntry
}

export type NomisEntry =
  | { does: 'IN'; reason: string; recall: boolean }
  | { does: 'OUT'; reason: string }
  | { does: 'DATES'; releaseDate: string; dateType: string; confirmed: boolean; borough?: string }
  | { does: 'ROTL'; leavesAt: string; returnsAt: string; purpose: string; borough: string }

export type TransactionsReading =
  { ok: true; transactions: NomisTransaction[] } | { ok: false; faults: Fault[] }

export const RECEIVED: Readonly<Record<string, string>> = own([
  'ADMISSION',
  'TEMPORARY_ABSENCE_RETURN',
  'RETURN_FROM_COURT',
  'TRANSFERRED',
])
export const RELEASED: Readonly<Record<string, string>> = own([
  'RELEASED',
  'RELEASED_TO_HOSPITAL',
  'TEMPORARY_ABSENCE_RELEASE',
  'SENT_TO_COURT',
  'TRANSFERRED',
  'UNKNOWN',
])
export const DATE_TYPES: Readonly<Record<string, string>> = {
  CRD: 'CRD',
  ARD: 'ARD',
  HDCED: 'HDC',
  HDC: 'HDC',
  PED: 'parole',
  PAROLE: 'parole',
  OTHER: 'other',
}
const DOES = { IN: 'IN', OUT: 'OUT', DATES: 'DATES', ROTL: 'ROTL' } as const
const YES: Readonly<Record<string, boolean>> = { Y: true, N: false }

/**
 * Reads entries as CSV: REF, AT, OFFENDER_NO, ENTRY (IN, OUT, DATES, ROTL), AGY, REASON, RECALL, DATE, TYPE, CONFIRMED,
 * BOROUGH, LEAVES, RETURNS, PURPOSE. A column that the entry does not need may be empty or missing.
 */
export function readNomisTransactions(bytes: Uint8Array): TransactionsReading {
  const found = findings('pointer')
  const lines = csvLines(bytes, found, ['REF', 'AT', 'OFFENDER_NO', 'ENTRY', 'AGY'])
  if (!lines.ok) return lines
  const transactions = lines.lines.flatMap((line) => transactionOf(line) ?? [])
  return found.faults.length > 0 ? { ok: false, faults: found.faults } : { ok: true, transactions }
}

function transactionOf(line: Place): NomisTransaction | undefined {
  const reference = line.member('REF').text()
  const at = line.member('AT').moment()
  const about = prisonNumber(line.member('OFFENDER_NO'))
  const prison = agency(line.member('AGY'))
  const does = line.member('ENTRY').oneOf(DOES)
  const entry = does === undefined ? undefined : entryOf(line, does)
  return reference && at && about && prison && entry ? { reference, about, at, prison, entry } : undefined
}

function entryOf(line: Place, does: NomisEntry['does']): NomisEntry | undefined {
  switch (does) {
    case 'IN': {
      const reason = line.member('REASON').oneOf(RECEIVED)
      const recall = line.member('RECALL').oneOfIfPresent(YES) === true
      return reason === undefined ? undefined : { does, reason, recall }
    }
    case 'OUT': {
      const reason = line.member('REASON').oneOf(RELEASED)
      return reason === undefined ? undefined : { does, reason }
    }
    case 'DATES': {
      const releaseDate = dayOf(line.member('DATE'))
      const dateType = line.member('TYPE').oneOf(DATE_TYPES)
      const borough = line.member('BOROUGH').textIfPresent()
      const confirmed = line.member('CONFIRMED').oneOfIfPresent(YES) === true
      return releaseDate && dateType
        ? { does, releaseDate, dateType, confirmed, ...(borough === undefined ? {} : { borough }) }
        : undefined
    }
    case 'ROTL': {
      const leavesAt = line.member('LEAVES').moment()
      const returnsAt = line.member('RETURNS').moment()
      const purpose = line.member('PURPOSE').text()
      const borough = line.member('BOROUGH').text()
      return leavesAt && returnsAt && purpose && borough
        ? { does, leavesAt, returnsAt, purpose, borough }
        : undefined
    }
  }
}

/** A prison number, `A1234BC` (V, hmpps-domain-events). */
export function prisonNumber(place: Place): string | undefined {
  const text = place.text()?.toUpperCase()
  if (text === undefined || /^[A-Z]\d{4}[A-Z]{2}$/.test(text)) return text
  place.fault('is not a prison number, such as A1234BC')
  return undefined
}

/** A prison's three letters. */
export function agency(place: Place): string | undefined {
  const text = place.text()?.toUpperCase()
  if (text === undefined || /^[A-Z]{3}$/.test(text)) return text
  place.fault('is not a prison, three letters such as WSI')
  return undefined
}

/** A day that must be there. */
export function dayOf(place: Place): string | undefined {
  const text = place.text()
  const day = text === undefined ? undefined : isoDay(text)
  if (text !== undefined && day === undefined) place.fault('is not a date')
  return day
}

function own(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, word]))
}
