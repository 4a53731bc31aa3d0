import type { Instant } from '#core/kernel'
import type { Queryable } from './queryable.js'

/** A message that a stage set aside with its bytes. */
export interface ParkedMessage {
  /** `<stage>:<topic>/<partition>/<offset>`: how the operator names it. */
  parkingId: string
  stage: string
  topic: string
  partition: number
  offset: number
  code: string
  says: string
  state: string
  reason: string | null
  parkedAt: Instant
  /** As the message named itself, where it did. */
  eventId: string | null
  source: string | null
  type: string | null
}

export const PARKING_STAGES = ['register', 'exchange', 'reconciler', 'delivery'] as const

export interface ParkingFilter {
  stage?: string
  /** `parked` unless another is asked for; `all` for every state. */
  state: string
  limit: number
}

const HEADER = (name: string): string => `convert_from(decode(p.headers->>'${name}', 'base64'), 'UTF8')`

function stageQuery(stage: string): string {
  return `select '${stage}' as stage, p.topic, p.partition, p.message_offset, p.code, p.says, p.state, p.reason, p.parked_at,
    p.headers from published.${stage}_parked_message p`
}

const ALL = PARKING_STAGES.map(stageQuery).join(' union all ')

const COLUMNS = `p.stage || ':' || p.topic || '/' || p.partition || '/' || p.message_offset as "parkingId", p.stage, p.topic,
  p.partition, p.message_offset as "offset", p.code, p.says, p.state, p.reason, p.parked_at as "parkedAt",
  ${HEADER('ce_id')} as "eventId", ${HEADER('ce_source')} as source, ${HEADER('ce_type')} as type`

export async function listParked(db: Queryable, filter: ParkingFilter): Promise<ParkedMessage[]> {
  const { rows } = await db.query<ParkedMessage>(
    `select ${COLUMNS} from (${ALL}) p where ($1 = 'all' or p.state = $1) and ($2::text is null or p.stage = $2)
     order by p.parked_at, p.stage, p.topic, p.partition, p.message_offset limit $3`,
    [filter.state, filter.stage ?? null, filter.limit],
  )
  return rows
}

/** One message by its parking id, with its bytes. */
export async function findParked(
  db: Queryable,
  parkingId: string,
): Promise<(ParkedMessage & { headers: Record<string, string>; value: Buffer | null }) | undefined> {
  const match = /^([a-z]+):(.+)\/(\d{1,9})\/(\d{1,18})$/.exec(parkingId)
  const stage = PARKING_STAGES.find((known) => known === match?.[1])
  if (match === null || stage === undefined) return undefined
  const { rows } = await db.query<ParkedMessage & { headers: Record<string, string>; value: Buffer | null }>(
    `select ${COLUMNS}, p.headers, p.value from (select '${stage}' as stage, * from published.${stage}_parked_message) p
     where p.topic = $1 and p.partition = $2 and p.message_offset = $3`,
    [match[2], Number(match[3]), match[4]],
  )
  const [row] = rows
  return row && { ...row, headers: decoded(row.headers) }
}

function decoded(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'base64').toString('utf8')]),
  )
}
