import { describe, expect, it } from '@jest/globals'
import { dueAt, instantOf, parsePhrase, workingCalendar } from '#core/calendar'
import type { Obligation } from '#core/catalogue'
import { deadlineWords } from './deadline-words.js'

const CALENDAR = workingCalendar({
  name: 'england-and-wales',
  holidays: ['2011-12-26', '2011-12-27'],
  covers: ['2011-01-01', '2012-01-31'],
})
const FROM = instantOf('2011-12-22T10:00:00Z')!

function phraseOf(text: string) {
  const parsed = parsePhrase(text)
  if (!parsed.ok) throw new Error(parsed.fault.says)
  return parsed.phrase
}
const ruleOf = (due: string): Obligation =>
  ({ clocks: [{ due: phraseOf(due), evidence: 'A, a test' }] }) as unknown as Obligation
const run = (dueAtMs: number | null, anchorAt: number | null = FROM) => ({
  clock: 0,
  anchorAt,
  dueAt: dueAtMs,
  metAt: null,
  isMissed: true,
})

describe('the arithmetic of a deadline in words', () => {
  it('is shown where it gives the very instant that was counted', () => {
    const due = dueAt(phraseOf('2 working days after opening'), FROM, CALENDAR)!
    const [words] = deadlineWords(ruleOf('2 working days after opening'), [run(due)], CALENDAR)
    expect(words).toMatchObject({ note: null, isMissed: true, dueAt: due, evidence: 'A, a test' })
    expect(words!.sum).toBe(
      'Thu 22 December 2011 + 2 working days, skipping 2 weekend days and the holidays Mon 26 December 2011, ' +
        'Tue 27 December 2011 = Wed 28 December 2011, 23:59',
    )
  })

  it.each([
    ['a clock that has not begun', [], 'has not begun to run'],
    ['a clock without its anchor', [run(null, null)], 'has not begun to run'],
    ['a clock that stands still', [run(null)], 'stands still'],
    ['what a comparison found', [run(FROM)], 'A comparison of registers found it'],
    ['a clock that stood still', [run(FROM + 40 * 86_400_000)], 'stood still for a time'],
  ])('is left out, and said why, for %s', (_, clocks, why) => {
    const [words] = deadlineWords(ruleOf('2 working days after opening'), clocks, CALENDAR)
    expect(words).toMatchObject({ sum: null, note: expect.stringContaining(why) })
  })

  it('does without a sum beyond the years that the calendar knows', () => {
    const late = instantOf('2013-01-01T10:00:00Z')!
    const [words] = deadlineWords(ruleOf('2 working days after opening'), [run(late + 1, late)], CALENDAR)
    expect(words!.sum).toBeNull()
  })
})
