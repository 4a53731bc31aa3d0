import type { Instant } from '#core/kernel'

/** Facts received in [from, to); null leaves an end open. */
export interface Window {
  fromAt: Instant | null
  toAt: Instant | null
}

/**
 * One sentence of the conservation law, as a query for what breaks it. The query has two parameters, the ends of the window
 * (a timestamp or null), and gives rows of `place`, `source`, `event_id` and, where there is something to tell, `found`.
 */
export interface Law {
  law: string
  stage: StageName
  says: string
  /** What a stage has not come to yet looks the same as what was lost: it is asked again before it is believed. */
  mayBeUnderWay: boolean
  broken: string
}

export type StageName = 'register' | 'exchange' | 'reconciler' | 'delivery' | 'hub'

/** One message that breaks a law. */
export interface Breakage {
  stage: StageName
  law: string
  says: string
  /** Where it stands: a topic, partition and offset, a row of the ledger, or a copy. */
  place: string
  source: string | null
  eventId: string | null
}

/** Whether fact `f` was received in the window. */
export const IN_WINDOW =
  '($1::timestamptz is null or f.received_at >= $1) and ($2::timestamptz is null or f.received_at < $2)'

/** For laws that look at everything, whatever the window: the parameters are there all the same. */
export const ANY_WINDOW =
  '($1::timestamptz is null or $1 is not null) and ($2::timestamptz is null or $2 is not null)'

export const FACT_PLACE = `f.topic || '/' || f.partition || '/' || f.message_offset`
