import { instantOf, londonDay, monthsBegun } from '#core/calendar'
import type { Catalogue } from '#core/catalogue'
import { derivedId, type Instant } from '#core/kernel'
import type { Tick } from '#core/messages'
import { type Client, Writes } from '#platform/postgres'
import { type HubFact, putFacts } from './outbox.js'

/** Days before an agreement's review at which it is announced (A, MISSION J10). */
const ANNOUNCED_DAYS_BEFORE = [90, 30, 7]
const DAY_MS = 86_400_000
const SUBJECT = 'unit:hub/reconciler'

/**
 * Says what the calendar has brought since the last decided tick: months that began, for the rules that they set off, and
 * reviews of agreements that are near. Before the first decision nothing is said: of a month that began before the hub was
 * there, it cannot know what was done in it.
 * @returns facts put into the outbox
 */
export async function sayCalendar(
  client: Client,
  catalogue: Pick<Catalogue, 'events' | 'agreements'>,
  tick: Tick,
): Promise<number> {
  const { rows } = await client.query<{ decided: Instant | null }>(
    'select tick_at as decided from decided_tick',
  )
  const decided = rows[0]?.decided ?? null
  if (decided === null) return 0
  const facts = [...months(decided, tick.at), ...reviews(catalogue, decided, tick.at)]
  const writes = new Writes(client)
  putFacts(writes, catalogue, facts)
  await writes.allDone()
  return facts.length
}

function months(after: Instant, until: Instant): HubFact[] {
  return monthsBegun(after, until).map((at) => ({
    type: 'hub.month.began',
    id: derivedId('month began', londonDay(at)),
    subject: SUBJECT,
    occurredAt: at,
    data: { month: londonDay(at) },
  }))
}

/** Days are counted in UTC: an hour does not matter to a review. */
function reviews({ agreements }: Pick<Catalogue, 'agreements'>, after: Instant, until: Instant): HubFact[] {
  return agreements.flatMap(({ agreement, gives: giver, reviewBy }) =>
    ANNOUNCED_DAYS_BEFORE.flatMap((daysLeft): HubFact[] => {
      const occurredAt = (instantOf(reviewBy) ?? 0) - daysLeft * DAY_MS
      if (occurredAt <= after || occurredAt > until) return []
      const id = derivedId('agreement review', agreement, reviewBy, daysLeft)
      const data = { agreement, giver, reviewBy, daysLeft }
      return [{ type: 'hub.agreement-review.announced', id, subject: SUBJECT, occurredAt, data }]
    }),
  )
}
