import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { Catalogue } from '#core/catalogue'
import type { Pool } from '#platform/postgres'
import type { FloorBatch } from './members.js'

interface StructuredEvent {
  id: string
  type: string
  time: string
  subject: string
  data: { person: { pnc: string }; madeOn: string }
}

export const BARE_TABLES = `
  create table if not exists bare_fact (
    id text primary key, person text not null, type text not null, time timestamptz not null, payload jsonb not null);
  create table if not exists bare_person (
    person text primary key, last_at timestamptz not null, facts int not null);`

/** Only facts that were new count for the person, so that one delivered twice counts once. */
const STORE = `
  with f as (
    insert into bare_fact select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[])
    on conflict do nothing returning person, time)
  insert into bare_person select person, max(time), count(*) from f group by person order by person
  on conflict (person) do update set
    last_at = greatest(bare_person.last_at, excluded.last_at), facts = bare_person.facts + excluded.facts`

/** The least that a hub could do: validate, one statement, one send of five fields keyed by person. */
export function bareFloor(pool: Pool, catalogue: Catalogue, output: string): FloorBatch {
  const data = catalogue.events.get('courts.prevention-order.made@1')!.schema
  const { date, time, uuid, uri } = fullFormats
  const formats = { date, time, uuid, uri, 'date-time': fullFormats['date-time'] }
  const valid = new Ajv2020({ strict: false, formats }).compile({
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'data'],
    properties: { specversion: { const: '1.0' }, id: { type: 'string', minLength: 1 }, data },
  })
  return async ({ batch }, producer) => {
    const events: StructuredEvent[] = []
    for (const { value } of batch.messages) {
      const event = JSON.parse(value!.toString()) as StructuredEvent
      if (!valid(event)) throw new Error('The floor was given an event that is not one.')
      events.push(event)
    }
    await pool.query({
      name: 'store',
      text: STORE,
      values: [
        events.map((event) => event.id),
        events.map((event) => event.data.person.pnc),
        events.map((event) => event.type),
        events.map((event) => event.time),
        events.map((event) => JSON.stringify(event.data)),
      ],
    })
    const messages = events.map(({ id, type, time, data }) => ({
      key: data.person.pnc,
      value: JSON.stringify({ id, person: data.person.pnc, type, time, madeOn: data.madeOn }),
    }))
    await producer.send({ topic: output, acks: -1, messages })
  }
}
