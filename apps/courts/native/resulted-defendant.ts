import type { Fault } from '#core/kernel'
import type { FieldNote } from '#platform/native'

/**
 * One defendant's results at one hearing, in no system's format: what Common Platform, Libra and SPI documents are
 * read into, and what contract events are written from.
 */
export interface ResultedDefendant {
  /** The system's own ids; an event's id is derived from them, so a resend gives the same event. */
  hearingId: string
  defendantId: string
  /** The court's OU code without its bottom level, five characters (DOMAIN C.3). */
  courtCode: string
  heardOn: string
  /** The prosecutor's URN, if the court gave one. */
  caseRef?: string
  person: PersonSaid
  results: NativeResult[]
}

/** What a court says of a person, in the contract's names. Identifiers are passed on as written, never mended. */
export interface PersonSaid {
  name?: { forenames: string; surname: string }
  dateOfBirth?: string
  sex?: string
  pnc?: string
  cro?: string
}

export interface NativeResult {
  resultId: string
  /** CJS result code, four digits, where the system gives one. */
  code?: string
  /** Offence code of the application that was granted (SX03519 …), where the result belongs to an application. */
  applicationCode?: string
  orderedOn?: string
  orderNumber?: string
  endsOn?: string
  conditions: string[]
  /** Where the result stands in the native message. */
  at: string
}

/** A native message read, or refused with every fault and its place. */
export type Reading =
  { ok: true; defendants: ResultedDefendant[]; notes: FieldNote[] } | { ok: false; faults: Fault[] }

/** Sex as the systems write it, in the contract's words; anything else is not guessed at. */
export function sexOf(written: string | undefined): string | undefined {
  switch (written?.toUpperCase()) {
    case 'N':
    case 'NOT_KNOWN':
    case 'NOT KNOWN':
      return 'not known'
    case 'M':
    case 'MALE':
    case '1':
      return 'male'
    case 'F':
    case 'FEMALE':
    case '2':
      return 'female'
    default:
      return undefined
  }
}

/** An OU code cut to the court: seven characters carry the court room or `00` at the end (DOMAIN C.3). */
export function courtOf(ouCode: string): string | undefined {
  const code = ouCode.trim().toUpperCase()
  return /^[A-Z][0-9]{2}[A-Z]{2}([0-9A-Z]{2})?$/.test(code) ? code.slice(0, 5) : undefined
}
