import type { Hub } from '#testkit/harness'
import type { FickleReceiver, WebhookOutcome } from './fickle-receiver.js'
import { readInboxes } from './inbox-reader.js'

/**
 * What must not depend on any fault: which gaps there are and how they stand, who got which copy, and how facts ended; and
 * what came by webhook.
 */
export interface Outcome {
  gaps: string[]
  copies: string[]
  outcomes: Record<string, number>
  webhooks: WebhookOutcome
}

export async function outcomeOf(hub: Hub, receiver: FickleReceiver): Promise<Outcome> {
  const gaps = await hub.pool.query<{ gap: string }>(
    `select rule || ' ' || (state->>'onePer') || ' ' || status || ' ' ||
       coalesce(announced->>'closing', 'open') || ' ' || coalesce(announced->>'rung', '') as gap
     from reconciler.gap order by 1`,
  )
  const outcomes = await hub.pool.query<{ outcome: string; count: number }>(
    `select outcome, count(*) from register.outcome where topic not like '%facts.hub' group by 1 order by 1`,
  )
  const copies = await readInboxes(hub)
  return {
    gaps: gaps.rows.map((row) => row.gap),
    // A day's seal is made of the chains' hashes, which depend on what shared a batch with what: every run has its own.
    copies: copies
      .filter((copy) => !copy.event.startsWith('/hub/exchange '))
      .map((copy) => `${copy.unit} ${copy.event} ${copy.occasion}`)
      .sort(),
    outcomes: Object.fromEntries(outcomes.rows.map((row) => [row.outcome, row.count])),
    webhooks: await receiver.outcome(hub),
  }
}

/** Copies that a reader saw twice. */
export function repeated(copies: readonly string[]): string[] {
  return copies.filter((copy, index) => copies.indexOf(copy) !== index)
}
