import { describe, expect, it } from '@jest/globals'
import type { DifferenceMeaning } from '#core/catalogue'
import { type HeldRow, judgeKey, type Sides } from './judge-key.js'

const SEPTEMBER = Date.UTC(2011, 8, 30)
const OCTOBER = Date.UTC(2011, 9, 31)
const BETWEEN = Date.UTC(2011, 9, 15)
const differences: DifferenceMeaning[] = [
  { kind: 'absent', side: 'pnc', means: 'Nobody sees it.' },
  { kind: 'differs', side: 'pnc', field: 'kind', means: 'They see another.' },
]
const held = (kind?: string, more: Partial<HeldRow> = {}): HeldRow => ({
  compared: kind === undefined ? {} : { kind },
  ...more,
})

function verdicts(sides: Sides, pncAsAt = OCTOBER): string[] {
  const asAt = new Map([
    ['visor', OCTOBER],
    ['courts', OCTOBER],
    ['pnc', pncAsAt],
  ])
  return judgeKey({ differences }, sides, asAt).map(({ verdict }) => verdict)
}

describe('what registers say of an order', () => {
  it.each<[string, Sides, string, string]>([
    ['all hold alike', { visor: held('A'), courts: held('A'), pnc: held('A') }, 'agrees', 'agrees'],
    ['one lacks', { visor: held('A'), courts: held('A') }, 'found', 'undecided'],
    [
      'one holds otherwise than all',
      { visor: held('A'), courts: held('A'), pnc: held('B') },
      'agrees',
      'found',
    ],
    [
      'the others do not agree on',
      { visor: held('B'), courts: held('A'), pnc: held('B') },
      'agrees',
      'agrees',
    ],
    ['nobody gives a kind of', { visor: held(), courts: held(), pnc: held() }, 'agrees', 'agrees'],
    ['one gives no kind of', { visor: held('A'), courts: held('A'), pnc: held() }, 'agrees', 'undecided'],
    ['only one gives the kind of', { visor: held(), courts: held(), pnc: held('A') }, 'agrees', 'undecided'],
    ['one cannot read', { visor: held('A'), courts: held('A'), pnc: 'unreadable' }, 'undecided', 'undecided'],
    ['one lacks and another cannot read', { visor: 'unreadable', courts: held('A') }, 'found', 'undecided'],
    ['only an unreadable row knows of', { visor: 'unreadable' }, 'undecided', 'undecided'],
    [
      'an unreadable row may know better',
      { visor: 'unreadable', courts: held('A'), pnc: held('B') },
      'agrees',
      'undecided',
    ],
    [
      'two agree on, whatever the third',
      { visor: 'unreadable', courts: held('A'), pnc: held('A') },
      'agrees',
      'agrees',
    ],
  ])('that %s', (_what, sides, absent, differs) => {
    expect(verdicts(sides)).toEqual([absent, differs])
  })

  it('blames a register only for what was due when it was drawn up', () => {
    const young = held('A', { notYetDueUntil: BETWEEN })
    expect(verdicts({ visor: young, courts: young }, SEPTEMBER)[0]).toBe('not-yet-due')
    expect(verdicts({ visor: young, courts: young }, BETWEEN)[0]).toBe('not-yet-due')
    expect(verdicts({ visor: young, courts: young }, BETWEEN + 1)[0]).toBe('found')
    expect(verdicts({ visor: young, courts: young, pnc: held('B') }, SEPTEMBER)[1]).toBe('not-yet-due')
  })

  it('blames no register for lacking what had ended when it was drawn up, as all who hold it know', () => {
    const ended = held('A', { endsAt: BETWEEN })
    expect(verdicts({ visor: ended, courts: ended }, BETWEEN)[0]).toBe('found')
    expect(verdicts({ visor: ended, courts: ended }, OCTOBER)[0]).toBe('undecided')
    expect(verdicts({ visor: ended, courts: held('A') }, OCTOBER)[0]).toBe('found')
  })
})
