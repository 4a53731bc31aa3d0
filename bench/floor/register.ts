import type { EachBatchPayload } from 'kafkajs'
import { isoInstant, sha256 } from '#core/kernel'
import type { Pool } from '#platform/postgres'
import type { BenchRecord } from '../workload.js'
import { type Statement, writeBatch } from './journal.js'
import type { FloorBatch } from './members.js'

interface Read {
  offset: number
  headers: Record<string, string>
  payload: string
  value: Buffer
  person: string
  handle: string | undefined
}

/** Writes what the register writes (identity, fact, outcome, the order's handle, outputs), and decides nothing. */
export function registerFloor(pool: Pool, linkedTopic: string): FloorBatch {
  return async ({ batch }, producer) => {
    const facts = batch.messages.map(readFact)
    const outputs = facts.map((fact) => linked(fact, linkedTopic))
    const place = {
      topic: batch.topic,
      partition: batch.partition,
      firstOffset: Number(batch.firstOffset()),
      nextOffset: Number(batch.lastOffset()) + 1,
    }
    await writeBatch(pool, place, statements(place, facts), outputs)
    await producer.send({
      topic: linkedTopic,
      acks: -1,
      messages: outputs.map(({ key, value, headers }) => ({ key, value, headers })),
    })
  }
}

function readFact({ offset, headers, value }: EachBatchPayload['batch']['messages'][number]): Read {
  const payload = value!.toString()
  const data = JSON.parse(payload) as { person?: unknown; courtCode: string; orderId: string }
  return {
    offset: Number(offset),
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)])),
    payload,
    value: value!,
    // as long as a person's key, and as scattered
    person: String(headers!['ce_subject']),
    handle: data.person === undefined ? undefined : `${data.courtCode}/${data.orderId}`,
  }
}

function linked({ headers, value, person }: Read, topic: string): BenchRecord {
  return {
    topic,
    partition: 0,
    key: person,
    value,
    headers: { ...headers, ce_person: person, ce_receivedat: headers['ce_time']! },
  }
}

function statements(place: { topic: string; partition: number }, facts: readonly Read[]): Statement[] {
  const { topic, partition } = place
  const of = (name: string): string[] => facts.map(({ headers }) => headers[name]!)
  const handled = facts.filter(({ handle }) => handle !== undefined)
  const offsets = facts.map(({ offset }) => offset)
  return [
    {
      name: 'identities',
      text: `insert into fact_identity select source, id, hash, $4, $5, message_offset
        from unnest($1::text[], $2::text[], $3::text[], $6::bigint[]) as f(source, id, hash, message_offset)`,
      values: [
        of('ce_source'),
        of('ce_id'),
        facts.map(({ payload }) => sha256(payload)),
        topic,
        partition,
        offsets,
      ],
    },
    {
      name: 'identifiers',
      text: `insert into identifier select 'order', value, person from unnest($1::text[], $2::text[]) as f(value, person)`,
      values: [handled.map(({ handle }) => handle), handled.map(({ person }) => person)],
    },
    {
      name: 'facts',
      text: `insert into fact (source, id, type, version, unit, subject, occurred_at, received_at, person, is_person,
          envelope, payload, message_offset, topic, partition)
        select source, id, type, 1, unit, subject, at, at, person, true, envelope, payload, message_offset, $9, $10
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[], $11::bigint[], $12::text[])
          as f(source, id, type, unit, subject, at, envelope, payload, message_offset, person)`,
      values: [
        of('ce_source'),
        of('ce_id'),
        of('ce_type'),
        of('ce_unit'),
        of('ce_subject'),
        of('ce_time'),
        facts.map(({ headers }) => JSON.stringify(headers)),
        facts.map(({ payload }) => payload),
        topic,
        partition,
        offsets,
        facts.map(({ person }) => person),
      ],
    },
    {
      name: 'outcomes',
      text: `insert into outcome (message_offset, outcome, source, id, topic, partition, decided_at)
        select message_offset, 'linked', source, id, $4, $5, $6::timestamptz
        from unnest($1::bigint[], $2::text[], $3::text[]) as f(message_offset, source, id)`,
      values: [offsets, of('ce_source'), of('ce_id'), topic, partition, isoInstant(Date.now())],
    },
  ]
}
