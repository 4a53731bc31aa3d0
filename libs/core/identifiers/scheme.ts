/** How the canonical form is found: an algorithm that the code knows, chosen by data. */
export const CANONICAL_FORMS = ['pnc', 'cro', 'asn', 'upper', 'uuid', 'parts'] as const
export type CanonicalForm = (typeof CANONICAL_FORMS)[number]

/** What an identifier is of: a person; a case (it leads to a person only through the case); or a handle of a thing (an order). */
export const SUBJECT_KINDS = ['person', 'case', 'handle'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** One row of `contracts/reference/identifiers.yaml`. */
export interface IdentifierScheme {
  /** The first word of a subject, `pnc` in `pnc:2001/0171310W`. */
  scheme: string
  says: string
  of: SubjectKind
  canonical: CanonicalForm
  /** What a canonical value looks like. */
  pattern: RegExp
  check: 'mod23' | 'none'
  /** Whether one person may rightly hold several; where not, two different ones under one person are a conflict. */
  perPerson: 'one' | 'many'
  /** 1 is the strongest; of a person's identifiers the one with the least names the person. */
  strength: number
  /** The data fields that make a handle, in order; empty for other schemes. */
  parts: readonly string[]
  source: string
}

export type Canonical = { ok: true; value: string } | { ok: false; reason: string }
