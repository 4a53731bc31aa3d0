import type { ConditionScope } from '#core/catalogue'
import type { RuleVersion, Watch } from './compile-rules.js'
import type { EvidenceRow, Pending } from './evidence.js'
import type { Profiles } from './person-history.js'

export type Scope = ConditionScope

/**
 * What a condition that reads the profile or the opening will need of the fact when it is judged: the members of data
 * that it names and no more, since evidence outlives the payload's own retention.
 */
export function pendingOf(
  { isJudgedLater, where, index, reads }: Watch,
  { data, event, unit }: Scope,
): Pending | null {
  if (!isJudgedLater || where === undefined) return null
  return {
    watch: index,
    data: picked(data, reads),
    event: /\bevent\b/.test(where.text) && event ? attributesOf(event) : null,
    unit: /\bunit\b/.test(where.text) ? (unit ?? null) : null,
  }
}

/**
 * Whether a stored row counts: its condition held when it was stored, or holds now with the profile as at the row's own
 * time and the members of the opening's data that the rule reads.
 * @throws HubError HUB_CONDITION_FAILED
 */
export function counts(
  row: EvidenceRow,
  version: RuleVersion,
  profiles: Profiles,
  opening: EvidenceRow,
): boolean {
  const { pending } = row
  if (pending === null) return true
  const where = version.watches[pending.watch]?.where
  if (where === undefined) return true
  return where.holds({
    data: pending.data,
    ...(pending.event === null ? {} : { event: pending.event as NonNullable<Scope['event']> }),
    ...(pending.unit === null ? {} : { unit: pending.unit as NonNullable<Scope['unit']> }),
    person: row.person === null ? {} : profiles(row.person).asAt(row.occurredAt),
    opening: opening.opening,
  })
}

/** Members of an object by name; all of them where the names are not known. */
export function picked(data: unknown, names: readonly string[] | null): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  if (typeof data !== 'object' || data === null) return kept
  for (const name of names ?? Object.keys(data))
    if (Object.hasOwn(data, name)) kept[name] = (data as Record<string, unknown>)[name]
  return kept
}

function attributesOf({
  type,
  source,
  subject,
  unit,
  marking,
  time,
}: NonNullable<Scope['event']>): Scope['event'] {
  return { type, source, subject, unit, marking, time }
}
