import { londonDay, monthsBegun } from '#core/calendar'
import type { Catalogue } from '#core/catalogue'
import { derivedId, type Instant } from '#core/kernel'
import type { Tick } from '#core/messages'
import { type Client, Writes } from '#platform/postgres'
import { putFacts } from './outbox.js'

/**
 * Says which months have begun since the last decided tick, for the rules that the calendar sets off. Before the first
 * decision nothing is said: of a month that began before the hub was there, it cannot know what was done in it.
 * @returns facts put into the outbox
 */
export async function sayMonths(
  client: Client,
  catalogue: Pick<Catalogue, 'events'>,
  tick: Tick,
): Promise<number> {
  const { rows } = await client.query<{ decided: Instant | null }>(
    'select tick_at as decided from decided_tick',
  )
  const decided = rows[0]?.decided ?? null
  if (decided === null) return 0
  const begun = monthsBegun(decided, tick.at)
  const writes = new Writes(client)
  putFacts(
    writes,
    catalogue,
    begun.map((at) => ({
      type: 'hub.month.began',
      id: derivedId('month began', londonDay(at)),
      subject: 'unit:hub/reconciler',
      occurredAt: at,
      data: { month: londonDay(at) },
    })),
  )
  await writes.allDone()
  return begun.length
}
