import type { Hub } from '#testkit/harness'
import { EDGES } from '#testkit/london'

/** What came of what was said to the edges; each list names what breaks the promise. */
export interface NativeOutcome {
  /** Each message that an edge kept, with what it ended as. */
  messages: string[]
  /** How often any of them came once more. */
  again: number
  facts: number
  /** Messages that an edge has not finished. */
  unfinished: string[]
  /** Facts of messages that the register has not linked, or not once. */
  notOnce: string[]
}

interface Kept {
  name: string
  state: string
  times: number
  source: string | null
  id: string | null
  linked: number
}

/** Asks each edge's own table what it kept, and the register's what became of the facts in it. */
export async function nativeOutcome(hub: Hub): Promise<NativeOutcome> {
  const outcome: NativeOutcome = { messages: [], again: 0, facts: 0, unfinished: [], notOnce: [] }
  for (const edge of EDGES) {
    const { rows } = await hub.pool.query<Kept>(
      `select m.format || ' ' || m.id as name, m.state, m.times, e->>'source' as source, e->>'id' as id,
         (select count(*) from register.outcome o
          where o.outcome = 'linked' and o.source = e->>'source' and o.id = e->>'id') as linked
       from ${edge}.native_message m left join lateral jsonb_array_elements(m.events) e on true`,
    )
    for (const [name, facts] of Map.groupBy(rows, (row) => `${edge} ${row.name}`)) {
      const [{ state, times }] = facts as [Kept]
      const said = facts.filter(({ id }) => id !== null)
      outcome.messages.push(`${name} ${state} ${said.length}`)
      outcome.again += times - 1
      outcome.facts += said.length
      if (state !== 'published' && state !== 'refused') outcome.unfinished.push(name)
      outcome.notOnce.push(
        ...said
          .filter(({ linked }) => linked !== 1)
          .map(({ id, linked }) => `${name}: ${id} ${linked} times`),
      )
    }
  }
  outcome.messages.sort()
  return outcome
}

/** Facts of the edges, of which nobody but they knows how often they were told: at the register they stand apart. */
export const OF_NATIVES = EDGES.map(
  (edge) =>
    `select e->>'source', e->>'id' from ${edge}.native_message, lateral jsonb_array_elements(events) e`,
).join(' union all ')
