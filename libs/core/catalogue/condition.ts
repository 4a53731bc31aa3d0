import type { Envelope } from '#core/messages'

/** What an expression may read. `person` is the profile as at the time in question. */
export interface Scope {
  data: unknown
  event?: Pick<Envelope, 'type' | 'source' | 'subject' | 'unit' | 'marking' | 'time'>
  person?: Readonly<Record<string, unknown>>
  unit?: { id: string; role: string; organisation: string; area: string; code: string }
  opening?: unknown
}

/** A CEL expression, compiled once and checked against the event's fields when the catalogue loads. */
export interface Expression {
  text: string
  /** Whether it reads `person`: such a condition is judged where profiles are, not where evidence is stored. */
  readsPerson: boolean
  /** @throws HubError HUB_CONDITION_FAILED when it cannot be evaluated; never read that as false. */
  value(scope: Scope): unknown
}

/** An expression that yields true or false. */
export interface Condition extends Expression {
  /** @throws HubError HUB_CONDITION_FAILED */
  holds(scope: Scope): boolean
}
