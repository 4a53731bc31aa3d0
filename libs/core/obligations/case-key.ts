import { instantOf } from '#core/calendar'
import { canonicalise, canonicaliseParts } from '#core/identifiers'
import { derivedId, isoInstant } from '#core/kernel'
import { contractName, type LinkedMessage } from '#core/messages'
import type { CompiledRules } from './compile-rules.js'
import type { EvidenceRow } from './evidence.js'

/** What a case is about: `{ order: 'B01FA/2011-0042' }`. */
export type OnePer = Readonly<Record<string, string>>

/** The id of a case and of its gap: UUIDv5 of the rule and its `onePer` values, so that whatever could open it makes one gap (CORE §4). */
export function caseKeyOf(rule: string, onePer: OnePer): string {
  return derivedId(
    rule,
    ...Object.keys(onePer)
      .sort()
      .flatMap((by) => [by, onePer[by] ?? '']),
  )
}

/** The key under which the earlier facts of a rule with `match` are kept, since they cannot name the case itself. */
export function matchKeyOf(rule: string, match: string, value: string): string {
  return derivedId(rule, 'match', match, value)
}

/** After a merge: the loser's evidence as the survivor's. Rows that do not go by the person come back as they are. */
export function underSurvivingPerson(row: EvidenceRow, loser: string, survivor: string): EvidenceRow {
  const matched = matchKeyOf(row.rule, 'person', loser)
  const now = matchKeyOf(row.rule, 'person', survivor)
  const onePer = row.onePer['person'] === loser ? { ...row.onePer, person: survivor } : row.onePer
  const matchKey = row.matchKey === matched ? now : row.matchKey
  const caseKey =
    row.caseKey === matched ? now : onePer === row.onePer ? row.caseKey : caseKeyOf(row.rule, onePer)
  return { ...row, onePer, matchKey, caseKey }
}

/** Reads from one fact the values that cases are told apart by. */
export class CaseValues {
  private readonly handles = new Map<string, string | undefined>()

  constructor(
    private readonly message: LinkedMessage,
    private readonly data: unknown,
    private readonly rules: CompiledRules,
  ) {}

  /** The value of one `onePer` word (a handle scheme, `person`, `unit`, or a data path); undefined where the fact lacks it. */
  valueOf(by: string): string | undefined {
    if (by === 'person') return this.message.isPerson ? this.message.person : undefined
    if (by === 'unit')
      return subjectValue(this.message.envelope.subject, 'unit') ?? this.message.envelope.unit
    if (by.startsWith('data.')) return namedBy(valueAt(this.data, by.slice('data.'.length)))
    if (!this.handles.has(by)) this.handles.set(by, this.handle(by))
    return this.handles.get(by)
  }

  /** Every value of a rule's `onePer`, or the first word that the fact has no value for. */
  onePer(words: readonly string[], unit?: string): { found: OnePer } | { lacks: string } {
    const found: Record<string, string> = {}
    for (const by of words) {
      const value = by === 'unit' && unit !== undefined ? unit : this.valueOf(by)
      if (value === undefined) return { lacks: by }
      found[by] = value
    }
    return { found }
  }

  /** A handle as the register reads it: from the fields that the contract declares, else from the subject. */
  private handle(name: string): string | undefined {
    const scheme = this.rules.identifiers.get(name)
    if (scheme === undefined) return undefined
    const { envelope, receivedAt: asAt } = this.message
    const declared = this.rules.events.get(contractName(envelope.type, envelope.version))?.handles.get(name)
    if (declared) {
      const parts = declared.map((path) => valueAt(this.data, path))
      const read = canonicaliseParts(scheme, parts, { asAt })
      if (read.ok) return read.value
    }
    const subject = subjectValue(envelope.subject, name)
    const read = subject === undefined ? undefined : canonicalise(scheme, subject, { asAt })
    return read?.ok ? read.value : undefined
  }
}

/** The value at a dotted path, undefined where a step of it is absent. */
export function valueAt(data: unknown, path: string): unknown {
  let value = data
  for (const name of path.split('.'))
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined
  return value ?? undefined
}

/** A value as a case is told apart by it: a moment is the same however its publisher writes it. */
function namedBy(value: unknown): string | undefined {
  const at = typeof value === 'string' && value.includes('T') ? instantOf(value) : undefined
  return at === undefined ? textOf(value) : isoInstant(at)
}

function subjectValue(subject: string, scheme: string): string | undefined {
  return subject.startsWith(`${scheme}:`) ? subject.slice(scheme.length + 1) : undefined
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
