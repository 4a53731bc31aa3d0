/** I, O and S are never check letters; remainder 0 gives Z (DOMAIN C.1; hmpps-person-record, bichard7-next-core). */
const LETTERS = 'ZABCDEFGHJKLMNPQRTUVWXY'

/**
 * The check letter of a run of digits: its remainder by 23, as a letter. A number of any length will do; it is
 * divided digit by digit, since an ASN exceeds what a double holds. Every single wrong digit and every swap of
 * neighbours changes it, because 23 is prime and divides neither 10 nor any difference of two digits.
 */
export function checkLetterOf(digits: string): string {
  let remainder = 0
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % LETTERS.length
  return LETTERS[remainder] ?? ''
}
