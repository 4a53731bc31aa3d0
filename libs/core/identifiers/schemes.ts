import type { Fault } from '#core/kernel'
import { CANONICAL_FORMS, type IdentifierScheme, SUBJECT_KINDS } from './scheme.js'

export type ParsedSchemes =
  { ok: true; schemes: ReadonlyMap<string, IdentifierScheme> } | { ok: false; faults: readonly Fault[] }

const SCHEME = /^[a-z][A-Za-z0-9-]*$/
const CHECKS = ['mod23', 'none'] as const
const COUNTS = ['one', 'many'] as const

/**
 * Reads `contracts/reference/identifiers.yaml`, already parsed: a mapping of scheme names to their properties.
 * Every fault is listed, HUB_IDENTIFIER_SCHEME each, with a pointer to where it stands.
 */
export function parseIdentifierSchemes(data: unknown): ParsedSchemes {
  if (!isRecord(data)) return { ok: false, faults: [faultAt('', 'Identifiers are a mapping of schemes.')] }
  const schemes = new Map<string, IdentifierScheme>()
  const faults: Fault[] = []
  for (const [name, entry] of Object.entries(data)) {
    const reader = new SchemeReader(name, isRecord(entry) ? entry : {})
    schemes.set(name, reader.read())
    faults.push(...reader.faults)
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, schemes }
}

class SchemeReader {
  readonly faults: Fault[] = []

  constructor(
    private readonly scheme: string,
    private readonly entry: Record<string, unknown>,
  ) {}

  read(): IdentifierScheme {
    if (!SCHEME.test(this.scheme)) this.fault('', 'a scheme is named by letters, digits and hyphens')
    const canonical = this.oneOf('canonical', CANONICAL_FORMS)
    const check = this.oneOf('check', CHECKS)
    const guarded = canonical === 'pnc' || canonical === 'cro' || canonical === 'asn'
    if (guarded !== (check === 'mod23'))
      this.fault('/check', `check is ${guarded ? 'mod23' : 'none'} for ${canonical}`)
    return {
      scheme: this.scheme,
      says: this.text('says'),
      of: this.oneOf('of', SUBJECT_KINDS),
      canonical,
      pattern: this.pattern(),
      check,
      perPerson: this.oneOf('perPerson', COUNTS),
      strength: this.strength(),
      parts: this.parts(canonical === 'parts'),
      source: this.text('source'),
    }
  }

  private text(key: string): string {
    const value = this.entry[key]
    if (typeof value === 'string' && value.trim() !== '') return value
    this.fault(`/${key}`, `${key} is missing`)
    return ''
  }

  private oneOf<Choice extends string>(key: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const found = choices.find((choice) => choice === this.entry[key])
    if (found === undefined) this.fault(`/${key}`, `${key} is one of ${choices.join(', ')}`)
    return found ?? choices[0]
  }

  /** Anchored at both ends, so that a value is matched whole. */
  private pattern(): RegExp {
    const text = this.text('pattern')
    try {
      if (text.startsWith('^') && text.endsWith('$')) return new RegExp(text)
    } catch {
      // An unreadable pattern and an unanchored one get the same answer.
    }
    if (text !== '') this.fault('/pattern', 'pattern is a regular expression from ^ to $')
    return /^$/
  }

  private strength(): number {
    const value = this.entry['strength']
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value
    this.fault('/strength', 'strength is a whole number, 1 for the strongest')
    return Number.MAX_SAFE_INTEGER
  }

  private parts(needed: boolean): readonly string[] {
    const value = this.entry['parts'] ?? []
    const named = Array.isArray(value) && value.every((part) => typeof part === 'string' && part !== '')
    if (named && value.length > 0 === needed) return value
    this.fault(
      '/parts',
      needed ? 'parts names the data fields of the handle' : 'only canonical: parts has parts',
    )
    return []
  }

  private fault(at: string, says: string): void {
    this.faults.push(faultAt(`/${this.scheme}${at}`, `Identifier scheme ${this.scheme}: ${says}.`))
  }
}

function faultAt(at: string, says: string): Fault {
  return { code: 'HUB_IDENTIFIER_SCHEME', at, says }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
