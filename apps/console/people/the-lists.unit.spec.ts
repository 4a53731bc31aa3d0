import { describe, expect, it } from '@jest/globals'
import type { ToldFact } from '#platform/published'
import { theCatalogue } from '#testkit/catalogue'
import { foldList } from './fold-list.js'

let at = 0
/** A fact about one person, with as much of it as the unit was given. */
const told = (type: string, data: Record<string, unknown>): ToldFact => ({
  ...{ eventId: `e${++at}`, type, person: 'p1', occurredAt: at, receivedAt: at, purposes: [], data },
})
const listed = (name: string, facts: ToldFact[]): Record<string, unknown>[] => {
  const list = theCatalogue().lists!.find((each) => each.list === name)!
  return foldList(list, facts).map(({ values }) =>
    Object.fromEntries(list.columns.map(({ heading }, index) => [heading, values[index]])),
  )
}

describe('recalls of the day', () => {
  const recalled = (): ToldFact[] => [
    told('probation.recall.requested', { recallId: 'R-1', emergency: false, recallType: 'STANDARD' }),
    told('probation.recall.decided', { recallId: 'R-1', outcome: 'REVOKED' }),
  ]
  const received = (reason: string): ToldFact =>
    told('prison.prisoner.received', { prison: 'WWI', reason, recall: true })

  it('show whether the PNC shows the recall, and not for what else the person is wanted', () => {
    const wanted = (reason: string): ToldFact =>
      told('pnc.wanted-report.updated', { action: 'circulated', reason })
    expect(listed('recalls', [...recalled(), wanted('recall to custody')])).toMatchObject([
      { Decision: 'REVOKED', 'On the PNC': 'circulated' },
    ])
    expect(listed('recalls', [...recalled(), wanted('failed to notify')])[0]!['On the PNC']).toBeUndefined()
  })

  it('end with the arrest or with the surrender at a prison, and not with a transfer between prisons', () => {
    expect(listed('recalls', [...recalled(), told('police.recall-arrest.made', {})])).toEqual([])
    expect(listed('recalls', [...recalled(), received('ADMISSION')])).toEqual([])
    expect(listed('recalls', [...recalled(), received('TRANSFERRED')])).toHaveLength(1)
  })
})

describe('the pre-release list', () => {
  it.each([
    ['RELEASED', 0],
    ['RELEASED_TO_HOSPITAL', 0],
    ['SENT_TO_COURT', 1],
    ['TRANSFERRED', 1],
    ['TEMPORARY_ABSENCE_RELEASE', 1],
  ])('after somebody left as %s has %i people', (reason, people) => {
    const set = told('prison.release-date.changed', { prison: 'WWI', releaseDate: '2011-12-05' })
    expect(listed('pre-release', [set, told('prison.prisoner.released', { reason })])).toHaveLength(people)
  })
})

describe('arrivals', () => {
  it('end with the debrief, of which the officer at the port is given no more than that it was held', () => {
    const plan = told('central-jigsaw.arrival.planned', { consularRef: 'CN/1', plan: 'first', port: 'LHR' })
    expect(listed('arrivals', [plan])).toMatchObject([{ Port: 'LHR' }])
    const debrief = told('central-jigsaw.debrief.completed', { consularRef: 'CN/1' })
    expect(listed('arrivals', [plan, debrief])).toEqual([])
  })
})
