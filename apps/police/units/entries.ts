import { isoDay, type Place } from '#platform/native'

/** How one field of an entry reads; undefined where nothing is said, and a fault where it must be. */
export type Reader = (entry: Place) => unknown

/** What a unit may enter in its log: the fact that it is, and how its fields read. */
export interface EntryKind {
  type: string
  /** The system behind the log, as the fact's source names it. */
  system: 'crimint' | 'pnc' | 'visor'
  marking?: 'confidential'
  /** The fields that tell this entry from every other of the same person. */
  of: readonly string[]
  /** The field that states the day on which it happened; without one it happened when it was entered. */
  on?: string
  fields: Readonly<Record<string, Reader>>
}

const text =
  (name: string): Reader =>
  (entry) =>
    entry.member(name).text()
const textIfSaid =
  (name: string): Reader =>
  (entry) =>
    entry.member(name).textIfPresent()
const flag =
  (name: string): Reader =>
  (entry) =>
    entry.member(name).oneOfIfPresent(YES)
const word =
  (name: string, words: Readonly<Record<string, string>>): Reader =>
  (entry) =>
    entry.member(name).oneOf(words)
const wordIfSaid =
  (name: string, words: Readonly<Record<string, string>>): Reader =>
  (entry) =>
    entry.member(name).oneOfIfPresent(words)
const moment =
  (name: string): Reader =>
  (entry) =>
    entry.member(name).moment()
const lines =
  (name: string): Reader =>
  (entry) =>
    entry
      .member(name)
      .items()
      .flatMap((item) => item.text() ?? [])
const words =
  (name: string, known: Readonly<Record<string, string>>): Reader =>
  (entry) => {
    const said = entry
      .member(name)
      .items()
      .flatMap((item) => item.oneOf(known) ?? [])
    return said.length === 0 ? undefined : [...new Set(said)]
  }
/** A prison by the three letters that its own register has for it. */
const prisonIfSaid =
  (name: string): Reader =>
  (entry) => {
    const place = entry.member(name)
    const code = place.textIfPresent()?.toUpperCase()
    if (code !== undefined && !/^[A-Z]{3}$/.test(code))
      place.fault('is not a prison, three letters such as WSI')
    return code
  }
const day =
  (name: string): Reader =>
  (entry) => {
    const place = entry.member(name)
    const said = place.text()
    const iso = said === undefined ? undefined : isoDay(said)
    if (said !== undefined && iso === undefined) place.fault('is not a date')
    return iso
  }

const YES: Readonly<Record<string, boolean>> = { Y: true, N: false }
const PURPOSES = { RECALL: 'recall', RISK: 'risk', 'PRISON RISK': 'prison risk' }
const WANTED = { CIRCULATE: 'circulated', AMEND: 'amended', CANCEL: 'cancelled' }
const WHY_WANTED = {
  'RECALL TO PRISON': 'recall to custody',
  'FAIL TO NOTIFY': 'failed to notify',
  'BREACH OF ORDER': 'breach of an order',
  OFFENCE: 'offence',
  MISSING: 'missing',
}
const SECTIONS = {
  CUSTODY: 'custody and release',
  ADDRESS: 'address',
  MANAGEMENT: 'management',
  RISK: 'risk',
  'ACTIVITY LOG': 'activity log',
  ATTACHMENTS: 'attachments',
  PHOTO: 'photographs',
  STATUS: 'status',
}
const PLANS = { FIRST: 'first', CHANGED: 'changed', CANCELLED: 'cancelled' }
const TREATED = { NOTIFICATION: 'notification', VIOLENT: 'violent', NEITHER: 'neither' }
const NEEDS = {
  HOUSING: 'housing',
  BENEFITS: 'benefits',
  HEALTH: 'health',
  FAMILY: 'family',
  TRAVEL: 'travel from the port',
}
const TRANSFERS = { OFFERED: 'offered', ACCEPTED: 'accepted', WITHDRAWN: 'withdrawn' }
const NOTIFICATIONS = { INITIAL: 'initial', CHANGE: 'change', ANNUAL: 'annual', TRAVEL: 'travel' }
const DECISIONS = { APPLY: 'applied', 'NO ACTION': 'no-action', ADVICE: 'advice' }
const LIVES = { LIVE: 'live', ARCHIVED: 'archived' }

const BOROUGH = { borough: textIfSaid('BOROUGH') }
const RETURN = { consularRef: text('CONSULAR_REF') }

/** The entries by the word under which they stand in the log. */
export const ENTRIES: Readonly<Record<string, EntryKind>> = {
  'RECALL ARREST': {
    ...{ type: 'police.recall-arrest.made', system: 'crimint', of: ['recallId'] },
    fields: {
      ...BOROUGH,
      recallId: text('RECALL_ID'),
      custodySuite: textIfSaid('CUSTODY_SUITE'),
      // to which he is taken, and which is told of it
      prison: prisonIfSaid('PRISON'),
    },
  },
  ANSWER: {
    ...{ type: 'police.information.provided', system: 'crimint', of: ['requestId'] },
    fields: {
      ...BOROUGH,
      requestId: text('REQUEST_ID'),
      requester: text('REQUESTER'),
      purpose: word('PURPOSE', PURPOSES),
      handling: text('HANDLING'),
      summary: text('SUMMARY'),
      summaryRef: textIfSaid('REPORT_REF'),
    },
  },
  'WANTED REPORT': {
    ...{ type: 'pnc.wanted-report.updated', system: 'pnc', of: ['action', 'reason'] },
    fields: {
      ...BOROUGH,
      action: word('ACTION', WANTED),
      reason: word('REASON', WHY_WANTED),
      formerReason: wordIfSaid('FORMER_REASON', WHY_WANTED),
      believedAbroad: flag('ABROAD'),
    },
  },
  'VISOR RECORD': {
    ...{ type: 'jigsaw.visor-record.created', system: 'visor', of: ['visorRef'], marking: 'confidential' },
    fields: {
      ...BOROUGH,
      visorRef: text('VISOR_REF'),
      nominalType: text('NOMINAL_TYPE'),
      owner: text('OWNER'),
    },
  },
  'VISOR UPDATE': {
    ...{ type: 'jigsaw.visor-record.updated', system: 'visor', of: ['section'], marking: 'confidential' },
    fields: {
      ...BOROUGH,
      visorRef: text('VISOR_REF'),
      section: word('SECTION', SECTIONS),
      status: word('STATUS', LIVES),
      nominalType: textIfSaid('NOMINAL_TYPE'),
    },
  },
  'VISOR TRANSFER': {
    ...{ type: 'jigsaw.visor-record.transferred', system: 'visor', of: ['status', 'toUnit'] },
    marking: 'confidential',
    fields: {
      consularRef: textIfSaid('CONSULAR_REF'),
      visorRef: text('VISOR_REF'),
      status: word('STATUS', TRANSFERS),
      fromUnit: text('FROM'),
      toUnit: text('TO'),
    },
  },
  'ARRIVAL PLAN': {
    ...{ type: 'central-jigsaw.arrival.planned', system: 'visor', of: ['consularRef', 'plan'] },
    fields: {
      ...RETURN,
      plan: word('PLAN', PLANS),
      eta: moment('ETA'),
      flight: text('FLIGHT'),
      port: text('PORT'),
      treatedAs: word('TREATED_AS', TREATED),
      offence: textIfSaid('OFFENCE'),
      // what whoever helps him to settle is told; nothing else goes to them
      resettlementNeed: words('NEEDS', NEEDS),
    },
  },
  SUMMONS: {
    ...{ type: 'central-jigsaw.notification-summons.served', system: 'visor', of: ['consularRef'] },
    fields: { ...RETURN, courtCode: text('COURT'), hearingDate: day('HEARING') },
  },
  DEBRIEF: {
    ...{ type: 'central-jigsaw.debrief.completed', system: 'visor', of: ['consularRef'] },
    fields: {
      ...BOROUGH,
      ...RETURN,
      intendedArea: text('AREA'),
      toUnit: textIfSaid('TO'),
      treatedAs: word('TREATED_AS', TREATED),
      risks: lines('RISKS'),
      actions: lines('ACTIONS'),
      handling: text('HANDLING'),
    },
  },
  'CIVIL ORDER': {
    ...{ type: 'police.civil-order.decided', system: 'visor', of: ['orderType', 'outcome', 'decidedOn'] },
    on: 'decidedOn',
    fields: {
      ...BOROUGH,
      consularRef: textIfSaid('CONSULAR_REF'),
      outcome: word('DECISION', DECISIONS),
      decidedOn: day('DECIDED'),
      orderType: text('ORDER_TYPE'),
      courtCode: textIfSaid('COURT'),
    },
  },
  NOTIFICATION: {
    ...{ type: 'jigsaw.notification.received', system: 'visor', of: ['kind', 'notifiedOn'] },
    on: 'notifiedOn',
    fields: {
      ...BOROUGH,
      kind: word('KIND', NOTIFICATIONS),
      notifiedOn: day('NOTIFIED'),
      inPerson: flag('IN_PERSON'),
      fingerprints: flag('PRINTS'),
      photograph: flag('PHOTO'),
    },
  },
}
