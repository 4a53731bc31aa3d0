import type { Fault } from '#core/kernel'
import { fact, findings, Place, stated } from '#platform/native'
import { isoInstant, parseInstant } from '#core/kernel'
import type { CloudEventJson } from '#core/messages'

/** The columns of a consular list. Which office keeps it in which form is A: no public form is known. */
export const CONSULAR_COLUMNS = [
  'REFERENCE',
  'NOTICE',
  'SURNAME',
  'FORENAMES',
  'DOB',
  'COUNTRY',
  'OFFENCE',
  'KIND',
  'CONVICTED',
  'RETURNS',
  'HANDLING',
] as const

const NOTICES = { NEW: 'first', AMEND: 'changed', WITHDRAWN: 'withdrawn' } as const
const KINDS = { SEXUAL: 'sexual', VIOLENT: 'violent', BOTH: 'sexual and violent' } as const
const HANDLING = { '1': '1', '2': '2', '3': '3', '4': '4', '5': '5' } as const
/** What a decoder writes for bytes that are no UTF-8. */
const REPLACEMENT = '\uFFFD'

export type ConsularRow = { ok: true; event: CloudEventJson } | { ok: false; faults: readonly Fault[] }

/**
 * One line of a consular list as the fact that SOCA publishes. The name is as the embassy wrote it, in whatever spelling;
 * no number of a register here is asked for, and one that stands in the list is not read.
 * @param forwardedAt when SOCA passed the list on, RFC 3339
 * @param earlier how often the same words stood in this list before: a case may be called off and called on again
 */
export function consularEvent(
  cells: Readonly<Record<string, string | undefined>>,
  line: number,
  forwardedAt: string,
  earlier: (words: string) => number = () => 0,
): ConsularRow {
  const found = findings('pointer')
  const row = new Place(cells, `/line ${line}`, found)
  for (const [column, cell] of Object.entries(cells))
    if (cell?.includes(REPLACEMENT)) row.member(column).fault('is not UTF-8')
  const consularRef = reference(row.member('REFERENCE'))
  const notice = row.member('NOTICE').oneOf(NOTICES)
  const surname = row.member('SURNAME').text()
  const country = countryOf(row.member('COUNTRY'))
  const offence = row.member('OFFENCE').text()
  const offenceKind = row.member('KIND').oneOf(KINDS)
  const returnDate = row.member('RETURNS').present
    ? row.member('RETURNS').day()
    : row.member('RETURNS').text()
  const handling = row.member('HANDLING').oneOf(HANDLING)
  const dateOfBirth = row.member('DOB').day()
  const convictedOn = row.member('CONVICTED').day()
  const forenames = row.member('FORENAMES').textIfPresent()
  if (found.faults.length > 0 || consularRef === undefined) return { ok: false, faults: found.faults }
  const person = stated({ name: stated({ forenames, surname }), dateOfBirth })
  const said = {
    person,
    consularRef,
    notice,
    country,
    returnDate,
    offence,
    offenceKind,
    convictedOn,
    handling,
  }
  const words = JSON.stringify(said)
  return {
    ok: true,
    event: fact({
      source: '/soca/consular-notifications',
      type: 'soca.consular-notification.forwarded',
      unit: 'soca/consular-desk',
      subject: `consular-ref:${consularRef}`,
      at: forwardedAt,
      marking: 'restricted',
      // the same list again is the same facts, wherever it broke off the last time
      of: [words, isoInstant(parseInstant(forwardedAt)!), String(earlier(words))],
      data: said,
    }),
  }
}

function reference(place: Place): string | undefined {
  const text = place.text()?.toUpperCase()
  if (text === undefined || /^[A-Z0-9][A-Z0-9 ./-]{0,39}$/.test(text)) return text
  place.fault('is not a consular reference, such as CN/2011/0042')
  return undefined
}

function countryOf(place: Place): string | undefined {
  const text = place.text()?.toUpperCase()
  if (text === undefined || /^[A-Z]{2}$/.test(text)) return text
  place.fault('is not a country by its two letters')
  return undefined
}
