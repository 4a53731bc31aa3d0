import { pages } from './pages.js'
import type { Queryable } from './queryable.js'
import { windowEnd } from './conservation/laws-broken.js'
import type { Window } from './conservation/law.js'

/** A fact with what it must still hash to. */
export interface FactContent {
  topic: string
  partition: number
  message_offset: number
  source: string
  id: string
  envelope: string
  payload: string
  content_hash: string
}

/** Facts whose payload has not been destroyed, page by page. */
export function factContents(db: Queryable, window: Window): AsyncGenerator<FactContent[]> {
  return pages<FactContent, string>(
    db,
    `select f.topic, f.partition, f.message_offset, f.source, f.id, f.envelope, f.payload, i.content_hash
     from published.register_fact f join published.register_fact_identity i on i.source = f.source and i.id = f.id
     where f.payload is not null and (f.topic, f.partition, f.message_offset) >
         (split_part($1, ' ', 1), split_part($1, ' ', 2)::int, split_part($1, ' ', 3)::bigint)
       and ($3::timestamptz is null or f.received_at >= $3) and ($4::timestamptz is null or f.received_at < $4)
     order by f.topic, f.partition, f.message_offset limit $2`,
    ' -1 -1',
    (row) => `${row.topic} ${row.partition} ${row.message_offset}`,
    [windowEnd(window.fromAt), windowEnd(window.toAt)],
  )
}

/** A copy with the commitment that the ledger holds to it. */
export interface CopyContent {
  disclosure: string
  recipient: string
  source: string
  event_id: string
  occasion: string
  data: Buffer
  commitment: string | null
  organisation: string
  position: number
}

/** Copies whose payload has not been destroyed, page by page, by organisation. */
export async function* copyContents(db: Queryable): AsyncGenerator<CopyContent[]> {
  for (const organisation of await inboxOrganisations(db))
    yield* pages<CopyContent, number>(
      db,
      `select c.disclosure, c.recipient, c.source, c.event_id, c.occasion, c.data, c.organisation, c.position,
         e.entry->>'commitment' as commitment
       from published.delivery_copy c join published.exchange_disclosure e
         on e.partition = split_part(c.disclosure, '/', 1)::int and e.position = split_part(c.disclosure, '/', 2)::bigint
       where c.organisation = $3 and c.position > $1 and c.data is not null and c.disclosure ~ '^\\d{1,9}/\\d{1,18}$'
       order by c.position limit $2`,
      0,
      (row) => row.position,
      [organisation],
    )
}

/** A case of the reconciler that the hub has said something about. */
export interface AnnouncedCase {
  gap_id: string
  rule: string
  revision: number
}

export function announcedCases(db: Queryable): AsyncGenerator<AnnouncedCase[]> {
  return pages<AnnouncedCase, string>(
    db,
    `select case_key as gap_id, rule, revision from published.reconciler_obligation_case
     where revision is not null and case_key > $1 order by case_key limit $2`,
    '',
    (row) => row.gap_id,
  )
}

/** Which of these ids of one of the hub's own sources the register has linked, or the stage is still to publish. */
export async function knownHubFacts(
  db: Queryable,
  source: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `select id from published.register_fact_identity where source = $1 and id = any($2)
     union select event_id from published.reconciler_outbox where source = $1 and event_id = any($2)
     union select event_id from published.delivery_outbox where source = $1 and event_id = any($2)`,
    [source, ids],
  )
  return new Set(rows.map((row) => row.id))
}

/** A copy that its recipient has acknowledged, which delivery says as a fact. */
export interface AcknowledgedCopy {
  position: number
  organisation: string
  recipient: string
  source: string
  event_id: string
  occasion: string
  outcome: string
}

export async function* acknowledgedCopies(db: Queryable): AsyncGenerator<AcknowledgedCopy[]> {
  for (const organisation of await inboxOrganisations(db))
    yield* pages<AcknowledgedCopy, number>(
      db,
      `select position, organisation, recipient, source, event_id, occasion, outcome from published.delivery_copy
       where organisation = $3 and position > $1 and state = 'acknowledged' order by position limit $2`,
      0,
      (row) => row.position,
      [organisation],
    )
}

async function inboxOrganisations(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ organisation: string }>(
    'select distinct organisation from published.delivery_copy order by organisation',
  )
  return rows.map(({ organisation }) => organisation)
}
