import { describe, expect, it } from '@jest/globals'
import type { Condition, PersonList } from '#core/catalogue'
import { HubError } from '#core/kernel'
import type { ToldFact } from '#platform/published'
import { foldList } from './fold-list.js'

const LIST: PersonList = {
  list: 'ahead',
  title: 'Ahead',
  says: 'Who comes.',
  source: 'a test',
  enters: [{ type: 'a.date.set' }],
  leaves: [{ type: 'a.person.released' }, { type: 'a.date.set', where: whereCancelled() }],
  adds: [{ type: 'a.address.given' }],
  columns: [
    { heading: 'Name', from: ['data.person.name'] },
    { heading: 'Date', from: ['data.conditionalDate', 'data.date'] },
    { heading: 'Place', from: ['data.borough'] },
  ],
  sortedBy: 1,
  file: '',
}

let at = 0
const fact = (type: string, person: string, data: Record<string, unknown>): ToldFact => ({
  eventId: `e${++at}`,
  type,
  person,
  occurredAt: at,
  receivedAt: at,
  purposes: ['know'],
  data,
})
const shown = (facts: ToldFact[]) => foldList(LIST, facts).map(({ person, values }) => [person, ...values])

describe('a list of people', () => {
  it('names whom a fact put on it, the earliest date first and those without a date last', () => {
    expect(
      shown([
        fact('a.date.set', 'p1', { date: '2011-12-01' }),
        fact('a.date.set', 'p3', { plan: 'made' }),
        fact('a.date.set', 'p2', { date: '2011-10-01', person: { name: 'B' } }),
      ]),
    ).toEqual([
      ['p2', 'B', '2011-10-01', undefined],
      ['p1', undefined, '2011-12-01', undefined],
      ['p3', undefined, undefined, undefined],
    ])
  })

  it('shows of each column what the latest fact said of it, and keeps what a later one does not say', () => {
    const rows = [
      fact('a.date.set', 'p1', { date: '2011-12-01', person: { name: 'A' } }),
      fact('a.address.given', 'p1', { borough: 'x' }),
      fact('a.date.set', 'p1', { date: '2011-11-01' }),
    ]
    expect(shown(rows)).toEqual([['p1', 'A', '2011-11-01', 'x']])
    expect(foldList(LIST, rows)[0]!.eventIds).toHaveLength(3)
  })

  it('takes off whom a later fact took off, and puts on again whom a still later one puts on', () => {
    const set = () => fact('a.date.set', 'p1', { date: '2011-12-01', person: { name: 'A' } })
    expect(shown([set(), fact('a.person.released', 'p1', {})])).toEqual([])
    expect(shown([set(), fact('a.person.released', 'p1', {}), fact('a.date.set', 'p1', {})])).toEqual([
      ['p1', undefined, undefined, undefined],
    ])
  })

  it('goes by a condition where the unit can judge it, and leaves nobody off where it cannot', () => {
    const set = (data: Record<string, unknown>) => fact('a.date.set', 'p1', data)
    expect(shown([set({ plan: 'made' }), set({ plan: 'cancelled' })])).toEqual([])
    expect(shown([set({ plan: 'made' }), set({})])).toHaveLength(1)
  })

  it('is not entered by a fact that only adds', () => {
    expect(shown([fact('a.address.given', 'p1', { borough: 'x' })])).toEqual([])
  })
})

/** As the catalogue compiles `data.plan == 'cancelled'`: what cannot be evaluated is an error. */
function whereCancelled(): Condition {
  const holds = ({ data }: { data: unknown }): boolean => {
    const { plan } = data as { plan?: string }
    if (plan === undefined) throw new HubError('HUB_CONDITION_FAILED', 'There is no plan.')
    return plan === 'cancelled'
  }
  return { text: '', readsPerson: false, value: holds, holds }
}
