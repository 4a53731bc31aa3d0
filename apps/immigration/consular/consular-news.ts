import { isDeepStrictEqual } from 'node:util'
import type { CloudEventJson } from '#core/messages'
import type { Client } from '#platform/postgres'

/**
 * Those rows, in their order, that say something else than the latest row of their reference that the hub did not refuse. One
 * list at a time is asked about, until the transaction ends: two would each not know of the other.
 * @param forwardedBefore when the list came before, RFC 3339: what it said then and nothing has followed is no news, however often
 *   it went to and fro within the list
 */
export async function newsAmong(
  client: Client,
  rows: readonly CloudEventJson[],
  forwardedBefore: ReadonlySet<string>,
): Promise<CloudEventJson[]> {
  await client.query(`select pg_advisory_xact_lock(hashtext('consular lists'))`)
  const { rows: held } = await client.query<{ subject: string; data: unknown; time: string }>(
    `select distinct on (event->>'subject') event->>'subject' as subject, event->'data' as data,
       event->>'time' as time from outgoing
     where event->>'subject' = any($1) and state <> 'refused' order by event->>'subject', position desc`,
    [rows.map(({ subject }) => subject)],
  )
  const { rows: kept } = await client.query<{ id: string }>('select id from outgoing where id = any($1)', [
    rows.map(({ id }) => id),
  ])
  const latest = new Map(held.map(({ subject, data }) => [subject, data]))
  const settled = new Set(held.filter(({ time }) => forwardedBefore.has(time)).map(({ subject }) => subject))
  const known = new Set(kept.map(({ id }) => id))
  return rows.filter(({ id, subject, data }) => {
    if (known.has(id) || settled.has(subject) || isDeepStrictEqual(data, latest.get(subject))) return false
    latest.set(subject, data)
    return true
  })
}
