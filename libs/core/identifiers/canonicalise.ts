import type { Instant } from '#core/kernel'
import { canonicalAsn } from './asn.js'
import { canonicalCro } from './cro.js'
import { canonicalHandle } from './handle.js'
import { canonicalPnc } from './pnc.js'
import type { Canonical, IdentifierScheme } from './scheme.js'

/** Longer than any identifier; more is a wrong field, not a number. */
const RAW_CHARS_MAX = 100

/** What the reading of an identifier may depend on: the two-digit year of a short PNC ID is read as at this instant. */
export interface Reading {
  asAt: Instant
}

/**
 * The one form in which an identifier is stored and compared, or the reason why it is none. Only case and
 * whitespace are forgiven; a wrong check letter is never put right, and a reason never repeats the value,
 * which would put personal data into logs. The result of a canonical value is that value.
 */
export function canonicalise(scheme: IdentifierScheme, raw: unknown, { asAt }: Reading): Canonical {
  if (typeof raw !== 'string') return refused(scheme, 'is not text')
  if (raw.length > RAW_CHARS_MAX) return refused(scheme, `is longer than ${RAW_CHARS_MAX} characters`)
  if (!/^[\x20-\x7e\s]*$/.test(raw))
    return refused(scheme, 'has characters other than plain letters, digits and signs')
  if (raw.trim() === '') return refused(scheme, 'is empty')
  const read = inForm(scheme, raw, asAt)
  if (!read.ok) return refused(scheme, read.reason)
  return scheme.pattern.test(read.value) ? read : refused(scheme, 'is not in the form of its scheme')
}

/**
 * The canonical value of a handle from the fields that make it, in the order of `scheme.parts`:
 * `['b01fa', '2011-0042']` gives `B01FA/2011-0042`. A missing field is a reason, never an empty part.
 */
export function canonicaliseParts(
  scheme: IdentifierScheme,
  parts: readonly unknown[],
  reading: Reading,
): Canonical {
  if (parts.length !== scheme.parts.length) return refused(scheme, `needs ${scheme.parts.join(' and ')}`)
  for (const [index, part] of parts.entries()) {
    if (typeof part !== 'string' || part.trim() === '') return refused(scheme, `needs ${scheme.parts[index]}`)
    if (part.includes('/') && index < parts.length - 1)
      return refused(scheme, `has a slash in ${scheme.parts[index]}`)
  }
  return canonicalise(scheme, parts.join('/'), reading)
}

function inForm(scheme: IdentifierScheme, raw: string, asAt: Instant): Canonical {
  const upper = raw.toUpperCase()
  const compact = upper.replace(/\s+/g, '')
  switch (scheme.canonical) {
    case 'pnc':
      return canonicalPnc(compact, asAt)
    case 'cro':
      return canonicalCro(compact)
    case 'asn':
      return canonicalAsn(compact)
    case 'upper':
      return { ok: true, value: compact }
    case 'uuid':
      return { ok: true, value: compact.toLowerCase() }
    case 'parts':
      return canonicalHandle(upper, scheme.parts)
  }
}

function refused({ scheme }: IdentifierScheme, reason: string): Canonical {
  return { ok: false, reason: `The ${scheme} identifier ${reason}.` }
}
