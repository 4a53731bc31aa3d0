import type { Queryable } from '../queryable.js'
import { DELIVERY_LAWS, HUB_LAWS, WEBHOOK_LAWS } from './delivery-laws.js'
import { EXCHANGE_LAWS } from './exchange-laws.js'
import type { Breakage, Law, Window } from './law.js'
import { RECONCILER_LAWS } from './reconciler-laws.js'
import { REGISTER_LAWS } from './register-laws.js'

export const LAWS: readonly Law[] = [
  ...REGISTER_LAWS,
  ...EXCHANGE_LAWS,
  ...RECONCILER_LAWS,
  ...DELIVERY_LAWS,
  ...WEBHOOK_LAWS,
  ...HUB_LAWS,
]

/** Messages listed for one law; what is beyond is counted as "more". */
export const BREAKAGES_MAX = 1_000

/** Every message that breaks one of the laws, at most a thousand and one a law. */
export async function lawsBroken(db: Queryable, laws: readonly Law[], window: Window): Promise<Breakage[]> {
  const broken: Breakage[] = []
  for (const law of laws) {
    const { rows } = await db.query<{
      place: string
      source: string | null
      event_id: string | null
      found?: string
    }>(`select * from (${law.broken}) b order by place limit ${BREAKAGES_MAX + 1}`, [
      windowEnd(window.fromAt),
      windowEnd(window.toAt),
    ])
    for (const { place, source, event_id: eventId, found } of rows)
      broken.push({
        stage: law.stage,
        law: law.law,
        says: found === undefined ? law.says : `${law.says} (${found})`,
        place,
        source,
        eventId,
      })
  }
  return broken
}

export function windowEnd(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
