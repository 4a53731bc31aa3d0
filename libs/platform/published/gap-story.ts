import type { Instant } from '#core/kernel'
import type { Queryable } from './queryable.js'

/** One thing the hub has said about a gap. */
export interface SaidOfGap {
  type: string
  eventId: string
  occurredAt: Instant
  receivedAt: Instant
  reason: string
  closing: string | null
  /** The roles that were told. */
  roles: string[]
}

/** What was said under these ids, in order; what had a payload that was destroyed since is left out. */
export async function saidOfGap(db: Queryable, eventIds: readonly string[]): Promise<SaidOfGap[]> {
  const { rows } = await db.query<SaidOfGap>(
    `select type, id as "eventId", occurred_at as "occurredAt", received_at as "receivedAt", payload::jsonb->>'reason' as reason,
       payload::jsonb->>'closing' as closing, payload::jsonb->'roles' as roles
     from published.register_fact where id = any($1) and source = '/hub/reconciler' and payload is not null
     order by (payload::jsonb->>'revision')::int`,
    [eventIds],
  )
  return rows
}

/** What one side of a comparison holds under the key that a difference is about. */
export interface SideHeld {
  unit: string
  type: string
  asAt: Instant
  /** `absent`, `readable`, `unreadable`, `not-covered` or `not-held`. */
  state: string
}

/** And what it says there. */
export interface SideCompared extends SideHeld {
  compared: Record<string, unknown>
}

/**
 * What each register held of the thing that a difference names, as at its extract. Registers of units that could not hold
 * it (another court's) are left out with all that hold nothing, but for those that nobody of their kind holds it in.
 */
export function sidesOfDifference(db: Queryable, difference: FactNamed): Promise<SideHeld[]> {
  return sides(db, difference, { by: 'key_digest', contents: '' })
}

/** The same with what each register says of it: for the operator alone. */
export function sidesCompared(db: Queryable, difference: FactNamed): Promise<SideCompared[]> {
  return sides(db, difference, { by: 'key', contents: `, coalesce(r.compared, '{}') as compared` })
}

interface FactNamed {
  source: string
  eventId: string
}

async function sides<Side extends SideHeld>(
  db: Queryable,
  { source, eventId }: FactNamed,
  { by, contents }: { by: 'key' | 'key_digest'; contents: string },
): Promise<Side[]> {
  const { rows } = await db.query<Side>(
    `with held as (
       select u.unit, u.type, u.as_at as "asAt", r.state is not null as holds, coalesce(r.state, 'absent') as state${contents}
       from published.register_difference n cross join lateral jsonb_array_elements_text(n.uploads) w(upload)
       join published.reconciler_extract_upload u on u.upload = w.upload
       left join published.reconciler_extract_row r on r.upload = u.upload and r.comparison = n.comparison and r.${by} = n.${by}
       where n.source = $1 and n.id = $2)
     select * from held h where holds or not exists (select from held o where o.type = h.type and o.holds)
     order by type, unit limit 100`,
    [source, eventId],
  )
  return rows
}
