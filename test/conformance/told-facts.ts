import { compileRules, evidenceOf, type EvidenceRow, judge, type Profiles } from '#core/obligations'
import { isoInstant } from '#core/kernel'
import type { LinkedMessage } from '#core/messages'
import { theCatalogue } from '#testkit/catalogue'

/** The rules as they stand in the contracts, asked with facts as they are told. */
const catalogue = theCatalogue()
export const rules = compileRules(catalogue)
export const england = catalogue.calendars.get('england-and-wales')!

export interface Told {
  type: string
  at: string
  id?: string
  unit?: string
  subject?: string
  data?: Record<string, unknown>
}

let issued = 0

export function evidence(rule: string, ...told: readonly Told[]): EvidenceRow[] {
  return told.flatMap(
    ({ type, at, id = `e${++issued}`, unit = 'prisons/wsi', subject = 'crn:X100000', data = {} }) => {
      const occurredAt = Date.parse(at)
      const message: LinkedMessage = {
        envelope: {
          ...{ id, source: '/s/s', type, version: 1, subject, time: isoInstant(occurredAt) },
          ...{ occurredAt, timePrecision: 'instant', unit, marking: 'restricted' },
        },
        bytes: Buffer.alloc(0),
        person: 'p1',
        isPerson: !subject.startsWith('unit:'),
        receivedAt: occurredAt,
      }
      return evidenceOf(message, data, rules).filter((row) => row.rule === rule || row.rule === '')
    },
  )
}

/** Due times of a rule's running clocks, in order of the file, in UTC. */
export function dues(
  rule: string,
  told: readonly Told[],
  profile: Record<string, unknown> = {},
): (string | null)[] {
  return stateOf(rule, told, told.at(-1)!.at, profile).clocks.map(({ dueAt }) =>
    dueAt === null ? null : isoInstant(dueAt),
  )
}

export function stateOf(
  rule: string,
  told: readonly Told[],
  at: string,
  profile: Record<string, unknown> = {},
) {
  const known = { inCustody: false, ...profile }
  const profiles: Profiles = () => ({ asAt: () => known, changesAt: [] })
  const compiled = rules.rules.get(rule)!
  return judge(compiled, evidence(rule, ...told), profiles, Date.parse(at), england)
}

export const PERSON = { crn: 'X100000' }
export const returned = (at: string): Told => ({
  type: 'prison.prisoner.received',
  at,
  data: { person: PERSON, prison: 'WSI', reason: 'ADMISSION', recall: true, flagged: true },
})
export const revoked = (at: string, emergency = false): Told => ({
  type: 'probation.recall.decided',
  at,
  unit: 'probation/noms-recall',
  data: { person: PERSON, recallId: 'R1', outcome: 'REVOKED', recallType: 'STANDARD', emergency },
})
export const dated = (at: string, releaseDate: string): Told => ({
  type: 'prison.release-date.changed',
  at,
  data: { person: PERSON, prison: 'WSI', releaseDate, dateType: 'CRD', confirmed: true, flagged: true },
})
export const notice = (at: string, stage: string, releaseDate: string): Told => ({
  type: 'prison.pre-release-notice.issued',
  at,
  data: { person: PERSON, prison: 'WSI', stage, releaseDate },
})
