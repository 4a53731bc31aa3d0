import type { Instant } from '#core/kernel'
import type { Queryable } from '../queryable.js'
import { readToldCopies, type ToldCopy } from './told-facts.js'
import type { WhoseGaps } from './told-gaps.js'

/**
 * What goes by one event id, of those sources alone whose message the viewer may know: what units in sight said or hold a copy
 * of; to whoever audits the hub, all. An id is unique within its source only, so whoever publishes under the id of another's
 * message learns nothing of that one.
 */
export interface ToldLife {
  facts: ToldLifeFact[]
  outcomes: { outcome: string; decidedAt: Instant; code: string | null; says: string | null }[]
  /** Rows of the ledger: about units in sight, and all where a unit in sight said the fact or somebody audits the hub. */
  sharing: ToldDecision[]
  /** How many units were concerned in all. */
  concerned: number
  obligations: { rule: string; caseKey: string; role: string; status: string; gapOpen: boolean }[]
  copies: ToldCopy[]
}

export interface ToldLifeFact {
  type: string
  unit: string
  occurredAt: Instant
  receivedAt: Instant
  /** The key that the person goes by now. */
  person: string
  isPerson: boolean
  /** What units in sight said, or were told, that it is about; an auditor is told of none. */
  subject: string | null
}

export interface ToldDecision {
  unit: string
  outcome: string
  reason: string | null
  agreements: string[]
  purposes: string[]
  fields: string[]
  withheldFields: string[]
  decidedAt: Instant
  /** The copy's state, and what its receiver said of it. */
  state: string | null
  received: string | null
}

export async function readToldLife(db: Queryable, whose: WhoseGaps, eventId: string): Promise<ToldLife> {
  const copies = await readToldCopies(db, eventId)
  const { rows: said } = await db.query<{ source: string; subject: string }>(
    'select source, subject from published.unit_fact where id = $1',
    [eventId],
  )
  const subjects = new Map([...copies, ...said].map(({ source, subject }) => [source, subject]))
  const known = [eventId, whose === 'all', [...subjects.keys()]]
  const many = async <T extends object>(sql: string, values: unknown[] = known): Promise<T[]> =>
    (await db.query<T>(sql, values)).rows
  const facts = await many<Omit<ToldLifeFact, 'subject'> & { source: string }>(
    `select f.source, f.type, f.unit, f.occurred_at as "occurredAt", f.received_at as "receivedAt",
       coalesce(a.survivor, f.person) as person, f.is_person as "isPerson"
     from published.register_fact f left join published.register_person_alias a on a.person = f.person
     where f.id = $1 and ($2 or f.source = any($3)) order by f.source`,
  )
  const [decided] = await many<{ concerned: number }>(
    `select coalesce(sum(concerned), 0)::bigint as concerned from published.exchange_fact_decision
     where event_id = $1 and ($2 or source = any($3))`,
  )
  return {
    facts: facts.map(({ source, ...fact }) => ({ ...fact, subject: subjects.get(source) ?? null })),
    outcomes: await many(
      `select outcome, code, says, decided_at as "decidedAt" from published.register_outcome
       where id = $1 and ($2 or source = any($3)) order by decided_at, topic, partition, message_offset limit 100`,
    ),
    sharing: await many<ToldDecision>(DECISIONS, [
      eventId,
      whose === 'all',
      said.map(({ source }) => source),
      [...subjects.keys()],
    ]),
    concerned: decided!.concerned,
    obligations: await many(OBLIGATIONS),
    copies,
  }
}

const DECISIONS = `select e.unit, e.outcome, e.reason, e.agreements, e.purposes, e.fields, e.withheld_fields as "withheldFields",
    e.decided_at as "decidedAt", c.state, c.outcome as received
  from published.exchange_disclosure e
  left join published.delivery_copy c on c.event_id = e.event_id and c.source = e.source
    and c.disclosure = e.partition || '/' || e.position
  where e.event_id = $1 and ($2 or e.source = any($3) or e.source = any($4) and exists (
    select from published.unit_disclosure u where u.partition = e.partition and u.position = e.position))
  order by e.partition, e.position limit 1000`

const OBLIGATIONS = `select distinct c.rule, c.case_key as "caseKey", e.role, c.status, c.gap_open as "gapOpen"
  from published.reconciler_evidence e join published.reconciler_obligation_case c
    on c.case_key = e.case_key
    or c.case_key in (select o.case_key from published.reconciler_evidence o where o.match_key = e.case_key)
  where e.event_id = $1 and ($2 or e.source = any($3)) order by c.rule, e.role, c.case_key`
