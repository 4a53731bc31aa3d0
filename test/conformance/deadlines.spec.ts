import { describe, expect, it } from '@jest/globals'
import { judge, noProfiles } from '#core/obligations'
import { isoInstant } from '#core/kernel'
import { theCatalogue } from '#testkit/catalogue'
import {
  dues,
  england,
  evidence,
  PERSON,
  returned,
  revoked,
  rules,
  stateOf,
  type Told,
} from './told-facts.js'

/** The worked deadlines of the domain analysis (DOMAIN B.3), asked of the rules as they stand in the contracts. */
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

describe('the monthly scrutiny of wanted cases', () => {
  it('D11: of 135 open cases takes 13 or more, for the seed says about a tenth (MISSION, X18)', () => {
    const { targets, evidence: says } = theCatalogue().measures.find(
      ({ measure }) => measure === 'wanted-cases-scrutinised',
    )!
    const [, percent] = /^at least ([0-9.]+) percent$/.exec(targets.join()) ?? []
    const isMet = (scrutinised: number): boolean => (scrutinised / 135) * 100 >= Number(percent)
    expect([12, 13, 14].map(isMet)).toEqual([false, true, true])
    expect(says).toContain('the tolerance is A')
  })
})
