import type { EventWish } from './events.js'

/** Somebody in prison or on licence, and where the person belongs. */
export interface Offender {
  crn: string
  noms: string
  surname: string
  /** GSS code of the borough where the person lives or is to live. */
  borough: string
  /** Code of the prison that holds, or held, the person. */
  prison: string
}

const RECALL_DESK = { unit: 'probation/noms-recall', source: '/probation/recall-casework' }
const PROBATION = { unit: 'probation/london', source: '/probation/delius' }

const personOf = ({ crn, noms, surname }: Offender): object => ({
  name: { forenames: 'Theo', surname },
  crn,
  noms,
})

type Said = Omit<EventWish, 'unit' | 'source'>

function about(who: Offender, type: string, at: string, data: object): Said {
  return {
    type,
    id: `${type}-${who.crn}-${at}`,
    subject: `crn:${who.crn}`,
    time: at,
    data: { person: personOf(who), ...data },
  }
}

const recallOf = ({ crn }: Offender): string => `R-${crn}`

// -- recall
export function anInformationRequest(who: Offender, at: string, purpose = 'recall'): EventWish {
  const asked = { borough: who.borough, requestId: `IR-${who.crn}`, requester: PROBATION.unit }
  return {
    ...about(who, 'probation.information.requested', at, { ...asked, purpose, urgent: false }),
    ...PROBATION,
  }
}

export function anAnswer(who: Offender, at: string, unit: string, purpose = 'recall'): EventWish {
  const answer = { requestId: `IR-${who.crn}`, requester: PROBATION.unit, purpose, handling: '2' }
  const data = { ...answer, summary: 'Seen twice at an address that the licence forbids.' }
  return { ...about(who, 'police.information.provided', at, data), unit, source: '/police/crimint' }
}

export function aRecallRequest(
  who: Offender,
  at: string,
  emergency = false,
  recallType = 'STANDARD',
): EventWish {
  const { borough } = who
  const asked = { borough, recallId: recallOf(who), recallType, emergency, reasons: ['failed to reside'] }
  return { ...about(who, 'probation.recall.requested', at, asked), ...PROBATION }
}

export function aRecallDecision(
  who: Offender,
  at: string,
  { emergency = false, recallType = 'STANDARD', outcome = 'REVOKED' } = {},
): EventWish {
  const length = recallType === 'FIXED' ? { lengthDays: 14 } : {}
  const decided = { recallId: recallOf(who), outcome, recallType, emergency, prison: who.prison, ...length }
  const data = { ...decided, reasons: ['failed to reside'] }
  return { ...about(who, 'probation.recall.decided', at, data), ...RECALL_DESK }
}

export function aRecallDocument(who: Offender, at: string, kind: string): EventWish {
  const said = about(who, 'probation.recall-document.issued', at, {
    recallId: recallOf(who),
    kind,
    prison: who.prison,
  })
  return { ...said, id: `${said.id}-${kind}`, ...RECALL_DESK }
}

export function aRecallArrest(who: Offender, at: string, unit: string): EventWish {
  const data = { recallId: recallOf(who), borough: who.borough }
  return { ...about(who, 'police.recall-arrest.made', at, data), unit, source: '/police/crimint' }
}

export function aWantedReport(who: Offender, at: string, action = 'circulated'): EventWish {
  const said = about(who, 'pnc.wanted-report.updated', at, {
    action,
    reason: 'recall to custody',
    risk: 'high',
  })
  return { ...said, unit: 'police/pnc-bureau', source: '/police/pnc' }
}

// -- prison
const prisonUnit = (code: string) => ({ unit: `prisons/${code.toLowerCase()}`, source: '/prisons/nomis' })

export function aReception(who: Offender, at: string, data: object = {}, prison = who.prison): EventWish {
  const received = { prison, reason: 'ADMISSION', recall: false, flagged: true, ...data }
  return { ...about(who, 'prison.prisoner.received', at, received), ...prisonUnit(prison) }
}

export function aRelease(who: Offender, at: string, data: object = {}): EventWish {
  const { prison, borough } = who
  const address = `Flat 2, 14 Invented Street, ${who.surname}`
  const gone = { prison, borough, address, reason: 'RELEASED', licence: true, flagged: true, ...data }
  return { ...about(who, 'prison.prisoner.released', at, gone), ...prisonUnit(prison) }
}

export function aReleaseDate(who: Offender, at: string, releaseDate: string): EventWish {
  const { prison, borough } = who
  const set = { prison, borough, releaseDate, dateType: 'CRD', confirmed: true, flagged: true }
  return { ...about(who, 'prison.release-date.changed', at, set), ...prisonUnit(prison) }
}

export function aReleaseNotice(
  who: Offender,
  at: string,
  stage: '6MO' | '28D' | '5WD',
  releaseDate: string,
  data: object = {},
): EventWish {
  const { prison, borough } = who
  const address = `Flat 2, 14 Invented Street, ${who.surname}`
  const notice = { prison, borough, address, stage, releaseDate, ...data }
  return { ...about(who, 'prison.pre-release-notice.issued', at, notice), ...prisonUnit(prison) }
}

export function aTemporaryRelease(who: Offender, at: string, leavesAt: string, returnsAt: string): EventWish {
  const { prison, borough } = who
  const away = { prison, borough, leavesAt, returnsAt, purpose: 'Work placement', flagged: true }
  return { ...about(who, 'prison.temporary-release.authorised', at, away), ...prisonUnit(prison) }
}

export function aPrisonMeeting(prison: string, at: string): EventWish {
  const { unit, source } = prisonUnit(prison)
  const data = { prison, heldOn: at.slice(0, 10), discussed: 7, centralJigsawPresent: true }
  const type = 'prison.mappa-meeting.held'
  return { type, id: `${type}-${prison}-${at}`, subject: `unit:${unit}`, time: at, data, unit, source }
}

export function aLicence(who: Offender, at: string, kind = 'release', wish: object = {}): EventWish {
  const conditions = ['Not to approach any school.']
  const data = { borough: who.borough, kind, action: 'activated', conditions, ...wish }
  return { ...about(who, 'probation.licence.changed', at, data), ...PROBATION }
}

// -- ViSOR
export function aRecordOpened(who: Offender, at: string, owner: string): EventWish {
  const record = { visorRef: `V-${who.crn}`, nominalType: 'VO', owner, leadAgency: 'probation' }
  const said = about(who, 'jigsaw.visor-record.created', at, record)
  return { ...said, unit: owner, source: '/police/visor', marking: 'confidential' }
}

export function aRecordUpdated(who: Offender, at: string, owner: string): EventWish {
  const update = { visorRef: `V-${who.crn}`, section: 'custody and release', status: 'live' }
  const said = about(who, 'jigsaw.visor-record.updated', at, update)
  return { ...said, unit: owner, source: '/police/visor', marking: 'confidential' }
}
