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
  /** `absent`, `readable`, `unreadable` or `not-covered`. */
  state: string
  compared: Record<string, unknown>
}

/**
 * What each register held of the thing that a difference names, as at its extract. Registers of units that could not hold
 * it (another court's) are left out with all that hold nothing, but for those that nobody of their kind holds it in.
 */
export async function sidesOfDifference(db: Queryable, differenceEventId: string): Promise<SideHeld[]> {
  const { rows } = await db.query<SideHeld>(
    `with named as (
       select payload::jsonb->>'key' as key, payload::jsonb->>'comparison' as comparison, payload::jsonb->'uploads' as uploads
       from published.register_fact where id = $1 and type = 'hub.difference.found' and payload is not null),
     held as (
       select u.unit, u.type, u.as_at, r.state, r.compared
       from named n cross join lateral jsonb_array_elements_text(n.uploads) w(upload)
       join published.reconciler_extract_upload u on u.upload = w.upload
       left join published.reconciler_extract_row r on r.upload = u.upload and r.comparison = n.comparison and r.key = n.key)
     select unit, type, as_at as "asAt", coalesce(state, 'absent') as state, coalesce(compared, '{}') as compared from held h
     where state is not null or not exists (select from held o where o.type = h.type and o.state is not null)
     order by type, unit limit 100`,
    [differenceEventId],
  )
  return rows
}
