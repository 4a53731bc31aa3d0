import type { Instant } from '#core/kernel'
import type { CaseState, Closing, GapReason, Stretch } from './case-state.js'
import type { CompiledRule, RuleVersion } from './compile-rules.js'
import { type GapFact, gapFact, type GapNews } from './gap-fact.js'

/** What has been said of a gap so far; stored beside its state. */
export interface Announced extends Pick<CaseState, 'gapId' | 'onePer' | 'details'> {
  /** Of the last fact; facts about one gap are numbered from 1. */
  revision: number
  isOpen: boolean
  reason: GapReason
  breachedAt: Instant
  dueAt: Instant
  /** Rungs of the ladder told since the gap was opened. */
  rung: number
  closing: Closing | null
  /** Whether what was said last leaves a miss standing; false once it has been taken back. */
  isMiss: boolean
  /** Of the last fact. What is said later is dated later, so that a gap's facts stand in the order in which they were said. */
  lastAt: Instant
  /** What was said to be outstanding, where clocks wait for different things. */
  awaits?: readonly string[]
}

/**
 * What is to be published now: the difference between the case as it stands and what was last said of it. A gap that was
 * missed and met before anybody heard of it is said to have opened and closed; one whose miss is taken back, or judged
 * otherwise by what was heard since, is closed again under the new reason. Where nothing opens the case any more (its opening
 * was retracted, its evidence moved to another person's case) the gap closes under the name and details it was opened with,
 * so that whoever heard of the one hears of the other. `before` is null where nothing was ever said,
 * and so is `after` then.
 */
export function announce(
  before: Announced | null,
  state: CaseState,
  rule: CompiledRule,
  at: Instant,
): { facts: GapFact[]; after: Announced | null } {
  const { gap } = state
  const named = before !== null && state.cycleStartAt === null ? { ...state, ...nameIn(before) } : state
  const saying = new Saying(before, named, rule, at)
  const current = gap.stretches.at(-1)
  if (current === undefined) {
    if (before?.isMiss) saying.close(closingWithout(state), at, false)
  } else if (current.closedAt === null) sayOpen(saying, before, current, state)
  else sayClosed(saying, before, current)
  return { facts: saying.facts, after: saying.announced }
}

function nameIn({ gapId, onePer, details }: Announced): Pick<CaseState, 'gapId' | 'onePer' | 'details'> {
  return { gapId, onePer, details }
}

function sayOpen(saying: Saying, before: Announced | null, current: Stretch, { gap }: CaseState): void {
  const former = before?.isOpen ? formerStretch(before, gap.stretches) : undefined
  if (former?.closedAt) saying.close(former.closing ?? 'cancelled', former.closedAt)
  if (!before?.isOpen || former?.closedAt) saying.open(current)
  else if (before.reason !== current.reason || saying.awaitsMore()) saying.restate(current)
  saying.climb()
}

/** The stretch that was said to be open, if it has ended since and the gap stands open again. */
function formerStretch({ breachedAt }: Announced, stretches: readonly Stretch[]): Stretch | undefined {
  return stretches.find((stretch) => stretch.openedAt === breachedAt && stretch.closedAt !== null)
}

function sayClosed(saying: Saying, before: Announced | null, current: Stretch): void {
  const closing = current.closing ?? 'cancelled'
  const closedAt = current.closedAt ?? current.openedAt
  if (before?.isOpen) return saying.close(closing, closedAt)
  if (before === null || current.openedAt > before.lastAt) {
    saying.open(current)
    return saying.close(closing, closedAt)
  }
  if (before.closing !== closing || !before.isMiss) saying.close(closing, closedAt)
}

/** The evidence knows no gap, but one was said: it was met in time after all, cancelled, or is not due any more. */
function closingWithout({ gap: { closing } }: CaseState): Closing {
  return closing === 'met-in-time' ? 'met-in-time-heard-late' : (closing ?? 'cancelled')
}

/** Collects the facts and keeps count of what has been said. */
class Saying {
  readonly facts: GapFact[] = []
  private readonly version: RuleVersion | undefined

  constructor(
    public announced: Announced | null,
    private readonly state: CaseState,
    rule: CompiledRule,
    private readonly at: Instant,
  ) {
    const { versions } = rule
    this.version =
      versions.find(({ obligation }) => obligation.version === state.ruleVersion) ?? versions.at(-1)
  }

  /** Opened, with the rungs that the breach itself reaches. */
  open({ openedAt, dueAt, reason, closedAt }: Stretch): void {
    const atBreach = this.version?.ladder.filter(({ when }) => when.kind === 'at') ?? []
    const roles = [...new Set(atBreach.flatMap((rung) => rung.roles))]
    const told = { reason, dueAt, breachedAt: openedAt, rung: atBreach.length }
    this.say(
      'hub.gap.opened',
      openedAt,
      { ...told, closing: null, isMiss: true, isOpen: closedAt === null },
      roles,
    )
  }

  /** Still open, for another reason. */
  restate({ reason }: Stretch): void {
    if (this.announced === null) return
    this.say('hub.gap.opened', this.at, { ...this.announced, reason }, this.rolesTold())
  }

  /** Something else is missing by now. What has come since needs no saying: its own fact says it. */
  awaitsMore(): boolean {
    return this.awaited().some((each) => this.announced?.awaits?.includes(each) !== true)
  }

  private awaited(): readonly string[] {
    return this.version?.hasOwn ? this.state.outstanding : []
  }

  climb(): void {
    for (const [count, { rung, at }] of this.state.rungsReached.entries()) {
      if (this.announced === null || count < this.announced.rung) continue
      const roles = this.version?.ladder[rung]?.roles ?? []
      this.say('hub.gap.escalated', at, { ...this.announced, rung: count + 1 }, roles)
    }
  }

  close(closing: Closing, closedAt: Instant, isMiss = true): void {
    if (this.announced === null) return
    const opened: GapReason = this.announced.reason === 'late' ? 'missing' : this.announced.reason
    const reason: GapReason = closing === 'met-late' && opened === 'missing' ? 'late' : opened
    const said = { ...this.announced, reason, closing, isMiss, isOpen: false }
    this.say('hub.gap.closed', closedAt, said, this.rolesTold())
  }

  private rolesTold(): string[] {
    const rungs = this.version?.ladder.slice(0, this.announced?.rung ?? 0) ?? []
    return [...new Set(rungs.flatMap(({ roles }) => roles))]
  }

  private say(
    type: GapNews['type'],
    wantedAt: Instant,
    said: Omit<Announced, 'revision' | 'lastAt' | 'gapId' | 'onePer' | 'details' | 'awaits'>,
    roles: readonly string[],
  ): void {
    if (this.version === undefined) return
    const before = this.announced
    const occurredAt = before === null ? wantedAt : Math.max(wantedAt, before.lastAt + 1)
    const revision = (before?.revision ?? 0) + 1
    const { reason, dueAt, breachedAt, rung, closing } = said
    const news = { type, occurredAt, revision, reason, dueAt, breachedAt, roles, rung }
    this.facts.push(gapFact(this.state, this.version, closing === null ? news : { ...news, closing }))
    const { gapId, onePer, details } = this.state
    const awaits = this.version.hasOwn ? { awaits: this.awaited() } : {}
    this.announced = { ...said, gapId, onePer, details, revision, lastAt: occurredAt, ...awaits }
  }
}
