import { type Canonical, canonicalise, type IdentifierScheme, parseIdentifierSchemes } from './index.js'

const PERSON = { says: 'x', of: 'person', perPerson: 'many', strength: 1, source: 'A', check: 'none' }

/** The forms that the specs need, so that they read no file. */
export const SCHEMES_DATA = {
  pnc: { ...PERSON, canonical: 'pnc', check: 'mod23', pattern: '^\\d{4}/\\d{7}[A-HJ-NP-RT-Z]$' },
  cro: {
    ...PERSON,
    canonical: 'cro',
    check: 'mod23',
    pattern: '^(\\d{6}/\\d{2}|SF\\d{2}/\\d{1,6})[A-HJ-NP-RT-Z]$',
  },
  asn: {
    ...PERSON,
    of: 'case',
    canonical: 'asn',
    check: 'mod23',
    pattern: '^\\d{2}[A-Z0-9]{6,7}\\d{11}[A-Z]$',
  },
  noms: { ...PERSON, canonical: 'upper', pattern: '^[A-Z]\\d{4}[A-Z]{2}$' },
  crn: { ...PERSON, canonical: 'upper', pattern: '^[A-Z]{1,2}\\d{6}$' },
  uuid: { ...PERSON, canonical: 'uuid', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
  order: {
    ...PERSON,
    of: 'handle',
    canonical: 'parts',
    parts: ['courtCode', 'orderId'],
    pattern: '^[A-Z0-9]{5,7}/[A-Z0-9][A-Z0-9 ./-]{0,39}$',
  },
}

export const IN_2026 = Date.UTC(2026, 0, 1)

export function scheme(name: keyof typeof SCHEMES_DATA): IdentifierScheme {
  const parsed = parseIdentifierSchemes(SCHEMES_DATA)
  const found = parsed.ok ? parsed.schemes.get(name) : undefined
  if (found === undefined) throw new Error(`The fixture has no scheme ${name}.`)
  return found
}

const schemes = Object.fromEntries(
  (Object.keys(SCHEMES_DATA) as (keyof typeof SCHEMES_DATA)[]).map((name) => [name, scheme(name)]),
) as Record<keyof typeof SCHEMES_DATA, IdentifierScheme>

export function read(name: keyof typeof SCHEMES_DATA, raw: unknown, asAt = IN_2026): Canonical {
  return canonicalise(schemes[name], raw, { asAt })
}

/** The canonical value, or `refused`. */
export function valueOf(name: keyof typeof SCHEMES_DATA, raw: unknown, asAt = IN_2026): string {
  const canonical = read(name, raw, asAt)
  return canonical.ok ? canonical.value : 'refused'
}
