import type { Instant } from '#core/kernel'
import type { Queryable } from './queryable.js'

/** A gap as the reconciler publishes it. Only what has been said is a gap; a case nobody was told of is none. */
export interface PublishedGap {
  gapId: string
  rule: string
  /** Where the case stands: breached, conflict, met-late … */
  status: string
  isOpen: boolean
  /** False once the miss has been taken back. */
  isMiss: boolean
  onePer: Record<string, string>
  /** As its facts name it: `order:B01FA/2011-0042`, or `gap:<id>`. */
  subject: string
  person: string | null
  reason: string
  closing: string | null
  dueAt: Instant
  breachedAt: Instant
  lastAt: Instant
  nextDueAt: Instant | null
  /** How many facts about it there are. */
  revision: number
  /** Rungs of the ladder told. */
  rung: number
  requests: number
  outstanding: string[]
  details: Record<string, unknown>
}

interface Row {
  gap_id: string
  rule: string
  status: string
  gap_open: boolean
  person: string | null
  next_due_at: Instant | null
  state: { requests: number; outstanding: string[]; onePer: Record<string, string> }
  announced: {
    onePer: Record<string, string>
    details: Record<string, unknown>
    isMiss: boolean
    reason: string
    closing: string | null
    dueAt: Instant
    breachedAt: Instant
    lastAt: Instant
    revision: number
    rung: number
  }
}

export interface GapFilter {
  state?: 'open' | 'closed'
  rule?: string
  limit: number
}

/** Gaps, the longest outstanding first. */
export async function readGaps(db: Queryable, filter: GapFilter): Promise<PublishedGap[]> {
  const { rows } = await db.query<Row>(
    `select gap_id, rule, status, gap_open, person, next_due_at, state, announced from published.reconciler_gap
     where ($1::boolean is null or gap_open = $1) and ($2::text is null or rule = $2)
     order by (announced->>'breachedAt')::bigint, gap_id limit $3`,
    [filter.state === undefined ? null : filter.state === 'open', filter.rule ?? null, filter.limit],
  )
  return rows.map(gapOf)
}

/** Gaps whose id begins so, at most `limit`: an id may be shortened as long as it names one. */
export async function findGaps(db: Queryable, idBegins: string, limit: number): Promise<PublishedGap[]> {
  const { rows } = await db.query<Row>(
    `select gap_id, rule, status, gap_open, person, next_due_at, state, announced from published.reconciler_gap
     where starts_with(gap_id, $1) order by gap_id limit $2`,
    [idBegins, limit],
  )
  return rows.map(gapOf)
}

function gapOf(row: Row): PublishedGap {
  const { announced, state } = row
  return {
    gapId: row.gap_id,
    rule: row.rule,
    status: row.status,
    isOpen: row.gap_open,
    isMiss: announced.isMiss,
    onePer: announced.onePer,
    subject: subjectOf(row.gap_id, announced.onePer),
    person: row.person,
    reason: announced.reason,
    closing: announced.closing,
    dueAt: announced.dueAt,
    breachedAt: announced.breachedAt,
    lastAt: announced.lastAt,
    nextDueAt: row.next_due_at,
    revision: announced.revision,
    rung: announced.rung,
    requests: state?.requests ?? 0,
    outstanding: state?.outstanding ?? [],
    details: announced.details,
  }
}

/** As the facts about the gap name it: by the person, or the one handle it is told apart by, else by its own id. */
function subjectOf(gapId: string, onePer: Record<string, string>): string {
  if (onePer['person'] !== undefined) return `person:${onePer['person']}`
  const [by, ...others] = Object.entries(onePer)
  return by === undefined || others.length > 0 || by[0].startsWith('data.')
    ? `gap:${gapId}`
    : `${by[0]}:${by[1]}`
}

/** One fact of a case's evidence. */
export interface CaseEvidence {
  role: string
  type: string
  eventId: string
  source: string
  occurredAt: Instant
  receivedAt: Instant
}

export async function evidenceOfCase(db: Queryable, caseKey: string): Promise<CaseEvidence[]> {
  const { rows } = await db.query<CaseEvidence>(
    `select role, type, event_id as "eventId", source, occurred_at as "occurredAt", received_at as "receivedAt"
     from published.reconciler_case_evidence where case_key = $1 order by occurred_at, event_id limit 1000`,
    [caseKey],
  )
  return rows
}

/** When the hub first and last said so: the moments at which its facts about the gap were received. */
export async function firstSaid(db: Queryable): Promise<Map<string, Instant>> {
  const { rows } = await db.query<{ gap_id: string; at: Instant }>(
    `select payload::jsonb->>'gapId' as gap_id, min(received_at) as at from published.register_fact
     where type = 'hub.gap.opened' and source = '/hub/reconciler' and payload is not null group by 1`,
  )
  return new Map(rows.map(({ gap_id, at }) => [gap_id, at]))
}
