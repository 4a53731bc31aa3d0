import type { LinkedMessage } from '#core/messages'
import { organisationOf } from '#core/messages'
import type { ProfileEntry } from './entry.js'

/** An organisation takes back one of its own facts. It may arrive before the fact does. */
export interface Retraction {
  organisation: string
  eventId: string
  /** The system that published it, where the retraction says; ids are unique within one. */
  source?: string
  /** The retraction's own event id. */
  by: string
}

/** The retraction that a `<namespace>.fact.retracted` makes, or undefined for any other fact. */
export function retractionOf(message: LinkedMessage, data: unknown): Retraction | undefined {
  const { type, source, id } = message.envelope
  if (!type.endsWith('.fact.retracted')) return undefined
  const said = data as { eventId?: unknown; source?: unknown }
  if (typeof said?.eventId !== 'string') return undefined
  return {
    organisation: organisationOf(source),
    eventId: said.eventId,
    ...(typeof said.source === 'string' ? { source: said.source } : {}),
    by: id,
  }
}

/** Whether the retraction takes back that fact: only the organisation that said it can. */
export function retracts(retraction: Retraction, fact: { eventId: string; source: string }): boolean {
  return (
    retraction.eventId === fact.eventId &&
    (retraction.source ?? fact.source) === fact.source &&
    retraction.organisation === organisationOf(fact.source)
  )
}

/** The entries that nobody has taken back. A retracted fact was never true: it is gone at every instant. */
export function standing(
  entries: readonly ProfileEntry[],
  retractions: readonly Retraction[],
): readonly ProfileEntry[] {
  if (retractions.length === 0) return entries
  return entries.filter((entry) => !retractions.some((retraction) => retracts(retraction, entry)))
}
