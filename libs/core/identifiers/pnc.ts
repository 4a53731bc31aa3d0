import type { Instant } from '#core/kernel'
import { checkLetterOf } from './check-letter.js'
import type { Canonical } from './scheme.js'

/** Slash or none; a year of two or four digits; the serial with or without its leading zeros. */
const WITH_SLASH = /^(\d{2}|\d{4})\/(\d{1,7})([A-Z])$/
const LONG = /^(\d{4})(\d{7})([A-Z])$/
const SHORT = /^(\d{2})(\d{1,7})([A-Z])$/

const YEAR_MIN = 1900
const SERIAL_DIGITS = 7

/**
 * The PNC ID as `YYYY/NNNNNNND`, from upper-case text without whitespace. Without a slash, twelve characters are
 * the long form and fewer the short one. A two-digit year up to that of `asAt` is in this century, else in the
 * last. The check letter covers the last two digits of the year and the padded serial, so the century is guarded
 * by a bound: from 1900 to the year of `asAt`. (hmpps-person-record PNCIdentifier; DOMAIN C.1)
 */
export function canonicalPnc(compact: string, asAt: Instant): Canonical {
  const match = WITH_SLASH.exec(compact) ?? LONG.exec(compact) ?? SHORT.exec(compact)
  if (!match) return { ok: false, reason: 'is not a year, a serial of up to seven digits and a check letter' }
  const [, yearDigits = '', serial = '', letter] = match
  const thisYear = new Date(asAt).getUTCFullYear()
  const year = yearDigits.length === 4 ? Number(yearDigits) : fullYear(Number(yearDigits), thisYear)
  if (year < YEAR_MIN || year > thisYear)
    return { ok: false, reason: 'has a year outside 1900 to the present one' }
  const value = pncId(year, Number(serial))
  if (!value.endsWith(letter ?? ''))
    return { ok: false, reason: 'has a check letter that does not fit its digits' }
  return { ok: true, value }
}

/** The PNC ID of a year and a serial (0 to 9,999,999), with its check letter. For those who issue, or pretend to. */
export function pncId(year: number, serial: number): string {
  const padded = String(serial).padStart(SERIAL_DIGITS, '0')
  return `${year}/${padded}${checkLetterOf(String(year).slice(-2) + padded)}`
}

function fullYear(twoDigits: number, thisYear: number): number {
  return twoDigits <= thisYear % 100 ? 2000 + twoDigits : 1900 + twoDigits
}
