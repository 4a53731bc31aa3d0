import { dueAt, explainDue, type Pause, printPhrase, type WorkingCalendar } from '#core/calendar'
import type { Obligation } from '#core/catalogue'
import { HubError } from '#core/kernel'
import type { CaseClock } from '#platform/published'

/** One clock of a gap as a person reads it. */
export interface DeadlineWords {
  /** As the rule says it: `10 calendar days after opening`. */
  says: string
  /** The sum: `Mon 3 October 2011 + 10 calendar days = Thu 13 October 2011, 23:59`; null where there is none to show. */
  sum: string | null
  /** Why there is no sum. */
  note: string | null
  dueAt: number | null
  metAt: number | null
  isMissed: boolean
  /** How sure the number is, and whence: `K, HMIC reports on the PNC (R46)`. */
  evidence: string
}

const NO_PAUSES: readonly Pause[] = []

/**
 * The arithmetic of each clock of a rule in words. The sum is shown only where it gives the very instant that the reconciler
 * counted; where a clock stood still, or the registers' difference made it due, the page says that instead of a wrong sum.
 */
export function deadlineWords(
  rule: Obligation,
  clocks: readonly CaseClock[],
  calendar: WorkingCalendar,
): DeadlineWords[] {
  return rule.clocks.map(({ due, evidence }, index) => {
    // those of the latest cycle stand last
    const run = clocks.findLast(({ clock }) => clock === index)
    return {
      says: printPhrase(due),
      ...sumOf(rule, index, run, calendar),
      dueAt: run?.dueAt ?? null,
      metAt: run?.metAt ?? null,
      isMissed: run?.isMissed ?? false,
      evidence,
    }
  })
}

function sumOf(
  { clocks }: Obligation,
  index: number,
  run: CaseClock | undefined,
  calendar: WorkingCalendar,
): Pick<DeadlineWords, 'sum' | 'note'> {
  const due = clocks[index]!.due
  if (run === undefined || run.anchorAt === null)
    return { sum: null, note: 'This clock has not begun to run: what it counts from has not happened.' }
  if (run.dueAt === null) return { sum: null, note: 'This clock stands still.' }
  if (countedTo(due, run.anchorAt, calendar) === run.dueAt)
    return { sum: explainDue(due, run.anchorAt, calendar, NO_PAUSES), note: null }
  const atOnce = run.dueAt === run.anchorAt
  return {
    sum: null,
    note: atOnce
      ? 'A comparison of registers found it missing, so it was due at that moment.'
      : 'The clock stood still for a time, so its sum is not shown here.',
  }
}

/** Beyond the years that the calendar knows there is no sum to compare with. */
function countedTo(
  due: Obligation['clocks'][number]['due'],
  from: number,
  calendar: WorkingCalendar,
): number | null {
  try {
    return dueAt(due, from, calendar, NO_PAUSES)
  } catch (error) {
    if (error instanceof HubError) return null
    throw error
  }
}
