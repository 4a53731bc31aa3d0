import type { TranslatedRow } from '#platform/edge'
import { isoDay } from '#platform/native'
import type { ResultCodes } from '../events/result-codes.js'
import { withoutSpaces } from '../events/order-events.js'
import { slashed } from './libra.js'
import { sexOf } from './resulted-defendant.js'

/** The columns of a court's register of prevention orders, in the court's own names. */
export const REGISTER_COLUMNS = [
  'ORDER_NO',
  'RESULT_CODE',
  'ORDER_DATE',
  'END_DATE',
  'DEFT_SURNAME',
  'DEFT_FORENAMES',
  'DEFT_DOB',
  'DEFT_SEX',
  'PNCID',
  'CASE_NO',
  'CONDITIONS',
] as const

export type NativeRow = Readonly<Record<string, string | undefined>>
/** Between two conditions in one cell. */
const SEPARATOR = ' | '

/**
 * One row of a court's register as `courts.prevention-order.made` data. Dates are DD/MM/YYYY, the kind of order is its
 * result code, a PNC ID may stand without its slash. The reason for refusing a row repeats no value of a person.
 */
export function registerRow(row: NativeRow, courtCode: string, codes: ResultCodes): TranslatedRow {
  const orderId = withoutSpaces(row['ORDER_NO'] ?? '')
  const unreadable = (reason: string): TranslatedRow => ({
    ok: false,
    reason: `${reason}.`,
    key: orderId === '' ? { courtCode } : { courtCode, orderId },
  })
  if (orderId === '') return unreadable('ORDER_NO is empty')
  const meaning = codes.get(row['RESULT_CODE']?.trim() ?? '')
  if (meaning === undefined) return unreadable('RESULT_CODE makes no prevention order')
  const madeOn = isoDay(row['ORDER_DATE'] ?? '')
  if (madeOn === undefined) return unreadable('ORDER_DATE is not a date')
  const endsOn = row['END_DATE']?.trim() ? isoDay(row['END_DATE']) : undefined
  if (row['END_DATE']?.trim() && endsOn === undefined) return unreadable('END_DATE is not a date')
  const dateOfBirth = row['DEFT_DOB']?.trim() ? isoDay(row['DEFT_DOB']) : undefined
  if (row['DEFT_DOB']?.trim() && dateOfBirth === undefined) return unreadable('DEFT_DOB is not a date')
  const conditions = (row['CONDITIONS'] ?? '')
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter(Boolean)
  if (conditions.length === 0) return unreadable('CONDITIONS is empty')
  const surname = row['DEFT_SURNAME']?.trim() ?? ''
  if (surname === '') return unreadable('DEFT_SURNAME is empty')
  const sex = sexOf(row['DEFT_SEX']?.trim())
  const pnc = row['PNCID']?.trim()
  const caseRef = row['CASE_NO']?.trim()
  return {
    ok: true,
    data: {
      person: {
        name: { forenames: row['DEFT_FORENAMES']?.trim() ?? '', surname },
        ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
        ...(sex === undefined ? {} : { sex }),
        ...(pnc ? { pnc: slashed(pnc) } : {}),
      },
      courtCode,
      orderId,
      orderType: meaning.orderType,
      interim: meaning.interim,
      resultCode: row['RESULT_CODE']!.trim(),
      madeOn,
      ...(endsOn === undefined ? {} : { endsOn }),
      conditions,
      ...(caseRef ? { caseRef } : {}),
    },
  }
}
