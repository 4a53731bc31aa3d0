import { dueAt, endOfDay, instantOf } from '#core/calendar'
import type { Catalogue, Comparison, EventContract } from '#core/catalogue'
import { canonicaliseParts } from '#core/identifiers'
import type { Instant } from '#core/kernel'

/** One row of a register's extract, ready to be joined with the other registers'. */
export interface StagedRow {
  /** Canonical value of the comparison's handle; null where the row does not say which thing it is about. */
  key: string | null
  /**
   * `unreadable` never counts as matched. `not-covered` is outside what the comparison is about. `not-held` says itself that
   * the register holds it no more, as a removed marker does.
   */
  state: 'readable' | 'unreadable' | 'not-covered' | 'not-held'
  reason?: string
  /** The compared fields in a form in which equal means equal. */
  compared: Record<string, unknown>
  /** What a difference carries to whoever must act on it. */
  details: Record<string, unknown>
  person?: unknown
  /** Until then an absence elsewhere is nobody's fault. */
  notYetDueUntil?: Instant
  /** After it no register need hold it any more. */
  endsAt?: Instant
}

export interface ExtractRow {
  data: unknown
  unreadable?: string
}

/** Reads one row of one side. `receivedAt` is when the extract was taken: short years are read by it. */
export function stageRow(
  comparison: Comparison,
  contract: EventContract,
  row: ExtractRow,
  catalogue: Pick<Catalogue, 'identifiers' | 'calendars'>,
  receivedAt: Instant,
): StagedRow {
  const data = isObject(row.data) ? row.data : {}
  const key = keyOf(comparison, contract, data, catalogue, receivedAt)
  const read = { key: key.ok ? key.value : null, compared: {}, details: {} }
  if (row.unreadable !== undefined) return { ...read, state: 'unreadable', reason: row.unreadable }
  if (!key.ok) return { ...read, state: 'unreadable', reason: key.reason }
  const staged: StagedRow = {
    ...read,
    state: 'readable',
    compared: comparedOf(comparison, data),
    details: detailsOf(contract, data),
  }
  if (comparison.covers && !comparison.covers.holds({ data })) return { ...staged, state: 'not-covered' }
  const { heldWhen } = comparison.sides.find(({ type }) => type === contract.type) ?? {}
  if (heldWhen && !heldWhen.holds({ data })) return { ...staged, state: 'not-held' }
  if (data['person'] !== undefined) staged.person = data['person']
  const until = notYetDueUntil(comparison, data, catalogue)
  if (until !== undefined) staged.notYetDueUntil = until
  const end = instantOf(comparison.noLongerDue?.value({ data }))
  if (end !== undefined) staged.endsAt = endOfDay(end)
  return staged
}

function keyOf(
  comparison: Comparison,
  contract: EventContract,
  data: Record<string, unknown>,
  catalogue: Pick<Catalogue, 'identifiers'>,
  asAt: Instant,
) {
  const scheme = catalogue.identifiers.get(comparison.key)
  const paths = contract.handles.get(comparison.key)
  if (scheme === undefined || paths === undefined)
    return { ok: false as const, reason: `${contract.name} declares no ${comparison.key}.` }
  return canonicaliseParts(
    scheme,
    paths.map((path) => data[path]),
    { asAt },
  )
}

function comparedOf(comparison: Comparison, data: Record<string, unknown>): Record<string, unknown> {
  const compared: Record<string, unknown> = {}
  for (const field of comparison.compares)
    if (data[field] !== undefined && data[field] !== null) compared[field] = plain(data[field])
  return compared
}

/** Lists compare as sets, texts without their spacing and case: registers type the same condition differently. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.trim().replace(/\s+/g, ' ').toLowerCase()
  if (Array.isArray(value)) return value.map((each) => JSON.stringify(plain(each))).sort()
  return value
}

/** Everything but the person and where they live: what a gap may carry, cut down again by each agreement. */
function detailsOf(contract: EventContract, data: Record<string, unknown>): Record<string, unknown> {
  const details: Record<string, unknown> = {}
  for (const { field, set } of contract.fields.values()) {
    if (set === 'M0' || set === 'M4')
      if (data[field] !== undefined && field !== 'person') details[field] = data[field]
  }
  return details
}

function notYetDueUntil(
  comparison: Comparison,
  data: Record<string, unknown>,
  catalogue: Pick<Catalogue, 'calendars'>,
): Instant | undefined {
  if (comparison.notYetDue === undefined) return undefined
  const { phrase, from } = comparison.notYetDue
  const path = from.text.replace(/^data\./, '')
  const anchorAt = instantOf(data[path])
  const calendar = catalogue.calendars.values().next().value
  if (anchorAt === undefined || calendar === undefined) return undefined
  return dueAt(phrase, anchorAt, calendar) ?? undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
