import { describe, expect, it } from '@jest/globals'
import { disordered } from './inbox-order.js'
import type { Outcome } from './outcome.js'
import { verdictsOf } from './report.js'

const held = (after: string) => ({ after, tookMs: 1, broken: [] })
const good: Outcome = {
  conserved: [held('SIGKILL register'), held('SIGSTOP intake'), held('the end')],
  sentAgain: 3,
  gaps: ['a gap'],
  copies: ['a copy', 'another'],
  disordered: [],
  outcomes: { linked: 7 },
  duplicates: 5,
  natives: { messages: ['courts x published 2'], again: 1, facts: 2, unfinished: [], notOnce: [] },
  console: { asked: 9, came: 8, right: 3, wrong: [], named: ['RR-01'] },
  webhooks: { copies: 2, repetitions: 1, missing: [], disordered: [], renamed: [] },
}
const failing = (hurt: Partial<Outcome>): string[] =>
  verdictsOf(good, { ...good, ...hurt }, 4)
    .filter(({ holds }) => !holds)
    .map(({ promise }) => promise.split(' ').slice(0, 3).join(' '))

describe('the verdict on a run under faults', () => {
  it('is good where nothing differs but what was sent again', () => {
    expect(failing({})).toEqual([])
    expect(failing({ duplicates: 7 })).toEqual([])
  })

  it('names the promise that is broken', () => {
    expect(failing({ gaps: [] })).toEqual(['The gaps are'])
    expect(failing({ copies: ['a copy', 'a copy'] })).toEqual(['Every copy was'])
    expect(failing({ disordered: ['police/0/7: ledger 3/1'] })).toEqual(['In every inbox'])
    expect(failing({ outcomes: { linked: 6, parked: 1 } })).toEqual(['Every message ended'])
    for (const broken of [
      { messages: [] },
      { unfinished: ['courts x'] },
      { notOnce: ['courts x: 1 2 times'] },
    ])
      expect(failing({ natives: { ...good.natives, ...broken } })).toEqual(['Every message of'])
    for (const broken of [{ named: [] }, { wrong: ['after SIGKILL console: 0 gaps of 1'] }])
      expect(failing({ console: { ...good.console, ...broken } })).toEqual(['The console answered'])
  })

  it('takes no more duplicates than were said twice or sent again, and no fewer than were said twice', () => {
    expect(failing({ duplicates: 8 })).toEqual(['Whatever arrived again'])
    expect(failing({ duplicates: 3 })).toEqual(['Whatever arrived again'])
  })

  it('says when conservation last held', () => {
    const [conservation] = verdictsOf(
      good,
      {
        ...good,
        conserved: [good.conserved[0]!, { ...held('SIGSTOP intake'), broken: ['lost'] }, held('the end')],
      },
      4,
    )
    expect(conservation).toMatchObject({
      holds: false,
      figure: '2 of 3 measurements, last after fault 1, SIGKILL register; then lost',
    })
  })
})

describe('the order of an inbox', () => {
  const at = (offset: number, chain: number, position: number) => ({
    place: 'police/0',
    offset,
    chain,
    position,
  })

  it('is that of each chain of the ledger, whatever order the chains have', () => {
    expect(disordered([at(0, 1, 4), at(2, 2, 1), at(1, 1, 9), at(3, 2, 3)])).toEqual([])
  })

  it('is broken by a row that comes late, or twice', () => {
    expect(disordered([at(0, 1, 9), at(1, 1, 4)])).toEqual(['police/0/1: ledger 1/4'])
    expect(disordered([at(0, 1, 4), at(1, 1, 4)])).toEqual(['police/0/1: ledger 1/4'])
  })
})
