import type { Canonical } from './scheme.js'

/**
 * A handle's canonical value: its parts in upper case, trimmed, inner runs of whitespace as one space, joined by
 * `/`. Nothing else is normalised: `b01fa / 2011-0042` is `B01FA/2011-0042`, but `2011-42` and `2011/0042` are
 * other orders, since no rule says that they are not. Only the last part may itself hold a slash.
 */
export function canonicalHandle(upper: string, parts: readonly string[]): Canonical {
  const pieces = upper.split('/')
  if (pieces.length < parts.length)
    return { ok: false, reason: `needs ${parts.join(' and ')}, joined by a slash` }
  const values = pieces.slice(0, parts.length - 1).concat(pieces.slice(parts.length - 1).join('/'))
  const tidy = values.map((value) => value.trim().replace(/\s+/g, ' '))
  const empty = tidy.indexOf('')
  return empty < 0 ? { ok: true, value: tidy.join('/') } : { ok: false, reason: `needs ${parts[empty]}` }
}
