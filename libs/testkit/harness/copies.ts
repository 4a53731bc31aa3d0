import { readInbox } from '#platform/published'
import type { Hub } from './hub.js'

/** A copy as its recipient reads it. */
export interface ReceivedCopy {
  recipient: string
  type: string
  id: string
  occasion: string
  data: Record<string, unknown>
}

const COPIES_MAX = 10_000

/** Everything that was delivered to a unit, in order. The hub must run delivery. */
export async function copiesTo(hub: Hub, unit: string, type?: string): Promise<ReceivedCopy[]> {
  const organisation = unit.slice(0, unit.indexOf('/'))
  const rows = await readInbox(hub.pool, organisation, { unit, after: 0, limit: COPIES_MAX })
  return rows
    .filter((row) => type === undefined || row.type === type)
    .map((row) => ({
      recipient: row.recipient,
      type: row.type,
      id: row.id,
      occasion: row.occasion,
      data: JSON.parse(row.data?.toString('utf8') ?? '{}') as Record<string, unknown>,
    }))
}
