import { endOfDay, londonDay, startOfDay } from '#core/calendar'
import { derivedId, isoInstant, type Instant } from '#core/kernel'
import type { CaseState } from './case-state.js'
import type { CompiledRule } from './compile-rules.js'
import { subjectOf } from './gap-fact.js'
import type { JudgedCycle } from './judged-cycle.js'

const DAY_MINUTES = 24 * 60
const MINUTE_MS = 60_000

/** A case that stands on a day's list, as a fact that the hub is to publish. */
export interface ListingFact {
  type: 'hub.case.listed'
  /** Of case and day: saying it again makes a duplicate, never a second entry. */
  id: string
  subject: string
  /** The time of the list. */
  occurredAt: Instant
  data: {
    caseId: string
    rule: string
    says: string
    day: string
    since: string
    dueAt?: string
    isOverdue: boolean
    roles: readonly string[]
    details: Readonly<Record<string, unknown>>
  }
}

export interface ListState {
  /** The list of today, or of yesterday while today's is not drawn up; null where the case stands on none. */
  listedAt: Instant | null
  nextAt: Instant | null
}

/** Where a rule is listed daily: the last list on which its running cycle stands, and when the next is drawn up. */
export function listOf(latest: JudgedCycle | undefined, at: Instant): ListState {
  const listed = latest?.cycle.version.obligation.listed
  if (latest === undefined || listed === undefined || latest.cycle.closures.length > 0)
    return { listedAt: null, nextAt: null }
  const { occurredAt } = latest.cycle.start
  const today = listTime(at, listed.minuteOfDay)
  const last = today <= at ? today : listTime(startOfDay(at) - 1, listed.minuteOfDay)
  const next = today > at ? today : listTime(endOfDay(at) + 1, listed.minuteOfDay)
  return { listedAt: last >= occurredAt ? last : null, nextAt: next }
}

/** What is to be said of today's list; undefined where it was said, or where the case stands on none. */
export function listing(
  before: Instant | null,
  state: CaseState,
  { versions }: CompiledRule,
): ListingFact | undefined {
  const { listedAt, gapId, gap, cycleStartAt } = state
  if (listedAt === null || cycleStartAt === null || (before !== null && before >= listedAt)) return undefined
  const version = versions.find(({ obligation }) => obligation.version === state.ruleVersion)
  if (version?.obligation.listed === undefined) return undefined
  const { obligation } = version
  return {
    type: 'hub.case.listed',
    id: derivedId('listed', gapId, listedAt),
    subject: subjectOf(state),
    occurredAt: listedAt,
    data: {
      caseId: gapId,
      rule: state.rule,
      says: obligation.says,
      day: londonDay(listedAt),
      since: isoInstant(cycleStartAt),
      ...(gap.dueAt === null ? {} : { dueAt: isoInstant(gap.dueAt) }),
      isOverdue: gap.isOpen,
      roles: version.obligation.listed.roles,
      details: state.details,
    },
  }
}

/** The time of day on the London day of `at`, counted back from its end: no clock changes after one in the morning. */
function listTime(at: Instant, minuteOfDay: number): Instant {
  return endOfDay(at) + 1 - (DAY_MINUTES - minuteOfDay) * MINUTE_MS
}
