import { describe, expect, it } from '@jest/globals'
import { judge, noProfiles } from '#core/obligations'
import {
  dated,
  dues,
  england,
  evidence,
  notice,
  PERSON,
  returned,
  rules,
  stateOf,
  type Told,
} from './told-facts.js'

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

  it('put right at once leaves standing what was asked for before the real one, and cancels it otherwise', () => {
    const set = dated('2011-10-03T09:00:00Z', '2011-12-01')
    const far: Told = { ...set, unit: 'prisons/mdi', data: { ...set.data, borough: 'E09000023' } }
    const gaps = (...told: Told[]) =>
      [set, far].map((date, index) => {
        const rule = index === 0 ? 'RR-22' : 'RR-58'
        return stateOf(rule, [date, ...told], '2011-11-30T12:00:00Z').gap.stretches.map(
          ({ closing }) => closing,
        )
      })
    const mistaken = out('2011-11-07T10:00:00Z')
    expect(gaps(mistaken)).toEqual([['cancelled'], ['cancelled']])
    expect(gaps(mistaken, returned('2011-11-07T10:45:00Z'))).toEqual([[null], [null]])
    expect(gaps(mistaken, returned('2011-11-07T10:45:01Z'))).toEqual([['cancelled'], ['cancelled']])
    const told = ['6MO', '28D', '5WD'].map((stage) => notice('2011-11-08T09:00:00Z', stage, '2011-12-01'))
    expect(gaps(mistaken, returned('2011-11-07T10:30:00Z'), ...told)[0]).toEqual(['met-late'])
  })
})

describe('temporary releases', () => {
  const authorised = (leavesAt: string): Told => ({
    type: 'prison.temporary-release.authorised',
    at: '2012-01-09T09:00:00Z',
    data: { person: PERSON, borough: 'E09000023', prison: 'WSI', leavesAt, returnsAt: leavesAt },
  })
  const licensed = (leavesAt?: string): Told => ({
    type: 'probation.licence.changed',
    at: '2012-01-10T09:00:00Z',
    unit: 'probation/london',
    data: { person: PERSON, kind: 'temporary', action: 'activated', ...(leavesAt ? { leavesAt } : {}) },
  })
  const days = ['2012-01-12T08:00:00Z', '2012-01-19T08:00:00Z', '2012-01-26T08:00:00Z']
  /** The departures that nobody told of. */
  const untold = (...told: Told[]): (string | undefined)[] => {
    const rows = evidence('RR-49', ...days.map(authorised), ...told)
    return [...new Set(rows.map(({ caseKey }) => caseKey))].flatMap((caseKey) => {
      const own = rows.filter((row) => row.caseKey === caseKey)
      const at = Date.parse('2012-02-01T00:00:00Z')
      const { gap, onePer } = judge(rules.rules.get('RR-49')!, own, noProfiles, at, england)
      return gap.isOpen ? [onePer['data.leavesAt']] : []
    })
  }

  it('that were authorised at once are told of one by one, each by its own licence however its time is written', () => {
    const written = days.map((day) => day.replace('Z', '.000Z'))
    expect(untold()).toEqual(written)
    expect(untold(licensed('2012-01-19T08:00:00.000+00:00'))).toEqual([written[0], written[2]])
    expect(untold(...days.map(licensed))).toEqual([])
    expect(untold(licensed())).toEqual(written)
  })

  it('that are called off are no gap once the prison takes back that it authorised them', () => {
    const calledOff: Told = { ...authorised('2012-01-19T08:00:00Z'), id: 'called-off' }
    const takenBack: Told = {
      type: 'prison.fact.retracted',
      at: '2012-01-17T09:00:00Z',
      data: { eventId: 'called-off', reason: 'The temporary release was called off.' },
    }
    const stateAfter = (...told: Told[]) => stateOf('RR-49', told, '2012-02-01T00:00:00Z')
    expect(stateAfter(calledOff).gap.isOpen).toBe(true)
    expect(stateAfter(calledOff, takenBack)).toMatchObject({ status: 'waiting', gap: { stretches: [] } })
  })
})
