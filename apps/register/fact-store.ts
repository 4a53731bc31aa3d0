import { type Instant, storable } from '#core/kernel'
import type { Client, Place, Writes } from '#platform/postgres'
import type { Candidate } from './candidate.js'

export interface Identity extends Place {
  contentHash: string
  offset: number
}

/** How a message ended in the register: exactly one row per message, keyed by where it stood in Kafka. */
export interface OutcomeRow extends Place {
  offset: number
  outcome: 'linked' | 'duplicate' | 'refused' | 'parked'
  source?: string
  id?: string
  code?: string
  says?: string
}

export interface FactRow {
  candidate: Candidate
  person: string
  isPerson: boolean
  receivedAt: Instant
}

export const identityKey = (source: string, id: string): string => `${source}\n${id}`

/**
 * Claims the identities of a batch's facts. The unique index decides, in sorted order so that two batches cannot wait
 * for each other in a circle.
 * @returns identities that were already taken, by key; those absent are newly ours
 */
export async function claimIdentities(
  client: Client,
  candidates: readonly Candidate[],
): Promise<Map<string, Identity>> {
  const { rows } = await client.query<{ source: string; id: string }>({
    name: 'claim-identities',
    text: `insert into fact_identity
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[])
        as f(source, id, content_hash, topic, partition, message_offset)
      order by source, id on conflict do nothing returning source, id`,
    values: [
      candidates.map((each) => each.message.envelope.source),
      candidates.map((each) => each.message.envelope.id),
      candidates.map((each) => each.contentHash),
      candidates.map((each) => each.topic),
      candidates.map((each) => each.partition),
      candidates.map((each) => each.offset),
    ],
  })
  if (rows.length === candidates.length) return new Map()
  const claimed = new Set(rows.map((row) => identityKey(row.source, row.id)))
  const taken = candidates.filter(
    (each) => !claimed.has(identityKey(each.message.envelope.source, each.message.envelope.id)),
  )
  return readIdentities(client, taken)
}

async function readIdentities(
  client: Client,
  candidates: readonly Candidate[],
): Promise<Map<string, Identity>> {
  const { rows } = await client.query<{
    source: string
    id: string
    content_hash: string
    topic: string
    partition: number
    message_offset: number
  }>(
    `select i.* from fact_identity i join unnest($1::text[], $2::text[]) as f(source, id) using (source, id)`,
    [
      candidates.map((each) => each.message.envelope.source),
      candidates.map((each) => each.message.envelope.id),
    ],
  )
  return new Map(
    rows.map((row) => [
      identityKey(row.source, row.id),
      {
        contentHash: row.content_hash,
        topic: row.topic,
        partition: row.partition,
        offset: row.message_offset,
      },
    ]),
  )
}

export function insertFacts(writes: Writes, facts: readonly FactRow[]): void {
  if (facts.length === 0) return
  const envelopes = facts.map((fact) => fact.candidate.message.envelope)
  writes.send({
    name: 'insert-facts',
    text: `insert into fact (source, id, type, version, unit, subject, occurred_at, received_at, person, is_person,
        envelope, payload, message_offset, topic, partition)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::timestamptz[],
        $8::timestamptz[], $9::text[], $10::boolean[], $11::text[], $12::text[], $13::bigint[], $14::text[], $15::int[])`,
    values: [
      envelopes.map((each) => each.source),
      envelopes.map((each) => each.id),
      envelopes.map((each) => each.type),
      envelopes.map((each) => each.version),
      envelopes.map((each) => each.unit),
      envelopes.map((each) => each.subject),
      envelopes.map((each) => new Date(each.occurredAt).toISOString()),
      facts.map((fact) => new Date(fact.receivedAt).toISOString()),
      facts.map((fact) => fact.person),
      facts.map((fact) => fact.isPerson),
      envelopes.map((each) => JSON.stringify(each)),
      facts.map((fact) => fact.candidate.message.bytes.toString('utf8')),
      facts.map((fact) => fact.candidate.offset),
      facts.map((fact) => fact.candidate.topic),
      facts.map((fact) => fact.candidate.partition),
    ],
  })
}

export function insertOutcomes(writes: Writes, outcomes: readonly OutcomeRow[], decidedAt: Instant): void {
  if (outcomes.length === 0) return
  writes.send({
    name: 'insert-outcomes',
    text: `insert into outcome (message_offset, outcome, source, id, code, says, topic, partition, decided_at)
      select *, $9::timestamptz from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
        $7::text[], $8::int[])
      on conflict (topic, partition, message_offset) do update
        set outcome = excluded.outcome, source = excluded.source, id = excluded.id, code = excluded.code, says = excluded.says`,
    values: [
      outcomes.map((each) => each.offset),
      outcomes.map((each) => each.outcome),
      outcomes.map((each) => each.source ?? null),
      outcomes.map((each) => each.id ?? null),
      outcomes.map((each) => each.code ?? null),
      outcomes.map((each) => (each.says === undefined ? null : storable(each.says.slice(0, 2_000)))),
      outcomes.map((each) => each.topic),
      outcomes.map((each) => each.partition),
      new Date(decidedAt).toISOString(),
    ],
  })
}
