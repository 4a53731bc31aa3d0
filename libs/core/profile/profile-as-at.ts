import canonicalize from 'canonicalize'
import type { ProfileField } from '#core/catalogue'
import type { Instant } from '#core/kernel'
import { compareEntries, type ProfileEntry } from './entry.js'

/** A person as conditions read it: sets are arrays (empty when nothing is in them), flags are booleans, other fields may be absent. */
export type Profile = Readonly<Record<string, unknown>>

/**
 * The profile as at an instant, from the entries that stand (see `standing`). The authority of a field decides, and of
 * several the latest word; others that may say it (`alsoSaidBy`) are believed only about what the authority has never
 * spoken of, so that an order recorded by one register alone is still seen. Whatever began last counts, and once that has
 * ended the field is unsaid: an older statement does not come back to life.
 */
export function profileAsAt(
  entries: readonly ProfileEntry[],
  at: Instant,
  fields: ReadonlyMap<string, ProfileField>,
): Profile {
  const said = saidUntil(entries, at)
  const profile: Record<string, unknown> = {}
  for (const field of fields.values()) {
    const value = valueOf(field, said.get(field.field), at)
    if (value !== undefined) profile[field.field] = value
  }
  return profile
}

/** Someone who does not have the last word has said something else than the authority, and has said it since. */
export interface Disagreement {
  field: string
  /** The member of a set that is in dispute; undefined for a field of one value. */
  member?: unknown
  /** What stands: the value, or whether the member is in the set. */
  authoritative: { value: unknown; entry: ProfileEntry }
  said: { value: unknown; entry: ProfileEntry }
}

/** The disagreements as at an instant in the fields that declare them a conflict. */
export function disagreementsAsAt(
  entries: readonly ProfileEntry[],
  at: Instant,
  fields: ReadonlyMap<string, ProfileField>,
): Disagreement[] {
  const said = saidUntil(entries, at)
  return [...fields.values()].flatMap((field) => {
    const ofField = said.get(field.field)
    if (field.disagreement !== 'conflict' || ofField === undefined) return []
    const [authority, others] = split(field, ofField)
    return field.type === 'set'
      ? disputedMembers(field, authority, others, at)
      : disputedValue(field, authority, others, at)
  })
}

function saidUntil(entries: readonly ProfileEntry[], at: Instant): Map<string, ProfileEntry[]> {
  const byField = new Map<string, ProfileEntry[]>()
  for (const entry of entries) {
    if (entry.fromAt > at) continue
    const ofField = byField.get(entry.field)
    if (ofField) ofField.push(entry)
    else byField.set(entry.field, [entry])
  }
  for (const ofField of byField.values()) if (ofField.length > 1) ofField.sort(compareEntries)
  return byField
}

function valueOf(field: ProfileField, entries: readonly ProfileEntry[] | undefined, at: Instant): unknown {
  if (entries === undefined) return unsaid(field)
  const [authority, others] = split(field, entries)
  if (field.type === 'set') return members(authority, others, at)
  const last = authority.at(-1) ?? others.at(-1)
  return (last && valueAt(last, at)) ?? unsaid(field)
}

function unsaid(field: ProfileField): unknown {
  return field.type === 'set' ? [] : field.type === 'flag' ? false : undefined
}

function split(field: ProfileField, entries: readonly ProfileEntry[]): [ProfileEntry[], ProfileEntry[]] {
  const authority: ProfileEntry[] = []
  const others: ProfileEntry[] = []
  for (const entry of entries)
    (field.authority.some((one) => isOf(one, entry.type)) ? authority : others).push(entry)
  return [authority, others]
}

/** An authority is an event type, or the words that several types begin with: `courts.prevention-order`. */
function isOf(authority: string, type: string): boolean {
  return type === authority || (type.startsWith(authority) && type[authority.length] === '.')
}

function valueAt(entry: ProfileEntry, at: Instant): unknown {
  return entry.op === 'remove' || hasEnded(entry, at) ? undefined : entry.value
}

function hasEnded(entry: ProfileEntry, at: Instant): boolean {
  return entry.untilAt !== null && at >= entry.untilAt
}

/** What was last said of one member of a set. */
interface Word {
  value: unknown
  member: boolean
  entry: ProfileEntry
}

/** The last word on each member, and on all that are not named (`set` names the whole set). */
interface Words {
  of: Map<string, Word>
  rest?: ProfileEntry
}

function lastWords(entries: readonly ProfileEntry[], at: Instant): Words {
  const words: Words = { of: new Map() }
  for (const entry of entries) {
    if (entry.op !== 'set') {
      const member = entry.op === 'add' && !hasEnded(entry, at)
      words.of.set(keyOf(entry.value), { value: entry.value, member, entry })
      continue
    }
    words.rest = entry
    words.of.clear()
    for (const value of Array.isArray(entry.value) ? entry.value : [entry.value])
      words.of.set(keyOf(value), { value, member: !hasEnded(entry, at), entry })
  }
  return words
}

function members(
  authority: readonly ProfileEntry[],
  others: readonly ProfileEntry[],
  at: Instant,
): unknown[] {
  const first = lastWords(authority, at)
  const found = new Map<string, unknown>()
  if (first.rest === undefined)
    for (const [key, word] of lastWords(others, at).of)
      if (word.member && !first.of.has(key)) found.set(key, word.value)
  for (const [key, word] of first.of) if (word.member) found.set(key, word.value)
  if (found.size < 2) return [...found.values()]
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}

function keyOf(value: unknown): string {
  return typeof value === 'string' ? value : `${typeof value}:${canonicalize(value) ?? ''}`
}

function disputedMembers(
  field: ProfileField,
  authority: readonly ProfileEntry[],
  others: readonly ProfileEntry[],
  at: Instant,
): Disagreement[] {
  const first = lastWords(authority, at)
  const found: Disagreement[] = []
  for (const [key, said] of lastWords(others, at).of) {
    const word = first.of.get(key)
    const entry = word?.entry ?? first.rest
    const member = word?.member ?? false
    if (entry === undefined || member === said.member || said.entry.fromAt < entry.fromAt) continue
    found.push({
      field: field.field,
      member: said.value,
      authoritative: { value: member, entry },
      said: { value: said.member, entry: said.entry },
    })
  }
  return found
}

function disputedValue(
  field: ProfileField,
  authority: readonly ProfileEntry[],
  others: readonly ProfileEntry[],
  at: Instant,
): Disagreement[] {
  const entry = authority.at(-1)
  const said = others.at(-1)
  if (entry === undefined || said === undefined || said.fromAt < entry.fromAt) return []
  const stands = valueAt(entry, at)
  const other = valueAt(said, at)
  if (keyOf(stands) === keyOf(other)) return []
  return [
    { field: field.field, authoritative: { value: stands, entry }, said: { value: other, entry: said } },
  ]
}
