import { endOfDay, instantOf } from '#core/calendar'
import type { ConditionScope, EventContract, Expression, ProfileEffect } from '#core/catalogue'
import { HubError, type Instant } from '#core/kernel'
import type { LinkedMessage } from '#core/messages'
import type { ProfileEntry } from './entry.js'

/**
 * What a fact says about its person, as its contract's `sets` declare; nothing for a fact about nobody.
 * `handles` are the fact's own, canonical (`order` → `B01FA/2011-0042`; see persons, `handlesOf`). An effect whose value
 * is absent (an optional field, a handle that the fact lacks) says nothing. `from` defaults to
 * `occurredAt`; a date begins at its midnight in London, and `until` a date includes that day.
 * @throws HubError HUB_PROFILE_EFFECT_UNREADABLE or HUB_CONDITION_FAILED; the message is then parked.
 */
export function effectsOf(
  message: LinkedMessage,
  data: unknown,
  contract: EventContract,
  handles: ReadonlyMap<string, string>,
): ProfileEntry[] {
  if (!message.isPerson || contract.sets.length === 0) return []
  const scope = { data, event: message.envelope }
  const entries: ProfileEntry[] = []
  for (const effect of contract.sets) {
    if (effect.where && !effect.where.holds(scope)) continue
    const value = 'handle' in effect.value ? handles.get(effect.value.handle) : effect.value.value(scope)
    if (value === undefined || value === null) continue
    const dated = { ...datesOf(effect, scope, message), op: effect.op, field: effect.field }
    const values = Array.isArray(value) && effect.op !== 'set' ? value : [value]
    for (const one of values) entries.push(entryOf(message, dated, one, entries.length))
  }
  return entries
}

function entryOf(
  { envelope, person }: LinkedMessage,
  dated: Pick<ProfileEntry, 'field' | 'op' | 'fromAt' | 'untilAt'>,
  value: unknown,
  part: number,
): ProfileEntry {
  const { id, source, type, occurredAt } = envelope
  return { person, ...dated, value, eventId: id, source, type, occurredAt, part }
}

function datesOf(
  effect: ProfileEffect,
  scope: ConditionScope,
  { envelope }: LinkedMessage,
): { fromAt: Instant; untilAt: Instant | null } {
  const from = effect.from && dateOf(effect.from, scope)
  const until = effect.until && dateOf(effect.until, scope)
  return {
    fromAt: from?.at ?? envelope.occurredAt,
    untilAt: until === undefined ? null : until.wholeDay ? endOfDay(until.at) + 1 : until.at,
  }
}

function dateOf(
  expression: Expression,
  scope: ConditionScope,
): { at: Instant; wholeDay: boolean } | undefined {
  const value = expression.value(scope)
  if (value === undefined || value === null) return undefined
  const at = instantOf(value)
  if (at !== undefined) return { at, wholeDay: typeof value === 'string' && value.length === 10 }
  throw new HubError(
    'HUB_PROFILE_EFFECT_UNREADABLE',
    `"${expression.text}" gives ${JSON.stringify(value)}, which is neither a date nor a timestamp with a zone.`,
    'after-repair',
  )
}
