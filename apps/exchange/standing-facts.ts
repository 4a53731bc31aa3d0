import type { Catalogue, Standing } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import { type LinkedMessage, linkedHeadersOf, linkedMessageFrom } from '#core/messages'
import { standsUntil } from '#core/sharing'
import type { Client, Writes } from '#platform/postgres'

export interface StandingFact {
  message: LinkedMessage
  data: unknown
}

/** A fact to be kept for as long as its event says it stands, so that a later owner can be told. */
export interface Keeping {
  message: LinkedMessage
  until: Instant
}

export function keepingOf(
  message: LinkedMessage,
  data: unknown,
  stands: Standing,
  catalogue: Pick<Catalogue, 'calendars'>,
): Keeping | undefined {
  const calendar = catalogue.calendars.values().next().value!
  const until = standsUntil(stands, data, message.envelope.occurredAt, calendar)
  return until < message.receivedAt ? undefined : { message, until }
}

export function keepStanding(writes: Writes, keepings: readonly Keeping[]): void {
  if (keepings.length === 0) return
  writes.send({
    name: 'keep-standing',
    text: `insert into standing_fact
      select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[], $6::text[]) on conflict do nothing`,
    values: [
      keepings.map(({ message }) => message.person),
      keepings.map(({ message }) => message.envelope.source),
      keepings.map(({ message }) => message.envelope.id),
      keepings.map(({ until }) => new Date(until).toISOString()),
      keepings.map(({ message }) => JSON.stringify(linkedHeadersOf(message))),
      keepings.map(({ message }) => message.bytes.toString('utf8')),
    ],
  })
}

/** The person's facts that stand at `at`, eldest first, but for the one that was the occasion. */
export async function loadStanding(
  client: Client,
  person: string,
  at: Instant,
  cause: { source: string; id: string },
): Promise<StandingFact[]> {
  const { rows } = await client.query<{ headers: Record<string, string>; payload: string }>({
    name: 'load-standing',
    text: `select headers, payload from standing_fact where person = any(array(select $1 union select a.person from person_alias a where a.survivor = $1))
     and not exists (
       select from profile_retraction r where r.event_id = standing_fact.event_id
         and r.organisation = split_part(standing_fact.source, '/', 2)
         and coalesce(r.retraction->>'source', standing_fact.source) = standing_fact.source)
     and stands_until >= $2 and not (source = $3 and event_id = $4) order by headers->>'ce_time', source, event_id limit 1000`,
    values: [person, new Date(at).toISOString(), cause.source, cause.id],
  })
  return rows.map((row) => ({
    message: linkedMessageFrom(row.headers, Buffer.from(row.payload)),
    data: JSON.parse(row.payload) as unknown,
  }))
}
