import type { PersonList } from '#core/catalogue'
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
    if (list.leaves.includes(fact.type)) {
      rows.delete(fact.person)
      continue
    }
    const known = rows.get(fact.person)
    if (known === undefined && !list.enters.includes(fact.type)) continue
    rows.set(fact.person, added(list, known, fact))
  }
  return [...rows.values()].sort(
    (one, other) => compare(sortKey(list, one), sortKey(list, other)) || compare(one.person, other.person),
  )
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
export function sortKey({ sortedBy }: PersonList, { values }: ListRow): string {
  const value = values[sortedBy]
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
