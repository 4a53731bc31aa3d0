import { storable } from '#core/kernel'
import type { Client } from './pool.js'
import type { Publication } from './publish.js'

/** A message as the broker delivered it, as much of it as parking keeps. */
export interface BrokerMessage {
  offset: string
  timestamp: string
  key: Buffer | null
  value: Buffer | null
  headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>
}

export interface Place {
  topic: string
  partition: number
}

/** Where a stage sets messages aside, in the app's own schema. `refused` are the publisher's to put right, not ours. */
export const PARKING_TABLE = `
  create table parked_message (
    topic text not null, partition int not null, message_offset bigint not null,
    code text not null, says text not null, message_key bytea, headers jsonb not null, value bytea,
    parked_at timestamptz not null,
    state text not null check (state in ('parked', 'refused', 'replayed', 'discarded')), reason text,
    primary key (topic, partition, message_offset)
  );`

/** What others read of an app's parked messages; the console learns that they are there and why, not what is in them. */
export function parkedMessages(app: string): Publication {
  const place = ['topic', 'partition', 'message_offset']
  const message = ['message_key', 'headers', 'value']
  const columns = [...place, 'code', 'says', ...message, 'parked_at', 'state', 'reason']
  return { app, name: 'parked_message', columns, notConsole: ['message_key', 'value'] }
}

/**
 * Keeps a message with its bytes and the reason; nothing is lost because nobody could work with it. One that was replayed and
 * is still unusable is parked again, under what is wrong now.
 */
export async function parkMessage(
  client: Client,
  place: Place,
  message: BrokerMessage,
  why: { code: string; says: string; state?: 'parked' | 'refused' },
): Promise<void> {
  await client.query(
    `insert into parked_message (topic, partition, message_offset, code, says, message_key, headers, value, parked_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (topic, partition, message_offset) do update
       set state = excluded.state, code = excluded.code, says = excluded.says where parked_message.state = 'replayed'`,
    [
      place.topic,
      place.partition,
      message.offset,
      why.code,
      storable(why.says),
      message.key,
      JSON.stringify(headersInBase64(message)),
      message.value,
      new Date(Number(message.timestamp)),
      why.state ?? 'parked',
    ],
  )
}

/** `<topic>/<partition>/<offset>`, as a fact about a parked message names it. */
export function parsePlace(text: string | undefined): (Place & { offset: number }) | undefined {
  const match = /^(.+)\/(\d+)\/(\d+)$/.exec(text ?? '')
  return match ? { topic: match[1]!, partition: Number(match[2]), offset: Number(match[3]) } : undefined
}

/** Takes a parked message out to be dealt with again; undefined where there is none, or it is done with. */
export async function takeParked(
  client: Client,
  place: Place & { offset: number },
): Promise<BrokerMessage | undefined> {
  const { rows } = await client.query<{
    message_key: Buffer | null
    value: Buffer | null
    headers: Record<string, string>
    parked_at: number
  }>(
    `update parked_message set state = 'replayed' where topic = $1 and partition = $2 and message_offset = $3 and state = 'parked'
     returning message_key, value, headers, parked_at`,
    [place.topic, place.partition, place.offset],
  )
  const [row] = rows
  if (row === undefined) return undefined
  return {
    offset: String(place.offset),
    timestamp: String(row.parked_at),
    key: row.message_key,
    value: row.value,
    headers: Object.fromEntries(
      Object.entries(row.headers).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
    ),
  }
}

export async function discardParked(
  client: Client,
  place: Place & { offset: number },
  reason: string,
): Promise<void> {
  await client.query(
    `update parked_message set state = 'discarded', reason = $4
     where topic = $1 and partition = $2 and message_offset = $3 and state = 'parked'`,
    [place.topic, place.partition, place.offset, reason],
  )
}

function headersInBase64({ headers }: BrokerMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => {
      const last = Array.isArray(value) ? value.at(-1) : value
      return [name, Buffer.from(last ?? '').toString('base64')]
    }),
  )
}
