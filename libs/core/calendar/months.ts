import type { Instant } from '#core/kernel'
import { addMonths, partsOf } from './civil-day.js'
import { dayOf, firstInstantOf } from './london.js'

/** The first instants of the London months that begin after `after` and no later than `until`, in order. */
export function monthsBegun(after: Instant, until: Instant): Instant[] {
  const begun: Instant[] = []
  const today = dayOf(after)
  let first = today - partsOf(today).dayOfMonth + 1
  for (;;) {
    first = addMonths(first, 1)
    const at = firstInstantOf(first)
    if (at > until) return begun
    begun.push(at)
  }
}
