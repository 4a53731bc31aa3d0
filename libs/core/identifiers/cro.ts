import { checkLetterOf } from './check-letter.js'
import type { Canonical } from './scheme.js'

const STANDARD = /^(\d{1,6})\/(\d{2})([A-Z])$/
const FILE = /^SF(\d{2})\/(\d{1,6})([A-Z])$/

const SERIAL_DIGITS = 6

/**
 * The CRO number, from upper-case text without whitespace: `NNNNNN/YYD` with the serial padded to six digits, or
 * the file form `SFYY/N…D` with the serial as written, which its letter covers unpadded (hmpps-person-record
 * CROIdentifier; DOMAIN C.1).
 */
export function canonicalCro(compact: string): Canonical {
  const file = FILE.exec(compact)
  if (file) {
    const [, year = '', serial = '', letter] = file
    return checked(compact, year + serial, letter)
  }
  const standard = STANDARD.exec(compact)
  if (!standard)
    return { ok: false, reason: 'is neither NNNNNN/YY and a check letter nor SFYY/NNNNNN and a check letter' }
  const [, serial = '', year = '', letter] = standard
  const padded = serial.padStart(SERIAL_DIGITS, '0')
  return checked(`${padded}/${year}${letter}`, year + padded, letter)
}

/** The standard CRO number of a two-digit year and a serial (1 to 999,999), with its check letter. */
export function croNumber(yearDigits: string, serial: number): string {
  const padded = String(serial).padStart(SERIAL_DIGITS, '0')
  return `${padded}/${yearDigits}${checkLetterOf(yearDigits + padded)}`
}

function checked(value: string, digits: string, letter: string | undefined): Canonical {
  if (checkLetterOf(digits) === letter) return { ok: true, value }
  return { ok: false, reason: 'has a check letter that does not fit its digits' }
}
