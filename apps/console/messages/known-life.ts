import type { MessageLife, ToldCopy } from '#platform/published'
import type { Sight } from '../layout/sight.js'

/** What goes by one event id, of those sources alone whose message the viewer may know. */
export interface KnownLife extends MessageLife {
  /** Sources whose message the viewer's units said themselves. */
  said: ReadonlySet<string>
}

/**
 * An id is unique within its source only: whoever publishes under the id of another's message learns nothing of that one.
 * Known is what the viewer's units said or hold a copy of; to whoever audits the hub, all.
 */
export function knownLife(
  life: MessageLife,
  { units, whose }: Sight,
  copies: readonly Pick<ToldCopy, 'source'>[],
): KnownLife {
  const said = new Set(life.facts.filter(({ unit }) => units.includes(unit)).map(({ source }) => source))
  const known = new Set<string | null>([...said, ...copies.map(({ source }) => source)])
  const isKnown = ({ source }: { source: string | null }): boolean => whose === 'all' || known.has(source)
  return {
    ...life,
    said,
    outcomes: life.outcomes.filter(isKnown),
    facts: life.facts.filter(isKnown),
    decisions: life.decisions.filter(isKnown),
    copies: life.copies.filter(isKnown),
    obligations: life.obligations.filter(isKnown),
  }
}
