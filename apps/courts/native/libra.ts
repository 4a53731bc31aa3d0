import { findings, type Place, Place as XmlPlace } from '#platform/native'
import {
  courtOf,
  type NativeResult,
  type PersonSaid,
  type Reading,
  type ResultedDefendant,
  sexOf,
} from './resulted-defendant.js'
import { readResultedCase, resultedCaseIn } from './spi.js'
import { xmlDocument } from './xml-document.js'

/**
 * Reads what Libra sends of results: its own document (a SOAP request with sessions, blocks and cases, DOMAIN C.11), or
 * an SPI ResultedCaseMessage, bare or escaped inside a CJSE RouteData envelope. A document whose `data` is empty has
 * nothing to tell and is no fault.
 */
export function readLibra(bytes: Uint8Array): Reading {
  const document = xmlDocument(bytes)
  if (!document.ok) return { ok: false, faults: [document.fault] }
  const found = findings('xpath')
  const root = new XmlPlace(document.value, '', found)
  const spi = resultedCaseIn(root)
  if (spi !== undefined) return readResultedCase(spi)
  const request = [
    root.path('Envelope', 'Body', 'ExternalDocumentRequest'),
    root.member('ExternalDocumentRequest'),
  ].find((place) => place.present)
  if (request === undefined) {
    root.fault('is neither an ExternalDocumentRequest nor a ResultedCaseMessage')
    return { ok: false, faults: found.faults }
  }
  const defendants = request.path('documents', 'document').items().flatMap(defendantsOf)
  return found.faults.length > 0
    ? { ok: false, faults: found.faults }
    : { ok: true, defendants, notes: found.notes }
}

function defendantsOf(document: Place): ResultedDefendant[] {
  const sessions = document.path('data', 'job', 'sessions', 'session').items()
  if (sessions.length === 0) return []
  const courtCode = courtCodeOf(document)
  return sessions.flatMap((session) => {
    const heardOn = session.member('doh').day()
    if (heardOn === undefined) session.member('doh').text()
    return session
      .path('blocks', 'block')
      .items()
      .flatMap((block) => block.path('cases', 'case').items())
      .map((one) => defendantOf(one, courtCode, heardOn))
      .filter((defendant) => defendant !== undefined)
  })
}

/** Libra names the court in words; its code stands in the name of the file that the list came from (DOMAIN C.3). */
function courtCodeOf(document: Place): string | undefined {
  const place = document.path('info', 'source_file_name')
  const fileName = place.text()
  if (fileName === undefined) return undefined
  const courtCode = fileName
    .split('_')
    .map(courtOf)
    .find((code) => code !== undefined)
  if (courtCode === undefined) place.fault(`"${fileName}" carries no OU code`)
  return courtCode
}

function defendantOf(
  one: Place,
  courtCode: string | undefined,
  heardOn: string | undefined,
): ResultedDefendant | undefined {
  const results = one
    .path('offences', 'offence')
    .items()
    .flatMap((offence) => resultsOf(offence))
  if (results.length === 0 || one.member('def_type').textIfPresent() === 'O') return undefined
  const hearingId = one.member('h_id').text()
  const caseNumber = one.member('caseno').text()
  const caseId = one.member('c_id').text()
  const person = personOf(one)
  if (hearingId === undefined || caseNumber === undefined || caseId === undefined) return undefined
  if (courtCode === undefined || heardOn === undefined) return undefined
  return {
    hearingId,
    defendantId: `${caseNumber}/${caseId}`,
    courtCode,
    heardOn,
    caseRef: caseNumber,
    person,
    results,
  }
}

function personOf(one: Place): PersonSaid {
  const name = nameOf(one)
  const dateOfBirth = one.member('def_dob').day()
  const sex = sexOf(one.member('def_sex').textIfPresent())
  const pnc = one.member('pnc_id').said()
  const cro = one.member('cro_number').said()
  return {
    ...(name === undefined ? {} : { name }),
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
    ...(sex === undefined ? {} : { sex }),
    ...(pnc === undefined ? {} : { pnc: slashed(pnc) }),
    ...(cro === undefined ? {} : { cro }),
  }
}

/** The elements of the name where Libra sends them, else `MR FORENAME SURNAME`, whose last word is the surname. */
function nameOf(one: Place): { forenames: string; surname: string } | undefined {
  const elements = one.member('def_name_elements')
  if (elements.present) {
    const surname = elements.member('surname').text()
    const forenames = ['forename1', 'forename2', 'forename3']
      .map((name) => elements.member(name).textIfPresent())
      .filter(Boolean)
      .join(' ')
    return surname === undefined ? undefined : { forenames, surname }
  }
  const words = one.member('def_name').text()?.split(/\s+/) ?? []
  const untitled = /^(MR|MRS|MISS|MS|MX|DR)$/i.test(words[0] ?? '') ? words.slice(1) : words
  const surname = untitled.at(-1)
  return surname === undefined ? undefined : { forenames: untitled.slice(0, -1).join(' '), surname }
}

/** Libra writes a PNC ID without its slash, `20030011985X`; the number itself is not touched. */
export function slashed(pnc: string): string {
  return /^\d{4}\d{7}[A-Za-z]$/.test(pnc) ? `${pnc.slice(0, 4)}/${pnc.slice(4)}` : pnc
}

function resultsOf(offence: Place): NativeResult[] {
  const applicationCode = offence.member('code').textIfPresent()
  return offence
    .path('results', 'result')
    .items()
    .map((result) => resultOf(result, applicationCode))
    .filter((result) => result !== undefined)
}

function resultOf(result: Place, applicationCode: string | undefined): NativeResult | undefined {
  const resultId = result.member('r_id').text()
  const code = result.member('rcode').textIfPresent()
  const orderedOn = result.member('rdate').day()
  const orderNumber = result.member('order_no').textIfPresent()
  const endsOn = result.member('order_end').day()
  const conditions = result
    .path('conds', 'cond')
    .items()
    .map((condition) => condition.textIfPresent() ?? '')
    .filter(Boolean)
  if (resultId === undefined) return undefined
  return {
    resultId,
    conditions,
    at: result.at,
    ...(code === undefined ? {} : { code }),
    ...(applicationCode === undefined ? {} : { applicationCode }),
    ...(orderedOn === undefined ? {} : { orderedOn }),
    ...(orderNumber === undefined ? {} : { orderNumber }),
    ...(endsOn === undefined ? {} : { endsOn }),
  }
}
