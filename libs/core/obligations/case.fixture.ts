import { type Instant, isoInstant } from '#core/kernel'
import type { LinkedMessage } from '#core/messages'
import { announce, type Announced } from './announce.js'
import type { CaseState } from './case-state.js'
import { type CompiledRules } from './compile-rules.js'
import type { EvidenceRow } from './evidence.js'
import { evidenceOf } from './evidence-of.js'
import type { GapFact } from './gap-fact.js'
import { judge } from './judge.js'
import { noProfiles, type Profiles } from './person-history.js'
import { england, instant } from './rules.fixture.js'

export interface Told {
  at: string
  heard?: string
  subject?: string
  person?: string
  id?: string
  source?: string
  unit?: string
  day?: boolean
  data?: Record<string, unknown>
}

let issued = 0

/** A fact as it stands in `hub.linked`; heard when it happened unless said otherwise. */
export function fact(type: string, told: Told): { message: LinkedMessage; data: Record<string, unknown> } {
  const { at, heard = at, subject = 'order:B01FA/2011-0042', person, data = {} } = told
  const occurredAt = instant(at)
  return {
    data,
    message: {
      envelope: {
        id: told.id ?? `e${++issued}`,
        source: told.source ?? `/${type.split('.')[0] ?? ''}/system`,
        ...{ type, version: 1, subject, time: isoInstant(occurredAt), occurredAt, marking: 'restricted' },
        timePrecision: told.day ? 'day' : 'instant',
        unit: told.unit ?? 'courts/b01fa',
      },
      bytes: Buffer.alloc(0),
      person: person ?? 'p1',
      isPerson: true,
      receivedAt: Math.max(instant(heard), occurredAt),
    },
  }
}

export type Fact = ReturnType<typeof fact>

/** One case, heard fact by fact and judged as ticks come, as the reconciler does. */
export class Case {
  readonly evidence: EvidenceRow[] = []
  readonly said: GapFact[] = []
  announced: Announced | null = null

  constructor(
    private readonly rules: CompiledRules,
    private readonly rule: string,
    private readonly profiles: Profiles = noProfiles,
  ) {}

  hear(...facts: readonly Fact[]): this {
    for (const { message, data } of facts) {
      const rows = evidenceOf(message, data, this.rules)
      this.evidence.push(...rows.filter(({ rule }) => rule === this.rule || rule === ''))
    }
    return this
  }

  /** What has been said, in short: `opened`, `escalated`, `closed met-late`. */
  get words(): string[] {
    return this.said.map(({ type, data }) =>
      [type.replace('hub.gap.', ''), data.closing].filter(Boolean).join(' '),
    )
  }

  /** Judges at an instant, without saying anything. */
  judged(at: string | Instant): CaseState {
    const rule = this.rules.rules.get(this.rule)
    if (rule === undefined) throw new Error(`no rule ${this.rule}`)
    return judge(rule, this.evidence, this.profiles, typeof at === 'number' ? at : instant(at), england)
  }

  /** A tick: judges, and says what there is to say. Returns what was said now, in `words`. */
  tick(at: string | Instant): string[] {
    const rule = this.rules.rules.get(this.rule)
    const state = this.judged(at)
    const { facts, after } = announce(this.announced, state, rule!, typeof at === 'number' ? at : instant(at))
    this.announced = after
    this.said.push(...facts)
    return facts.map(({ type, data }) =>
      [type.replace('hub.gap.', ''), data.closing].filter(Boolean).join(' '),
    )
  }
}

/** A person's history in which one flag is true in the given spans. */
export function flagged(flag: string, ...spans: readonly [string, string | null][]): Profiles {
  const within = spans.map(
    ([from, until]) => [instant(from), until === null ? Infinity : instant(until)] as const,
  )
  return () => ({
    asAt: (at) => ({ [flag]: within.some(([from, until]) => at >= from && at < until) }),
    changesAt: within.flat().filter(Number.isFinite),
  })
}
