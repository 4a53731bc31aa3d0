import { checkLetterOf } from './check-letter.js'
import type { Canonical } from './scheme.js'

/** YY, an optional top level, FF, UU, SS, eleven digits, letter. */
const PLAIN = /^(\d{2})([A-Z0-9]?)([A-Z0-9]{2})([A-Z0-9]{2})([A-Z0-9]{2})(\d{11})([A-Z])$/
/** As the PNC shows it, `YY/FFUU/SS/n…D`: the sequence without its leading zeros. */
const SHOWN = /^(\d{2})\/()([A-Z0-9]{2})([A-Z0-9]{2})\/([A-Z0-9]{2})\/(\d{1,11})([A-Z])$/

const SEQUENCE_DIGITS = 11

/** What an arrest or summons number is made of. */
export interface AsnParts {
  /** Two digits. */
  year: string
  /** One character for a court; empty for a police force. */
  topLevel?: string
  force: string
  unit: string
  system: string
  /** 0 to 99,999,999,999. */
  sequence: number
}

/**
 * The arrest/summons number in its 20 characters, or 21 where it names a top level; the police's `0` there means
 * none and is dropped (DOMAIN C.3). The letter covers force and system where they are digits, the year and the
 * sequence; the unit is not covered (bichard7-next-core Asn.ts; DOMAIN C.1).
 */
export function canonicalAsn(compact: string): Canonical {
  const match = PLAIN.exec(compact) ?? SHOWN.exec(compact)
  if (!match)
    return { ok: false, reason: 'is not 20 or 21 characters: year, unit codes, eleven digits, check letter' }
  const [, year = '', topLevel = '', force = '', unit = '', system = '', sequence, letter] = match
  const value = arrestSummonsNumber({ year, topLevel, force, unit, system, sequence: Number(sequence) })
  if (!value.endsWith(letter ?? ''))
    return { ok: false, reason: 'has a check letter that does not fit its digits' }
  return { ok: true, value }
}

/** The arrest/summons number of its parts, with its check letter. */
export function arrestSummonsNumber({
  year,
  topLevel = '',
  force,
  unit,
  system,
  sequence,
}: AsnParts): string {
  const padded = String(sequence).padStart(SEQUENCE_DIGITS, '0')
  const letter = checkLetterOf(digitsOrNone(force) + digitsOrNone(system) + year + padded)
  return `${year}${topLevel === '0' ? '' : topLevel}${force}${unit}${system}${padded}${letter}`
}

function digitsOrNone(code: string): string {
  return /^\d+$/.test(code) ? code : ''
}
