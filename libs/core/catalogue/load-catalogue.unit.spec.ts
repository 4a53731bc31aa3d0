import { describe, expect, it } from '@jest/globals'
import { AGREEMENT, type Change, filesWith, tinyWith } from '#testkit/tiny-contracts'
import { loadCatalogue } from './index.js'

describe('loading the contracts', () => {
  it('compiles an event into a schema that refuses what the contract does not say', () => {
    const event = tinyWith().events.get('courts.order.made@1')
    const [sample] = event?.examples.accepted ?? []
    expect(event?.check(sample)).toEqual([])
    expect(event?.check({ ...(sample as object), kind: 'WISH', extra: 1 })).toEqual([
      {
        code: 'HUB_DATA_UNKNOWN',
        at: '/extra',
        says: 'extra is not a field that is known: use one of person, courtCode, orderId, kind, madeOn, endsOn, points.',
      },
      { code: 'HUB_DATA_INVALID', at: '/kind', says: 'kind must be one of "SOPO", "NO", and is "WISH".' },
    ])
    expect(event?.check({})).toHaveLength(5)
    expect(event?.check([])).toEqual([
      { code: 'HUB_DATA_INVALID', at: '', says: 'the whole must be an object with named fields, and is [].' },
    ])
  })

  it('expands field sets and keeps dotted members in an allow-list', () => {
    const [share] = tinyWith().agreements[0]?.shares ?? []
    expect(share?.fields).toEqual([
      'courtCode',
      'orderId',
      'kind',
      'madeOn',
      'endsOn',
      'points',
      'person.name',
    ])
    expect(share?.where?.holds({ data: { kind: 'NO' } })).toBe(true)
    expect(share?.where?.holds({ data: { kind: 'OTHER' } })).toBe(false)
  })

  it('gives only some members of a field where the type says that the others belong elsewhere', () => {
    const members: Change = [
      'reference/vocabulary.yaml',
      '  sample: { name: Sample',
      '  members: { born: M4 }\n  sample: { name: Sample',
    ]
    const catalogue = tinyWith([members, [AGREEMENT, '[M4, person.name]', '[M1]']])
    expect(catalogue.agreements[0]?.shares[0]?.fields).toEqual(['person.name'])
  })

  it('counts a period from the start of its London days', () => {
    const { inForce } =
      tinyWith([[AGREEMENT, 'from 2004-05-01', 'from 2004-05-01 until 2012-01-01']]).agreements[0] ?? {}
    expect(inForce).toEqual({
      fromAt: Date.parse('2004-04-30T23:00:00Z'),
      untilAt: Date.parse('2012-01-01T00:00:00Z'),
    })
  })

  it('reads an absent field of a bare path as unknown, and a flag nobody set as false', () => {
    const catalogue = tinyWith()
    const [effect] = catalogue.events.get('courts.order.made@1')?.sets ?? []
    expect(effect?.until?.value({ data: {} })).toBeUndefined()
    expect(effect?.value).toEqual({ handle: 'order' })
    const paused = catalogue.obligations[0]?.pausedWhile
    expect(paused?.readsPerson).toBe(true)
    expect(paused?.holds({ data: {}, person: {} })).toBe(false)
    expect(paused?.holds({ data: {}, person: { inCustody: true } })).toBe(true)
  })

  it('never reads a condition that cannot be evaluated as false', () => {
    const [share] = tinyWith().agreements[0]?.shares ?? []
    expect(() => share?.where?.holds({ data: {} })).toThrow(
      expect.objectContaining({ code: 'HUB_CONDITION_FAILED' }),
    )
    const paused = tinyWith().obligations[0]?.pausedWhile
    expect(() => paused?.holds({ data: {} })).toThrow(
      expect.objectContaining({ code: 'HUB_CONDITION_FAILED' }),
    )
  })

  it('gives the same hash for the same files in any order, and another for any change', () => {
    const files = filesWith([])
    const hash = (list: typeof files): string => {
      const loaded = loadCatalogue(list)
      return loaded.ok ? loaded.catalogue.hash : 'faulty'
    }
    expect(hash([...files].reverse())).toBe(hash(files))
    expect(hash(filesWith([[AGREEMENT, 'ISA-TEST-1', 'ISA-TEST-2']]))).not.toBe(hash(files))
  })

  it('reads a comparison with its sides, its differences and what they open', () => {
    const [comparison] = tinyWith().comparisons
    expect(comparison?.sides.map(({ side, type, version, from }) => [side, type, version, from])).toEqual([
      ['courts', 'courts.order.made', 1, { role: 'court' }],
      ['pnc', 'police.marker.updated', 1, { unit: 'police/desk' }],
    ])
    expect(comparison?.differences[1]).toEqual({
      kind: 'differs',
      field: 'kind',
      side: 'pnc',
      means: 'They see another.',
      opens: { obligation: 'RR-02', asConflict: true },
    })
    expect(comparison?.staleAfterMs).toBe(35 * 86_400_000)
  })
})
