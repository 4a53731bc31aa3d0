import type { Fault } from '#core/kernel'
import { findings, isoDay, jsonDocument, Place, stated } from '#platform/native'
import type { InformationRequest, Licence, RecallCase, Registration } from './delius-case.js'
import * as words from './words.js'

/** One step of a case, as an officer or the recall desk enters it. */
export interface DeliusStep {
  reference: string
  /** The case reference number. */
  about: string
  at: string
  entry: StepEntry
  /** Where it stands in the message, for faults. */
  place: string
}

export type StepEntry =
  | ({ step: 'informationRequest' } & InformationRequest)
  | { step: 'recallRequest'; recallId: string; recall: RecallCase }
  | { step: 'recallDecision'; recallId: string; outcome: string; lengthDays?: number; prison?: string }
  | { step: 'recallDocument'; recallId: string; document: string; prison?: string }
  | { step: 'licence'; kind: string; licence: Licence }
  | { step: 'registration'; registration: Registration }

export type StepsReading = { ok: true; steps: DeliusStep[] } | { ok: false; faults: Fault[] }

const STEPS = {
  informationRequest: informationRequest,
  recallRequest: recallRequest,
  recallDecision: recallDecision,
  recallDocument: recallDocument,
  licence: licence,
  registration: registration,
} as const

/** Reads steps of cases, JSON, one or a list; every fault with its place. */
export function readSteps(bytes: Uint8Array): StepsReading {
  const document = jsonDocument(bytes)
  if (!document.ok) return { ok: false, faults: [document.fault] }
  const found = findings('pointer')
  const root = new Place(document.value, '', found)
  const places = Array.isArray(document.value) ? root.items() : [root]
  const steps = places.flatMap((place) => stepOf(place) ?? [])
  return found.faults.length > 0 ? { ok: false, faults: found.faults } : { ok: true, steps }
}

function stepOf(place: Place): DeliusStep | undefined {
  const reference = place.member('reference').text()
  const at = place.member('at').moment()
  const about = caseNumber(place.member('crn'))
  const read = place.member('step').oneOf<(place: Place) => StepEntry | undefined>(STEPS)
  const entry = read?.(place)
  return reference && at && about && entry ? { reference, about, at, entry, place: place.at } : undefined
}

/** A case reference number, `X123456` (V, hmpps-integration-api). */
export function caseNumber(place: Place): string | undefined {
  const text = place.text()?.toUpperCase()
  if (text === undefined || /^[A-Z]{1,2}\d{6}$/.test(text)) return text
  place.fault('is not a case reference number, such as X123456')
  return undefined
}

function informationRequest(place: Place): StepEntry | undefined {
  const requestId = place.member('requestId').text()
  const purpose = place.member('purpose').oneOf(words.PURPOSES)
  const urgent = place.member('urgent').value === true
  return requestId && purpose ? { step: 'informationRequest', requestId, purpose, urgent } : undefined
}

function recallRequest(place: Place): StepEntry | undefined {
  const recallId = place.member('recallId').text()
  const recallType = place.member('recallType').oneOf(words.RECALL_TYPES)
  const emergency = place.member('emergency').value === true
  const given = place.member('reasonsForRecall')
  if (given.items().length === 0) given.fault('must give at least one reason')
  const reasons = given.items().flatMap((reason) => reason.oneOf(words.REASONS) ?? [])
  if (!recallId || !recallType) return undefined
  const recall = { recallType, emergency, reasons: [...new Set(reasons)], documents: [] }
  return { step: 'recallRequest', recallId, recall }
}

function recallDecision(place: Place): StepEntry | undefined {
  const recallId = place.member('recallId').text()
  const outcome = place.member('outcome').oneOf(words.OUTCOMES)
  const lengthDays = place.member('recallLength').oneOfIfPresent(words.RECALL_LENGTHS)
  const prison = place.member('prison').textIfPresent()
  return recallId && outcome
    ? { step: 'recallDecision', recallId, outcome, ...stated({ lengthDays, prison }) }
    : undefined
}

function recallDocument(place: Place): StepEntry | undefined {
  const recallId = place.member('recallId').text()
  const document = place.member('document').oneOf(words.DOCUMENTS)
  const prison = place.member('prison').textIfPresent()
  return recallId && document
    ? { step: 'recallDocument', recallId, document, ...stated({ prison }) }
    : undefined
}

function licence(place: Place): StepEntry | undefined {
  const kind = place.member('kind').oneOf(words.LICENCE_KINDS)
  const action = place.member('action').oneOf(words.LICENCE_ACTIONS)
  const conditions = place
    .member('conditions')
    .items()
    .flatMap((condition) => condition.text() ?? [])
  const expiresOn = day(place.member('expiresOn'))
  const leavesAt = place.member('leavesAt').present ? place.member('leavesAt').moment() : undefined
  return kind && action
    ? { step: 'licence', kind, licence: { action, conditions, ...stated({ expiresOn, leavesAt }) } }
    : undefined
}

function registration(place: Place): StepEntry | undefined {
  const action = place.member('action').oneOf(words.REGISTRATIONS)
  const category = place.member('category').oneOf(words.CATEGORIES)
  const level = place.member('level').oneOf(words.LEVELS)
  if (!place.member('startedOn').present) place.member('startedOn').fault('is required and is missing')
  const startedOn = day(place.member('startedOn'))
  const reviewOn = day(place.member('reviewOn'))
  const endedOn = day(place.member('endedOn'))
  if (!action || !category || !level || !startedOn) return undefined
  return {
    step: 'registration',
    registration: { action, category, level, startedOn, ...stated({ reviewOn, endedOn }) },
  }
}

function day(place: Place): string | undefined {
  const text = place.textIfPresent()
  const iso = text === undefined ? undefined : isoDay(text)
  if (text !== undefined && iso === undefined) place.fault('is not a date')
  return iso
}
