import type { EachBatchPayload } from 'kafkajs'
import type { Catalogue } from '#core/catalogue'
import { linkedMessageFrom, topicsOf } from '#core/messages'
import type { ProfileEntry } from '#core/profile'
import type { Pool } from '#platform/postgres'
import type { BenchRecord } from '../workload.js'
import { type Statement, writeBatch } from './journal.js'
import type { FloorBatch } from './members.js'
import { type Template, templateOf } from './templates.js'

interface Written {
  decisions: [number, string, string, number, number][]
  disclosures: object[]
  entries: ProfileEntry[]
  standing: [string, string, string, string, string][]
  outputs: BenchRecord[]
}

type Received = EachBatchPayload['batch']['messages'][number]

/** Writes what the exchange writes (decisions, disclosures, profile, standing facts, copies), and decides nothing. */
export async function exchangeFloor(pool: Pool, catalogue: Catalogue, prefix: string): Promise<FloorBatch> {
  const topics = topicsOf(prefix)
  const templates = new Map<string, Template>()
  const known: ProfileEntry[] = []
  const { rows } = await pool.query<{ last: number }>(
    'select coalesce(max(position), 0) as last from ledger_head',
  )
  let position = rows[0]!.last
  const templateFor = (raw: Received): Template => {
    const type = String(raw.headers!['ce_type'])
    let template = templates.get(type)
    if (template === undefined) {
      template = templateOf(catalogue, linkedMessageFrom(raw.headers, raw.value), known)
      known.push(...template.entries)
      templates.set(type, template)
    }
    return template
  }
  return async ({ batch }, producer) => {
    const written: Written = { decisions: [], disclosures: [], entries: [], standing: [], outputs: [] }
    for (const raw of batch.messages) {
      const template = templateFor(raw)
      position = write(written, template, raw, { partition: batch.partition, position, topics })
    }
    const place = {
      topic: batch.topic,
      partition: batch.partition,
      firstOffset: Number(batch.firstOffset()),
      nextOffset: Number(batch.lastOffset()) + 1,
    }
    await writeBatch(pool, place, statements(place.partition, position, written), written.outputs)
    const byTopic = Map.groupBy(written.outputs, (output) => output.topic)
    await producer.sendBatch({
      acks: -1,
      topicMessages: [...byTopic].map(([topic, list]) => ({
        topic,
        messages: list.map(({ key, value, headers }) => ({ key, value, headers })),
      })),
    })
  }
}

function write(
  written: Written,
  template: Template,
  raw: Received,
  at: { partition: number; position: number; topics: ReturnType<typeof topicsOf> },
): number {
  const headers = Object.fromEntries(
    Object.entries(raw.headers ?? {}).map(([name, text]) => [name, String(text)]),
  )
  const payload = raw.value!.toString()
  JSON.parse(payload)
  const [source, eventId, person] = [headers['ce_source']!, headers['ce_id']!, headers['ce_person']!]
  const { partition } = at
  const offset = Number(raw.offset)
  let { position } = at
  for (const { entry, copy } of template.rows) {
    position += 1
    written.disclosures.push({ ...entry, partition, position, offset, eventId, source, person })
    if (copy === undefined) continue
    written.outputs.push({
      topic: at.topics.inbox(copy.organisation),
      partition: 0,
      key: copy.unit,
      value: copy.bytes,
      headers: {
        ...headers,
        ce_recipient: copy.unit,
        ce_disclosure: `${partition}/${position}`,
        ce_occasion: 'published',
      },
    })
  }
  for (const entry of template.entries) written.entries.push({ ...entry, person, eventId, source })
  if (template.entries.length > 0)
    written.standing.push([person, source, eventId, JSON.stringify(headers), payload])
  const shared = template.rows.filter(({ copy }) => copy !== undefined).length
  written.decisions.push([offset, source, eventId, template.rows.length, shared])
  return position
}

function statements(partition: number, position: number, written: Written): Statement[] {
  const column = <T extends unknown[], K extends keyof T>(rows: readonly T[], index: K): T[K][] =>
    rows.map((row) => row[index])
  const { decisions, standing } = written
  return [
    {
      name: 'profile',
      text: `insert into profile_entry select e->>'person', e->>'source', e->>'eventId', (e->>'part')::int, e
        from jsonb_array_elements($1::jsonb) e`,
      values: [JSON.stringify(written.entries)],
    },
    {
      name: 'disclosures',
      text: `insert into disclosure (partition, position, entry)
        select (e->>'partition')::int, (e->>'position')::bigint, e from jsonb_array_elements($1::jsonb) e`,
      values: [JSON.stringify(written.disclosures)],
    },
    {
      name: 'head',
      text: `insert into ledger_head values ($1, $2, '', $3) on conflict (partition) do update
        set position = excluded.position, shared = ledger_head.shared + excluded.shared`,
      values: [partition, position, written.outputs.length],
    },
    {
      name: 'standing',
      text: `insert into standing_fact select person, source, id, timestamptz '2016-10-03', headers, payload
        from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::text[]) as f(person, source, id, headers, payload)`,
      values: [
        column(standing, 0),
        column(standing, 1),
        column(standing, 2),
        column(standing, 3),
        column(standing, 4),
      ],
    },
    {
      name: 'decisions',
      text: `insert into fact_decision (message_offset, source, event_id, occasion, outcome, concerned, shared, withheld, partition)
        select message_offset, source, event_id, 'published', 'decided', concerned, shared, concerned - shared, $6
        from unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::int[]) as f(message_offset, source, event_id, concerned, shared)`,
      values: [
        column(decisions, 0),
        column(decisions, 1),
        column(decisions, 2),
        column(decisions, 3),
        column(decisions, 4),
        partition,
      ],
    },
  ]
}
