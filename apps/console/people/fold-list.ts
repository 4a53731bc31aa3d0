import type { FactPattern, PersonList } from '#core/catalogue'
import { HubError, isoInstant } from '#core/kernel'
import type { ToldFact } from '#platform/published'

/** One person of a list, as the facts that the unit was told leave it. */
export interface ListRow {
  person: string
  /** One for each column; undefined where no fact gave it. */
  values: unknown[]
  /** When the fact happened that put the person on the list. */
  since: number
  eventIds: string[]
  purposes: string[]
}

/**
 * Whom a list names: a fact that enters begins a row, a later one that leaves ends it, and each column shows what the latest
 * fact of the row said of it. A pure function of the facts, which come in the order in which they happened.
 */
export function foldList(list: PersonList, facts: readonly ToldFact[]): ListRow[] {
  const rows = new Map<string, ListRow>()
  for (const fact of facts) {
    if (fits(list.leaves, fact, false)) {
      rows.delete(fact.person)
      continue
    }
    const known = rows.get(fact.person)
    if (!fits(list.enters, fact, true) && (known === undefined || !fits(list.adds, fact, true))) continue
    rows.set(fact.person, added(list, known, fact))
  }
  return [...rows.values()].sort(
    (one, other) => compare(sortKey(list, one), sortKey(list, other)) || compare(one.person, other.person),
  )
}

/** Where the unit was not given what a condition asks, nobody is left off the list for it. */
function fits(patterns: readonly FactPattern[], { type, data }: ToldFact, inDoubt: boolean): boolean {
  return patterns.some(({ type: wanted, where }) => {
    if (wanted !== type) return false
    if (where === undefined) return true
    try {
      return where.holds({ data })
    } catch (error) {
      if (error instanceof HubError) return inDoubt
      throw error
    }
  })
}

function added(list: PersonList, known: ListRow | undefined, fact: ToldFact): ListRow {
  const values = list.columns.map(({ from }, index) => {
    const said = from.map((path) => valueAt(fact.data, path)).find((value) => value !== undefined)
    return said ?? known?.values[index]
  })
  return {
    person: fact.person,
    values,
    since: known?.since ?? fact.occurredAt,
    eventIds: [...(known?.eventIds ?? []), fact.eventId],
    purposes: [...new Set([...(known?.purposes ?? []), ...fact.purposes])].sort(),
  }
}

/** What a row is ordered by: dates as they are written sort as they fall; a row without one stands last. */
export function sortKey({ sortedBy }: PersonList, { values, since }: ListRow): string {
  const value = sortedBy === null ? isoInstant(since) : values[sortedBy]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '\uffff'
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** @param path `data.person.name` */
function valueAt(data: unknown, path: string): unknown {
  let at = data
  for (const segment of path.split('.').slice(1)) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Record<string, unknown>)[segment]
  }
  return at ?? undefined
}
