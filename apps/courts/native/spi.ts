import { findings, Place, type Findings } from '#platform/native'
import {
  courtOf,
  type NativeResult,
  type PersonSaid,
  type Reading,
  type ResultedDefendant,
  sexOf,
} from './resulted-defendant.js'
import { escapedXml } from './xml-document.js'

/** Either the message itself, or the place of the envelope's text in which it stands escaped. */
export type Resulted = { message: Place } | { escapedAt: Place }

/** The SPI message in a document, if it is one. */
export function resultedCaseIn(root: Place): Resulted | undefined {
  const bare = root.member('ResultedCaseMessage')
  if (bare.present) return { message: bare }
  const content = root.path('RouteData', 'DataStream', 'DataStreamContent')
  if (!content.present) return undefined
  const inside = content.member('ResultedCaseMessage')
  return inside.present ? { message: inside } : { escapedAt: content }
}

/**
 * Reads an SPI ResultedCaseMessage (Libra's standard prosecutor interface, DOMAIN C.11). It has no field for an order's
 * number or terms: both stand in the result's text, as the public samples show for restraining orders; without a
 * number the case's URN serves, which is how its court files it.
 */
export function readResultedCase(resulted: Resulted): Reading {
  if ('message' in resulted) return outcome(resulted.message.found, [resulted.message])
  const { escapedAt } = resulted
  const text = escapedAt.text()
  if (text === undefined) return { ok: false, faults: escapedAt.found.faults }
  const inner = escapedXml(text)
  if (!inner.ok) {
    const at = inner.fault.at === undefined ? escapedAt.at : `${escapedAt.at}, inside at ${inner.fault.at}`
    return { ok: false, faults: [{ ...inner.fault, at }] }
  }
  const found = findings('xpath')
  const message = new Place(inner.value, escapedAt.at, found).member('ResultedCaseMessage')
  if (!message.present) message.fault('is required and is missing')
  return outcome(found, message.present ? [message] : [])
}

function outcome(found: Findings, messages: Place[]): Reading {
  const defendants = messages
    .flatMap((message) => message.member('Session').items())
    .flatMap(defendantsOf)
    .filter((defendant) => defendant.results.length > 0)
  return found.faults.length > 0
    ? { ok: false, faults: found.faults }
    : { ok: true, defendants, notes: found.notes }
}

function defendantsOf(session: Place): ResultedDefendant[] {
  const hearing = session.path('CourtHearing', 'Hearing')
  const location = hearing.member('CourtHearingLocation')
  const ouCode = location.text()
  const courtCode = ouCode === undefined ? undefined : courtOf(ouCode)
  if (ouCode !== undefined && courtCode === undefined) location.fault(`"${ouCode}" is not an OU code`)
  const heardOn = hearing.member('DateOfHearing').day()
  if (heardOn === undefined) hearing.member('DateOfHearing').text()
  const time = hearing.member('TimeOfHearing').textIfPresent() ?? ''
  return session
    .member('Case')
    .items()
    .flatMap((one) => {
      const caseRef = one.member('PTIURN').text()
      return one
        .member('Defendant')
        .items()
        .flatMap((defendant) => {
          const read = defendantOf(defendant, caseRef)
          if (read === undefined || courtCode === undefined || heardOn === undefined) return []
          return [{ ...read, hearingId: `${courtCode}/${heardOn}T${time}`, courtCode, heardOn }]
        })
    })
}

function defendantOf(defendant: Place, caseRef: string | undefined) {
  const defendantId = defendant.member('ProsecutorReference').text()
  const person = personOf(defendant.path('CourtIndividualDefendant', 'PersonDefendant'))
  const results = defendant
    .member('Offence')
    .items()
    .flatMap((offence) => {
      const sequence = offence.path('BaseOffenceDetails', 'OffenceSequenceNumber').textIfPresent() ?? ''
      const applicationCode = offence.path('BaseOffenceDetails', 'OffenceCode').textIfPresent()
      return offence
        .member('Result')
        .items()
        .map((result, position) => resultOf(result, `${sequence}/${position}`, applicationCode, caseRef))
    })
  if (defendantId === undefined || caseRef === undefined) return undefined
  return { defendantId, caseRef, person, results }
}

function personOf(person: Place): PersonSaid {
  const details = person.member('BasePersonDetails')
  const surname = details.path('PersonName', 'PersonFamilyName').textIfPresent()
  const forenames = ['PersonGivenName1', 'PersonGivenName2', 'PersonGivenName3']
    .map((name) => details.path('PersonName', name).textIfPresent())
    .filter(Boolean)
    .join(' ')
  const dateOfBirth = details.member('Birthdate').day()
  const sex = sexOf(details.member('Gender').textIfPresent())
  const pnc = person.member('PNCidentifier').said()
  return {
    ...(surname === undefined ? {} : { name: { forenames, surname } }),
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
    ...(sex === undefined ? {} : { sex }),
    ...(pnc === undefined ? {} : { pnc }),
  }
}

function resultOf(
  result: Place,
  resultId: string,
  applicationCode: string | undefined,
  caseRef: string | undefined,
): NativeResult {
  const code = result.member('ResultCode').textIfPresent()
  const text = result.member('ResultText').textIfPresent() ?? ''
  const orderNumber = /\border (?:number|no\.?) (\S+?)[.,;]?(?:\s|$)/i.exec(text)?.[1] ?? caseRef
  const endsOn = result.path('Outcome', 'Duration', 'DurationEndDate').day()
  return {
    resultId,
    conditions: termsIn(text),
    at: result.at,
    ...(code === undefined ? {} : { code }),
    ...(applicationCode === undefined ? {} : { applicationCode }),
    ...(orderNumber === undefined ? {} : { orderNumber }),
    ...(endsOn === undefined ? {} : { endsOn }),
  }
}

/** `… in the following terms: A; B. This order lasts until …`: what stands between, cut at semicolons and line ends. */
function termsIn(text: string): string[] {
  const terms = /in the following terms:([\s\S]*?)(?:This order (?:lasts|is made)|$)/i.exec(text)?.[1]
  return (terms ?? '')
    .split(/[;\n]/)
    .map((term) => term.trim().replace(/\.$/, ''))
    .filter((term) => term !== '')
}
