import { findings, jsonDocument, type Place, Place as JsonPlace } from '#platform/native'
import {
  courtOf,
  type NativeResult,
  type PersonSaid,
  type Reading,
  type ResultedDefendant,
  sexOf,
} from './resulted-defendant.js'

/**
 * Reads a Common Platform hearing (DOMAIN C.11, after the public `court-hearing-event-receiver`): results on each
 * defendant's offences, results on the defendant as a whole, and applications, which carry results of their own and
 * name their subject. A hearing that is not resulted (`ConfirmedOrUpdated`, `Deleted`) has nothing to tell.
 */
export function readHearing(bytes: Uint8Array): Reading {
  const document = jsonDocument(bytes)
  if (!document.ok) return { ok: false, faults: [document.fault] }
  const found = findings('pointer')
  const root = new JsonPlace(document.value, '', found)
  const eventType = root.member('eventType').textIfPresent() ?? 'Resulted'
  if (eventType === 'ConfirmedOrUpdated' || eventType === 'Deleted')
    return { ok: true, defendants: [], notes: [] }
  if (eventType !== 'Resulted')
    root.member('eventType').fault(`"${eventType}" is none of ConfirmedOrUpdated, Resulted, Deleted`)
  const hearing = root.member('hearing')
  if (!hearing.present) hearing.fault('is required and is missing')
  const defendants = hearing.present ? defendantsOf(hearing) : []
  return found.faults.length > 0
    ? { ok: false, faults: found.faults }
    : { ok: true, defendants, notes: found.notes }
}

interface HearingHead {
  hearingId: string
  courtCode: string
  heardOn: string
}

function defendantsOf(hearing: Place): ResultedDefendant[] {
  const head = headOf(hearing)
  const fromCases = hearing
    .member('prosecutionCases')
    .items()
    .flatMap((prosecution) => {
      const caseRef = prosecution.path('prosecutionCaseIdentifier', 'caseURN').textIfPresent()
      return prosecution
        .member('defendants')
        .items()
        .map((defendant) => defendantOf(head, caseRef, defendant))
    })
  const fromApplications = hearing
    .member('courtApplications')
    .items()
    .map((application) => applicationOf(head, application))
  return [...fromCases, ...fromApplications].filter(
    (defendant): defendant is ResultedDefendant => defendant !== undefined && defendant.results.length > 0,
  )
}

function headOf(hearing: Place): HearingHead | undefined {
  const hearingId = hearing.member('id').text()
  const code = hearing.path('courtCentre', 'code')
  const ouCode = code.text()
  const courtCode = ouCode === undefined ? undefined : courtOf(ouCode)
  if (ouCode !== undefined && courtCode === undefined) code.fault(`"${ouCode}" is not an OU code`)
  const days = hearing.member('hearingDays').items()
  const heardOn = days.at(-1)?.member('sittingDay').day()
  if (days.length === 0) hearing.member('hearingDays').fault('must name at least one sitting day')
  return hearingId === undefined || courtCode === undefined || heardOn === undefined
    ? undefined
    : { hearingId, courtCode, heardOn }
}

function defendantOf(
  head: HearingHead | undefined,
  caseRef: string | undefined,
  defendant: Place,
): ResultedDefendant | undefined {
  const defendantId = defendant.member('id').text()
  const results = [
    ...defendant
      .member('offences')
      .items()
      .flatMap((offence) => resultsOf(offence)),
    ...resultsOf(defendant),
  ]
  if (results.length === 0 || isOrganisation(defendant)) return undefined
  const person = personOf(defendant)
  if (head === undefined || defendantId === undefined) return undefined
  return { ...head, defendantId, person, results, ...(caseRef === undefined ? {} : { caseRef }) }
}

/** An application's results concern its subject; older ones name only the respondent who is a person. */
function applicationOf(head: HearingHead | undefined, application: Place): ResultedDefendant | undefined {
  const applicationCode = application.path('type', 'code').textIfPresent()
  const results = resultsOf(application).map((result) =>
    applicationCode === undefined ? result : { ...result, applicationCode },
  )
  if (results.length === 0) return undefined
  const parties = [application.member('subject'), ...application.member('respondents').items()]
  const party = parties.find((place) => place.member('masterDefendant').present)
  if (party === undefined) {
    application.member('subject').fault('names no person whom the results concern')
    return undefined
  }
  const defendant = party.member('masterDefendant')
  const defendantId = defendant.member('masterDefendantId').text()
  const person = personOf(defendant)
  const caseRef = application.member('applicationReference').textIfPresent()
  if (head === undefined || defendantId === undefined) return undefined
  return { ...head, defendantId, person, results, ...(caseRef === undefined ? {} : { caseRef }) }
}

function isOrganisation(defendant: Place): boolean {
  return !defendant.member('personDefendant').present && defendant.member('legalEntityDefendant').present
}

function personOf(defendant: Place): PersonSaid {
  const details = defendant.path('personDefendant', 'personDetails')
  const surname = details.member('lastName').text()
  const forenames = [details.member('firstName').said(), details.member('middleName').textIfPresent()]
  const dateOfBirth = details.member('dateOfBirth').day()
  const sex = sexOf(details.member('gender').textIfPresent())
  const pnc = defendant.member('pncId').said()
  const cro = defendant.member('croNumber').said()
  return {
    ...(surname === undefined ? {} : { name: { forenames: forenames.filter(Boolean).join(' '), surname } }),
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
    ...(sex === undefined ? {} : { sex }),
    ...(pnc === undefined ? {} : { pnc }),
    ...(cro === undefined ? {} : { cro }),
  }
}

function resultsOf(owner: Place): NativeResult[] {
  return owner
    .member('judicialResults')
    .items()
    .filter((result) => result.member('isDeleted').value !== true)
    .map(resultOf)
    .filter((result) => result !== undefined)
}

function resultOf(result: Place): NativeResult | undefined {
  const resultId = result.member('judicialResultId').text()
  const code = result.member('cjsCode').textIfPresent()
  const orderedOn = result.member('orderedDate').day()
  const prompts = result.member('judicialResultPrompts').items()
  const prompted = (reference: string): Place[] =>
    prompts
      .filter((prompt) => prompt.member('promptReference').textIfPresent() === reference)
      .map((prompt) => prompt.member('value'))
  const orderNumber = prompted('orderNumber')[0]?.textIfPresent()
  const ending = prompts.find((prompt) => prompt.member('isDurationEndDate').value === true)
  const endsOn = ending?.member('value').day()
  const conditions = prompted('conditions')
    .map((value) => value.textIfPresent() ?? '')
    .filter(Boolean)
  if (resultId === undefined) return undefined
  return {
    resultId,
    conditions,
    at: result.at,
    ...(code === undefined ? {} : { code }),
    ...(orderedOn === undefined ? {} : { orderedOn }),
    ...(orderNumber === undefined ? {} : { orderNumber }),
    ...(endsOn === undefined ? {} : { endsOn }),
  }
}
