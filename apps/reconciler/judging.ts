import type { WorkingCalendar } from '#core/calendar'
import type { Catalogue } from '#core/catalogue'
import { contentFault, HubError, type Instant, isContentError } from '#core/kernel'
import {
  announce,
  type CompiledRule,
  type CompiledRules,
  type EvidenceRow,
  type GapFact,
  historyOf,
  judge,
  listing,
  noProfiles,
  type Profiles,
  type PersonHistory,
} from '#core/obligations'
import { type ProfileEntry, type Retraction, standing } from '#core/profile'
import type { Client, Writes } from '#platform/postgres'
import { type JudgedCase, setAside, storeCases, type StoredCase, type UnjudgedCase } from './case-store.js'
import { type HubFact, putFacts } from './outbox.js'

export interface JudgingContext {
  catalogue: Catalogue
  rules: CompiledRules
  calendar: WorkingCalendar
  /** Rules whose judgement reads profiles; the others need none loaded. */
  rulesReadingProfiles: ReadonlySet<string>
}

/** Cases, locked, with everything that is known about them. */
export interface CasesToJudge {
  cases: readonly StoredCase[]
  evidence: ReadonlyMap<string, readonly EvidenceRow[]>
}

/**
 * Judges locked cases at an instant, stores where they stand, and puts what is new about them into the outbox. Only at a tick
 * is everything there that was received before it, so between ticks no gap is opened: its answer may be the next fact in the
 * log (CORE §3 and §4). Such a case, like one that comes onto a daily list, is due at once, and the next tick, or round,
 * looks at it again.
 */
export async function judgeCases(
  { client, writes }: { client: Client; writes: Writes },
  context: JudgingContext,
  { cases, evidence }: CasesToJudge,
  at: Instant,
  when: 'at a tick' | 'between ticks',
): Promise<number> {
  if (cases.length === 0) return 0
  const profiles = await profilesFor(client, context, cases, evidence)
  const facts: HubFact[] = []
  const judged: JudgedCase[] = []
  const unjudged: UnjudgedCase[] = []
  for (const { caseKey, rule, announced, listedAt, judgedAt } of cases) {
    // A part of a tick may have been decided since the batch read the time: a case never goes back.
    const from = Math.max(at, judgedAt ?? at)
    try {
      const compiled = ruleOf(context.rules, rule)
      const state = judge(compiled, evidence.get(caseKey) ?? [], profiles, from, context.calendar)
      const said = announce(announced, state, compiled, from)
      const list = listing(listedAt, state, compiled)
      if (when === 'between ticks' && (list !== undefined || opensGap(announced, said.facts))) {
        judged.push({ caseKey, state, announced, listedAt, dueAt: from })
        continue
      }
      facts.push(...said.facts, ...(list === undefined ? [] : [list]))
      const { after } = said
      judged.push({
        caseKey,
        state,
        announced: after,
        listedAt: list?.occurredAt ?? listedAt,
        dueAt: state.nextDueAt,
      })
    } catch (error) {
      if (!isContentError(error)) throw error
      unjudged.push({ caseKey, ...contentFault(error) })
    }
  }
  storeCases(writes, judged, at)
  setAside(writes, unjudged)
  putFacts(writes, context.catalogue, facts)
  return facts.length
}

function ruleOf(rules: CompiledRules, rule: string): CompiledRule {
  const compiled = rules.rules.get(rule)
  if (compiled) return compiled
  throw new HubError(
    'HUB_RULE_UNKNOWN',
    `The catalogue has no rule ${rule} any more, and cases of it are open.`,
    'after-repair',
  )
}

function opensGap(before: StoredCase['announced'], facts: readonly GapFact[]): boolean {
  return before?.isOpen !== true && facts.some(({ type }) => type === 'hub.gap.opened')
}

async function profilesFor(
  client: Client,
  context: JudgingContext,
  cases: readonly StoredCase[],
  evidence: ReadonlyMap<string, readonly EvidenceRow[]>,
): Promise<Profiles> {
  const persons = new Set<string>()
  for (const { caseKey, rule } of cases) {
    if (!context.rulesReadingProfiles.has(rule)) continue
    for (const row of evidence.get(caseKey) ?? []) if (row.person !== null) persons.add(row.person)
  }
  if (persons.size === 0) return noProfiles
  const entries = await client.query<{ asked: string; entry: ProfileEntry }>(
    // Person by person: planned as a join, it read everybody's profile for the first thousands of people.
    `select k.person as asked, e.entry from unnest($1::text[]) as k(person)
     left join person_alias a on a.person = k.person
     cross join lateral (
       select entry from profile_entry where person = coalesce(a.survivor, k.person) offset 0
     ) e`,
    [[...persons]],
  )
  const byPerson = new Map<string, ProfileEntry[]>()
  for (const { asked, entry } of entries.rows) byPerson.set(asked, [...(byPerson.get(asked) ?? []), entry])
  const { rows } = await client.query<{ retraction: Retraction }>(
    'select retraction from profile_retraction where event_id = any($1)',
    [entries.rows.map(({ entry }) => entry.eventId)],
  )
  const retractions = rows.map((row) => row.retraction)
  const histories = new Map<string, PersonHistory>()
  return (person) => {
    let history = histories.get(person)
    if (history === undefined) {
      history = historyOf(standing(byPerson.get(person) ?? [], retractions), context.catalogue.profile)
      histories.set(person, history)
    }
    return history
  }
}

/** Which rules read profiles: those with a pause, or with a condition that names `person`. */
export function rulesReadingProfiles(catalogue: Pick<Catalogue, 'obligations'>): Set<string> {
  const reading = new Set<string>()
  for (const each of catalogue.obligations) {
    const patterns = [
      ...each.opens,
      ...each.reopens,
      ...each.cancels,
      each.putRight?.by,
      ...each.conflicts,
      ...each.expects,
      each.precededBy,
      ...each.clocks.flatMap(({ expects, precededBy, onlyIf }) => [
        ...expects,
        precededBy,
        { where: onlyIf },
      ]),
    ]
    const readsPerson = patterns.some((pattern) => pattern?.where?.readsPerson === true)
    if (each.pausedWhile !== undefined || readsPerson) reading.add(each.obligation)
  }
  return reading
}
