import type { Hub } from '#testkit/harness'
import { conserved } from './conserved.js'
import type { ConsoleOutcome, ConsoleWatcher } from './console-watcher.js'
import type { FickleReceiver, WebhookOutcome } from './fickle-receiver.js'
import { disordered } from './inbox-order.js'
import { readInboxes } from './inbox-reader.js'
import { nativeOutcome, type NativeOutcome, OF_NATIVES } from './native-outcome.js'
import type { Played } from './play-history.js'

/**
 * What must not depend on any fault: which gaps there are and how they stand, who got which copy, and how facts and the edges'
 * messages ended; what came by webhook, and what the console said; and what was seen on the way.
 */
export interface Outcome extends Played {
  gaps: string[]
  copies: string[]
  /** Copies that stand in an inbox behind one about which was decided later. */
  disordered: string[]
  /** Apart from duplicates: what was sent again may have arrived twice. */
  outcomes: Record<string, number>
  /** Of what was written or posted: only an edge knows how often it told its own facts. */
  duplicates: number
  natives: NativeOutcome
  webhooks: WebhookOutcome
  console: ConsoleOutcome
}

export async function outcomeOf(
  hub: Hub,
  receiver: FickleReceiver,
  watcher: ConsoleWatcher,
  played: Played,
): Promise<Outcome> {
  const atTheEnd = await conserved(hub, 'the end')
  await watcher.check('the end')
  const gaps = await hub.pool.query<{ gap: string }>(
    `select rule || ' ' || (state->>'onePer') || ' ' || status || ' ' ||
       coalesce(announced->>'closing', 'open') || ' ' || coalesce(announced->>'rung', '') as gap
     from reconciler.gap order by 1`,
  )
  const ended = await hub.pool.query<{ outcome: string; count: number }>(
    `select outcome, count(*) from register.outcome where topic not like '%facts.hub'
       and (outcome <> 'duplicate' or (source, id) not in (${OF_NATIVES})) group by 1 order by 1`,
  )
  const { duplicate = 0, ...outcomes } = Object.fromEntries(
    ended.rows.map((row) => [row.outcome, row.count]),
  ) as Record<string, number>
  const copies = await readInboxes(hub)
  return {
    sentAgain: played.sentAgain,
    conserved: [...played.conserved, atTheEnd],
    gaps: gaps.rows.map((row) => row.gap),
    // A day's seal is made of the chains' hashes, which depend on what shared a batch with what: every run has its own.
    copies: copies
      .filter((copy) => !copy.event.startsWith('/hub/exchange '))
      .map((copy) => `${copy.unit} ${copy.event} ${copy.occasion}`)
      .sort(),
    disordered: disordered(copies),
    outcomes,
    duplicates: duplicate,
    natives: await nativeOutcome(hub),
    webhooks: await receiver.outcome(hub),
    console: watcher.outcome,
  }
}
