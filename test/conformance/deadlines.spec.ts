import { describe, expect, it } from '@jest/globals'
import {
  compileRules,
  evidenceOf,
  type EvidenceRow,
  judge,
  noProfiles,
  type Profiles,
} from '#core/obligations'
import { isoInstant } from '#core/kernel'
import type { LinkedMessage } from '#core/messages'
import { theCatalogue } from '#testkit/catalogue'

/** The worked deadlines of the domain analysis (DOMAIN B.3), asked of the rules as they stand in the contracts. */
const catalogue = theCatalogue()
const rules = compileRules(catalogue)
const england = catalogue.calendars.get('england-and-wales')!

interface Told {
  type: string
  at: string
  unit?: string
  subject?: string
  data?: Record<string, unknown>
}

let issued = 0

function evidence(rule: string, ...told: readonly Told[]): EvidenceRow[] {
  return told.flatMap(({ type, at, unit = 'prisons/wsi', subject = 'crn:X100000', data = {} }) => {
    const occurredAt = Date.parse(at)
    const message: LinkedMessage = {
      envelope: {
        ...{ id: `e${++issued}`, source: '/s/s', type, version: 1, subject, time: isoInstant(occurredAt) },
        ...{ occurredAt, timePrecision: 'instant', unit, marking: 'restricted' },
      },
      bytes: Buffer.alloc(0),
      person: 'p1',
      isPerson: !subject.startsWith('unit:'),
      receivedAt: occurredAt,
    }
    return evidenceOf(message, data, rules).filter((row) => row.rule === rule || row.rule === '')
  })
}

/** Due times of a rule's running clocks, in order of the file, in UTC. */
function dues(rule: string, told: readonly Told[], profile: Record<string, unknown> = {}): (string | null)[] {
  return stateOf(rule, told, told.at(-1)!.at, profile).clocks.map(({ dueAt }) =>
    dueAt === null ? null : isoInstant(dueAt),
  )
}

function stateOf(rule: string, told: readonly Told[], at: string, profile: Record<string, unknown> = {}) {
  const known = { inCustody: false, ...profile }
  const profiles: Profiles = () => ({ asAt: () => known, changesAt: [] })
  const compiled = rules.rules.get(rule)!
  return judge(compiled, evidence(rule, ...told), profiles, Date.parse(at), england)
}

const PERSON = { crn: 'X100000' }
const returned = (at: string): Told => ({
  type: 'prison.prisoner.received',
  at,
  data: { person: PERSON, prison: 'WSI', reason: 'ADMISSION', recall: true, flagged: true },
})
const revoked = (at: string, emergency = false): Told => ({
  type: 'probation.recall.decided',
  at,
  unit: 'probation/noms-recall',
  data: { person: PERSON, recallId: 'R1', outcome: 'REVOKED', recallType: 'STANDARD', emergency },
})
const dated = (at: string, releaseDate: string): Told => ({
  type: 'prison.release-date.changed',
  at,
  data: { person: PERSON, prison: 'WSI', releaseDate, dateType: 'CRD', confirmed: true, flagged: true },
})
const notice = (at: string, stage: string, releaseDate: string): Told => ({
  type: 'prison.pre-release-notice.issued',
  at,
  data: { person: PERSON, prison: 'WSI', stage, releaseDate },
})

describe('after a return to custody', () => {
  it('three documents are due, by working days over Christmas and by calendar days (D8)', () => {
    expect(dues('RR-27', [returned('2011-12-20T10:00:00Z')], { recallType: 'STANDARD' })).toEqual([
      '2011-12-21T23:59:59.999Z',
      '2012-01-12T23:59:59.999Z',
      '2012-01-17T23:59:59.999Z',
    ])
  })

  it('a fixed term has no Part B and no secondary dossier, but an end', () => {
    const fixed = { recallType: 'FIXED', recallDays: 14 }
    expect(dues('RR-27', [returned('2011-12-20T10:00:00Z')], fixed)).toEqual([
      '2011-12-21T23:59:59.999Z',
      '2012-01-03T23:59:59.999Z',
    ])
    expect(dues('RR-27', [returned('2011-12-20T10:00:00Z')], { ...fixed, recallDays: 28 })).toEqual([
      '2011-12-21T23:59:59.999Z',
      '2012-01-17T23:59:59.999Z',
    ])
  })
})

describe('a person whose licence is revoked', () => {
  it('is to be back in ninety-six elapsed hours, though the clocks change (D12)', () => {
    expect(dues('RR-26', [revoked('2012-03-25T00:30:00Z')])).toEqual(['2012-03-29T00:30:00.000Z'])
  })

  it('is to be back in forty-eight hours in an emergency', () => {
    expect(dues('RR-26', [revoked('2012-03-25T00:30:00Z', true)])).toEqual(['2012-03-27T00:30:00.000Z'])
  })

  it('owes nothing while in custody', () => {
    expect(
      stateOf('RR-26', [revoked('2012-03-25T00:30:00Z')], '2012-04-25T00:00:00Z', { inCustody: true }),
    ).toMatchObject({
      status: 'waiting',
    })
  })

  it('stands on the list at seven in the morning, London time, also on the day when the clocks change', () => {
    const list = (at: string) => {
      const { listedAt } = stateOf('RR-26', [revoked('2012-03-24T12:00:00Z')], at)
      return listedAt === null ? null : isoInstant(listedAt)
    }
    expect(list('2012-03-24T20:00:00Z')).toBeNull()
    expect(list('2012-03-25T05:59:59.999Z')).toBeNull()
    expect(list('2012-03-25T06:00:00Z')).toBe('2012-03-25T06:00:00.000Z')
    expect(list('2012-03-26T05:00:00Z')).toBe('2012-03-25T06:00:00.000Z')
    const back = stateOf(
      'RR-26',
      [revoked('2012-03-24T12:00:00Z'), returned('2012-03-25T09:00:00Z')],
      '2012-03-26T12:00:00Z',
    )
    expect([back.listedAt, back.nextDueAt]).toEqual([null, null])
  })
})

describe('a release', () => {
  it('is announced six months before it, clipped to the end of February, and twice more (D10)', () => {
    expect(dues('RR-22', [dated('2011-10-03T09:00:00Z', '2012-08-31')])).toEqual([
      '2012-02-29T23:59:59.999Z',
      '2012-08-03T22:59:59.999Z',
      '2012-08-23T22:59:59.999Z',
    ])
  })

  it('that is set when those days are past is announced by the end of the next working day', () => {
    expect(dues('RR-22', [dated('2012-04-05T09:00:00Z', '2012-04-16')])).toEqual([
      '2012-04-10T22:59:59.999Z',
      '2012-04-10T22:59:59.999Z',
      '2012-04-05T22:59:59.999Z',
    ])
  })

  it('begins again with another date, and not with the same', () => {
    const first = dated('2011-10-03T09:00:00Z', '2012-08-31')
    const told = [first, notice('2011-10-04T09:00:00Z', '6MO', '2012-08-31')]
    const of = (...more: Told[]) => stateOf('RR-22', [...told, ...more], '2011-11-01T00:00:00Z')
    expect(of(dated('2011-10-10T09:00:00Z', '2012-08-31'))).toMatchObject({ requests: 2, status: 'open' })
    const moved = of(dated('2011-10-10T09:00:00Z', '2012-01-20'))
    expect(moved).toMatchObject({ requests: 1, status: 'breached' })
    expect(moved.outstanding).toEqual(['the notice six months before'])
    const again = of(
      dated('2011-10-10T09:00:00Z', '2012-01-20'),
      notice('2011-10-10T10:00:00Z', '6MO', '2012-08-31'),
      notice('2011-10-10T11:00:00Z', '6MO', '2012-01-20'),
    )
    expect(again).toMatchObject({ status: 'open', gap: { isOpen: false } })
  })

  it('waits three quarters of an hour with its gap, and not with its due time', () => {
    const left: Told = {
      type: 'prison.prisoner.released',
      at: '2011-10-03T09:00:00Z',
      data: { person: PERSON, prison: 'WSI', reason: 'RELEASED', licence: false, flagged: true },
    }
    expect(stateOf('RR-23', [left], '2011-10-03T09:44:59Z').gap.isOpen).toBe(false)
    expect(stateOf('RR-23', [left], '2011-10-03T09:45:00Z')).toMatchObject({
      outstanding: ['a notice before the release'],
      gap: { isOpen: true, dueAt: Date.parse('2011-10-03T09:00:00Z') },
    })
    const putRight = stateOf('RR-23', [left, returned('2011-10-03T09:44:00Z')], '2011-10-04T00:00:00Z')
    expect([putRight.status, putRight.clocks.map(({ isMissed }) => isMissed)]).toEqual(['cancelled', [false]])
  })
})

describe('a Londoner in a prison elsewhere', () => {
  const far = (told: Told): Told => ({ ...told, unit: 'prisons/mdi' })
  const set = far(dated('2011-10-03T09:00:00Z', '2011-12-01'))
  const released = far({
    type: 'prison.prisoner.released',
    at: '2011-12-01T09:00:00Z',
    data: { person: PERSON, prison: 'MDI', reason: 'RELEASED', licence: false, flagged: true },
  })
  const breached = (homeBorough: string): string[] =>
    [
      ['RR-22', set],
      ['RR-58', set],
      ['RR-23', released],
    ].flatMap(([rule, told]) =>
      stateOf(rule as string, [told as Told], '2011-12-02T12:00:00Z', { homeBorough }).gap.isOpen
        ? [rule as string]
        : [],
    )

  it('is missed by the same rules where probation alone knows of the home in London', () => {
    expect(breached('E09000023')).toEqual(['RR-22', 'RR-58', 'RR-23'])
    expect(breached('E08000035')).toEqual([])
  })
})

describe('a release by mistake', () => {
  const out = (at: string): Told => ({
    type: 'prison.prisoner.released',
    at,
    data: { person: PERSON, prison: 'WSI', reason: 'RELEASED', licence: true, flagged: true },
  })
  const licence: Told = {
    type: 'probation.licence.changed',
    at: '2011-10-03T09:00:00Z',
    unit: 'probation/london',
    data: { person: PERSON, kind: 'release', action: 'activated' },
  }
  const prepared = [notice('2011-09-05T09:00:00Z', '28D', '2011-10-05'), licence]
  const outstanding = (...told: Told[]) =>
    stateOf('RR-23', [...prepared, ...told], '2011-10-05T12:00:00Z').outstanding

  it('put right at once takes nothing from what was prepared for the release that follows', () => {
    expect(outstanding(out('2011-10-05T09:00:00Z'))).toEqual([])
    const mistake = [out('2011-10-03T10:00:00Z'), returned('2011-10-03T10:30:00Z')]
    expect(outstanding(...mistake, out('2011-10-05T09:00:00Z'))).toEqual([])
    const again = [out('2011-10-04T10:00:00Z'), returned('2011-10-04T10:44:00Z')]
    expect(outstanding(...mistake, ...again, out('2011-10-05T09:00:00Z'))).toEqual([])
  })

  it('that lasted longer was a release, and the next one is prepared anew', () => {
    const release = [out('2011-10-03T10:00:00Z'), returned('2011-10-03T12:00:00Z')]
    expect(outstanding(...release, out('2011-10-05T09:00:00Z'))).toEqual([
      'a notice before the release',
      'the licence',
    ])
  })
})

describe('before a recall is asked for', () => {
  const asked: Told = {
    type: 'probation.recall.requested',
    at: '2011-10-30T09:00:00Z',
    unit: 'probation/london',
    data: { person: PERSON, recallId: 'R1', recallType: 'STANDARD', emergency: false, reasons: ['other'] },
  }
  const answered = (at: string): Told => ({
    type: 'police.information.provided',
    at,
    unit: 'police/biu-lewisham',
    data: { person: PERSON, requestId: 'I1', requester: 'probation/london', purpose: 'recall' },
  })
  const at = '2011-10-30T09:00:00Z'

  it('what is known was exchanged, and not for a recall of long ago', () => {
    expect(stateOf('RR-24', [asked], at).status).toBe('breached')
    expect(stateOf('RR-24', [answered('2011-10-03T09:00:00Z'), asked], at).status).toBe('met')
    expect(stateOf('RR-24', [answered('2011-10-01T09:00:00Z'), asked], at).status).toBe('breached')
    expect(
      stateOf('RR-24', [answered('2011-10-30T09:00:01Z'), asked], '2011-10-31T09:00:00Z').gap.closing,
    ).toBe('met-late')
  })
})

describe('the monthly meeting', () => {
  const month: Told = {
    type: 'hub.month.began',
    at: '2011-09-30T23:00:00Z',
    unit: 'hub/reconciler',
    subject: 'unit:hub/reconciler',
    data: { month: '2011-10-01' },
  }

  it('is asked of the eight London prisons, by the end of the month in London', () => {
    const rows = evidence('RR-66', month)
    expect(rows.map(({ details }) => details['prison']).sort()).toEqual([
      'BAI',
      'BXI',
      'FMI',
      'HYI',
      'ISI',
      'PVI',
      'WSI',
      'WWI',
    ])
    const one = rows.filter(({ onePer }) => onePer['unit'] === 'prisons/wsi')
    const compiled = rules.rules.get('RR-66')!
    const { clocks } = judge(compiled, one, noProfiles, Date.parse(month.at), england)
    expect(clocks.map(({ dueAt }) => isoInstant(dueAt!))).toEqual(['2011-10-31T23:59:59.999Z'])
  })
})
