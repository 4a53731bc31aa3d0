import { isDeepStrictEqual } from 'node:util'
import type { CloudEventJson } from '#core/messages'
import type { Client } from '#platform/postgres'

/**
 * Those rows, in their order, that say something else than the latest row of their reference that the hub did not refuse. One
 * list at a time is asked about, until the transaction ends: two would each not know of the other.
 */
export async function newsAmong(client: Client, rows: readonly CloudEventJson[]): Promise<CloudEventJson[]> {
  await client.query(`select pg_advisory_xact_lock(hashtext('consular lists'))`)
  const { rows: held } = await client.query<{ subject: string; data: unknown }>(
    `select distinct on (event->>'subject') event->>'subject' as subject, event->'data' as data from outgoing
     where event->>'subject' = any($1) and state <> 'refused' order by event->>'subject', position desc`,
    [rows.map(({ subject }) => subject)],
  )
  const { rows: kept } = await client.query<{ id: string }>('select id from outgoing where id = any($1)', [
    rows.map(({ id }) => id),
  ])
  const latest = new Map(held.map(({ subject, data }) => [subject, data]))
  const known = new Set(kept.map(({ id }) => id))
  return rows.filter(({ id, subject, data }) => {
    if (known.has(id) || isDeepStrictEqual(data, latest.get(subject))) return false
    latest.set(subject, data)
    return true
  })
}
